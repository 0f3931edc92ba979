"""Figure 11: malformed requests to every form, every address and the API, and how many of them break something.

    script/bench forms [--requests 10000] [--seed 1] [--write FILE]

Every thousand requests get a store of their own, full of orders and troubles. What broke is printed.
"""

import logging
import warnings
from collections import Counter
from tempfile import TemporaryDirectory
from unittest.mock import patch

from argon2 import PasswordHasher

from benchmarks.figure import Figure, arguments
from harness.desk import Browser, Desk
from harness.malformed import Sender
from harness.server import database_of_its_own
from zoho_app import create_app
from zoho_app.accounts import passwords
from zoho_app.config import load
from zoho_app.extensions import db
from zoho_app.processes import database

A_STORE = 1_000
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def measure(requests: int, seed: int) -> Figure:
    """None of them may break anything, and at least a third has to get past the doors."""
    figure = Figure(f"Figure 11: {requests:,} malformed requests, seed {seed}")
    statuses: Counter[int] = Counter()
    broken: list[str] = []
    with (
        TemporaryDirectory(prefix="bookdesk-") as folder,
        database_of_its_own("forms") as kept_in,
        patch.object(passwords, "_hasher", QUICK),
    ):
        app = create_app(load({"INSTANCE_DIR": folder, "REDIS_URL": f"unix://{folder}/none", **kept_in}))
        app.test_client_class = Browser
        app.testing = True  # what breaks is raised, and so can be told
        with app.app_context():
            database.migrate(app)
        for number in range(-(-requests // A_STORE)):
            with app.app_context():
                sender = Sender(app, Desk.open(app, f"Store {number}"), seed * A_STORE + number)
            outcome = sender.send(min(A_STORE, requests - number * A_STORE))
            statuses += outcome.statuses
            broken += outcome.broken
        with app.app_context():
            db.engine.dispose()
    print("\n".join(broken))
    figure.exactly("requests", sum(statuses.values()) + len(broken), requests)
    figure.exactly("that broke something", len(broken), 0)
    figure.at_least("that got past the doors", sum(statuses[code] for code in (200, 201, 302)), requests // 3)
    for status, count in sorted(statuses.items()):
        figure.tell(f"answered with {status}", count)
    return figure


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore", ResourceWarning)
    options = arguments(__doc__, requests=10_000, seed=1)
    raise SystemExit(measure(options.requests, options.seed).end(options.write))
