"""`python -m zoho_app.processes.prepare`: bring the database up to date before anybody uses it.

Prints the set-up link while nobody can sign in yet. Its own process, so that the parent of the others stays small.
"""

import os
import sys

from zoho_app import create_desk
from zoho_app.config import OTHERS, ConfigError
from zoho_app.processes import database


def main() -> int:
    """Returns the exit status: 2 when the database or a setting can't be used, which is said in one line."""
    os.umask(OTHERS)
    try:
        app = create_desk()
        database.prepare(app)
        sys.stdout.write(database.set_up_link(app) or "")
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
