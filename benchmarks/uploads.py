"""Figure 13: malformed files through the page Import orders, and what they break or store by halves.

    script/bench uploads [--files 2000] [--seed 1] [--write FILE]

Each file of harness/order_files/malformed.py is uploaded, its columns are left out where nobody knows them, and what
the preview offers is imported. Every two hundred files get a store of their own. What broke is printed.
"""

import logging
import warnings
from collections import Counter
from collections.abc import Iterator
from tempfile import TemporaryDirectory
from unittest.mock import patch

from argon2 import PasswordHasher

from benchmarks.figure import Figure, arguments
from harness.desk import Browser, Desk
from harness.order_files.malformed import malformed
from harness.order_files.uploads import IMPORTED, Uploader
from harness.server import database_of_its_own
from zoho_app import create_app
from zoho_app.accounts import passwords
from zoho_app.config import load
from zoho_app.extensions import db
from zoho_app.processes import database

A_STORE = 200
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def measure(files: int, seed: int) -> Figure:
    """None of them may break anything or be stored by halves, and some have to get through."""
    figure = Figure(f"Figure 13: {files:,} malformed files, seed {seed}")
    ends: Counter[str] = Counter()
    broken: list[str] = []
    half_stored: list[str] = []
    with (
        TemporaryDirectory(prefix="bookdesk-") as folder,
        database_of_its_own("uploads") as kept_in,
        patch.object(passwords, "_hasher", QUICK),
    ):
        app = create_app(load({"INSTANCE_DIR": folder, "REDIS_URL": f"unix://{folder}/none", **kept_in}))
        app.test_client_class = Browser
        app.testing = True  # what breaks is raised, and so can be told
        with app.app_context():
            database.migrate(app)
        for start in range(0, files, A_STORE):
            with app.app_context():
                uploader = Uploader(app, Desk.open(app, f"Store {start}"))
            outcome = uploader.upload_all(_files(seed, start, min(start + A_STORE, files)))
            ends += outcome.ends
            broken += outcome.broken
            half_stored += outcome.half_stored
        with app.app_context():
            db.engine.dispose()
    print("\n".join([*broken, *half_stored]))
    figure.exactly("files", sum(ends.values()) + len(broken), files)
    figure.exactly("that broke something", len(broken), 0)
    figure.exactly("that were stored otherwise than the page said", len(half_stored), 0)
    figure.at_least("that were imported, in whole or without the orders with problems", ends[IMPORTED], files // 20)
    for end, count in sorted(ends.items()):
        figure.tell(end, count)
    return figure


def _files(seed: int, start: int, end: int) -> Iterator[tuple[str, bytes, str]]:
    for number in range(start, end):
        content, name = malformed(seed * 1_000_000 + number)
        yield f"file {seed * 1_000_000 + number}", content, name


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore", ResourceWarning)
    options = arguments(__doc__, files=2_000, seed=1)
    raise SystemExit(measure(options.files, options.seed).end(options.write))
