"""Figure 11, second part: malformed orders to the API, and whether any breaks something or is stored in part.

    script/bench order_bodies [--requests 10000] [--seed 1] [--write FILE]

Each body is a good order in which some places, however deep, hold what does not belong there. One in ten is no JSON.
"""

import json
import logging
import random
import traceback
import warnings
from copy import deepcopy
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from sqlalchemy import exists, func, select

from benchmarks.figure import Figure, arguments
from harness.desk import Desk, order_data
from harness.hostile_values import HOSTILE, JSONS
from harness.malformed import Outcome, no_network
from harness.server import database_of_its_own
from zoho_app import create_app
from zoho_app.config import load
from zoho_app.extensions import db
from zoho_app.orders.models import HistoryEntry, Order, OrderItem
from zoho_app.processes import database

# Beside what is hostile: what shops' programs write by mistake.
SLOPPY: tuple[Any, ...] = (
    *("12,50", "1.234,50", "1,234", "12.50 USD", "$5", "free", "n/a", "1e3", "-0", "１２", "2.0000", "5-"),
    *("0000-00-00", "31.01.2026", 1769867100000, "/Date(1769867100000)/", {"date": "2026-01-31", "timezone": "UTC"}),
    *("ada@example.com; b@example.com", "Ada <ada@example.com>", {"1": {}, "3": {}}, {"item": [{}]}, [[{}]], [None]),
    *("refunded", {"code": "voided"}, "wc-on-hold", "Storniert", [{"key": "a", "value": [1]}], '{"a": 1}', "null"),
)
GOOD: dict[str, Any] = {
    "date_added": "2026-01-31 13:45:00",
    "order_metadata": {"source_status": "paid", "color": "blue"},
    "discount_list": [{"name": "Ten", "code": "T", "amount": 1}],
    "order_notes": [{"content": "Please wrap", "username": "Ada"}],
    "refund_total": 0,
    "folder_id": 1,
}


def send(app: Flask, desk: Desk, count: int, seed: int) -> tuple[Outcome, int]:
    """POST and PUT so many bodies; what came of them, and how many orders were stored in part or unasked."""
    chance, outcome = random.Random(seed), Outcome()
    client = app.test_client()
    headers = {"ORDERDESK-STORE-ID": str(desk.store_id), "ORDERDESK-API-KEY": desk.api_key}
    before, known = _count(desk.store_id), desk.order("known").id
    for number in range(count):
        method, path = chance.choice((("POST", ""), ("POST", ""), ("PUT", f"/{known}")))
        body = _body(chance, str(number))
        try:
            with no_network():
                answer = client.open(f"/api/v2/orders{path}", method=method, data=body, headers=headers)
        except Exception:
            outcome.broken.append(f"{traceback.format_exc(limit=-6)}\n{method} {body[:2_000]!r}")
            db.session.remove()
            continue
        outcome.statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            outcome.broken.append(f"{answer.status_code}\n{method} {body[:2_000]!r}")
    db.session.remove()
    added = _count(desk.store_id) - before - 1
    return outcome, abs(added - outcome.statuses[201]) + _count(desk.store_id, _lacks_a_part())


def _body(chance: random.Random, source_id: str) -> bytes:
    order: dict[str, Any] = {**order_data(source_id), **json.loads(json.dumps(GOOD))}
    for _ in range(chance.choice((0, 1, 1, 1, 2, 4))):
        _spoil(chance, order)
    body = json.dumps(order).encode()
    if chance.random() < 0.1:
        return body[: chance.randint(0, len(body))] + chance.choice((b"", b"\xff", b"\x00", b"]", b'"}'))
    return body


def _spoil(chance: random.Random, order: dict[str, Any]) -> None:
    """Put something else into one place of the order, or wrap what is there, or take it away."""
    inside: Any = order
    while True:
        places = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
        if not places:
            return
        place = chance.choice(places)
        if not isinstance(inside[place], dict | list) or chance.random() < 0.4:
            break
        inside = inside[place]
    turn = chance.random()
    if turn < 0.1:
        del inside[place]
    elif turn < 0.2:
        inside[place] = chance.choice(([inside[place]], {"0": inside[place]}, json.dumps(inside[place])))
    else:
        inside[place] = deepcopy(chance.choice(chance.choice((SLOPPY, JSONS, HOSTILE))))


def _count(store_id: int, *conditions: Any) -> int:
    wanted = select(func.count()).select_from(Order).where(Order.store_id == store_id, *conditions)
    return db.session.scalar(wanted) or 0


def _lacks_a_part() -> Any:
    has_items = exists().where(OrderItem.order_id == Order.id)
    has_history = exists().where(HistoryEntry.order_id == Order.id)
    return ~has_items | ~has_history


def measure(requests: int, seed: int) -> Figure:
    """None may break anything or be stored in part; and some must come in, or the others mean nothing."""
    figure = Figure(f"Figure 11: {requests:,} malformed orders, seed {seed}")
    with TemporaryDirectory(prefix="bookdesk-") as folder, database_of_its_own("orders") as kept_in:
        app = create_app(load({"INSTANCE_DIR": folder, "REDIS_URL": f"unix://{folder}/none", **kept_in}))
        app.testing = True  # what breaks is raised, and so can be told
        with app.app_context():
            database.migrate(app)
            outcome, in_part = send(app, Desk.open(app), requests, seed)
            db.engine.dispose()
    print("\n".join(outcome.broken))
    figure.exactly("order bodies", outcome.sent, requests)
    figure.exactly("that broke something", len(outcome.broken), 0)
    figure.exactly("orders stored in part or unasked", in_part, 0)
    figure.at_least("orders that came in", outcome.statuses[201], requests // 5)
    for status, count in sorted(outcome.statuses.items()):
        figure.tell(f"answered with {status}", count)
    return figure


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore", ResourceWarning)
    options = arguments(__doc__, requests=10_000, seed=1)
    raise SystemExit(measure(options.requests, options.seed).end(options.write))
