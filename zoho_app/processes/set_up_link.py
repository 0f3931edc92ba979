"""How the set-up link reaches whoever starts Bookdesk: on their terminal, else in a file that only they may read.

What is printed elsewhere ends in a log, which more people and programs read than may make the first owner.
"""

import os
from pathlib import Path
from typing import TextIO

from zoho_app.config import ConfigError

FILE = "set_up_link"


def hand_over(link: str | None, folder: Path, output: TextIO) -> str | None:
    """What to print: the link itself on a terminal, else the file of the instance folder that it was written to.

    Nothing without a link; a file of an earlier start is removed. Raises ConfigError when it can't be written.
    """
    file = folder / FILE
    try:
        file.unlink(missing_ok=True)
        if link is None or output.isatty():
            return link
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(f"{link}\n")
    except OSError as error:
        raise ConfigError(f"INSTANCE_DIR: can't write the set-up link into {file}: {error.strerror}.") from error
    return f"the address in the file {file}"
