"""Figure: one action for 10,000 orders: how soon each page answers, and how long a worker takes.

    script/bench bulk [--orders 10000] [--write FILE]

Pages are asked for in this process, without a network; the worker works in it, too.
"""

import sys
from time import perf_counter

from sqlalchemy import insert

from benchmarks.bench import Bench, fresh_desk
from benchmarks.dry_run import work_off
from benchmarks.figure import Figure, arguments
from harness.desk import ROLE_EMAILS, Browser, Desk, csrf_token
from harness.walker import Walker
from zoho_app.extensions import db
from zoho_app.orders.models import Order

MOST_SECONDS = 1.0
CHOSEN = "/orders/checked?all_matching=1&view="


def measure(orders: int) -> Figure:
    """Submit all, then move all and undo that."""
    figure = Figure(f"One action for {orders:,} orders")
    with fresh_desk("bulk") as bench:
        _fill(bench, orders)
        walker = _person(bench)
        folder = bench.desk.folder("Closed").id
        for name, action in (("Submit", "submit"), ("Move", f"move&folder_id={folder}")):
            page = f"{CHOSEN}&do={action}"
            figure.at_most(f"{name}: what it would do, seconds", _seconds(walker, page), MOST_SECONDS)
            button = walker.soup.select("form.buttons button")[0].get_text(strip=True)
            begun_at = perf_counter()
            _press(walker, button)
            figure.at_most(f"{name}: begun, seconds", perf_counter() - begun_at, MOST_SECONDS)
            run = walker.address.removeprefix(walker.store)
            figure.at_most(f"{name}: how far it is, seconds", _seconds(walker, run), MOST_SECONDS)
            begun_at = perf_counter()
            work_off(bench)
            figure.tell(f"{name}: done by the worker, seconds", perf_counter() - begun_at)
            figure.at_most(f"{name}: what became of it, seconds", _seconds(walker, run), MOST_SECONDS)
        begun_at = perf_counter()
        _press(walker, f"Undo: move {orders:,} orders back")
        figure.at_most("Undo: begun, seconds", perf_counter() - begun_at, MOST_SECONDS)
    return figure


def _fill(bench: Bench, orders: int) -> None:
    like = {"store_id": bench.desk.store_id, "folder_id": bench.desk.folder("New").id, "email": "ada@example.com"}
    db.session.execute(insert(Order), [{**like, "source_id": str(number)} for number in range(orders)])
    db.session.commit()


def _person(bench: Bench) -> Walker:
    bench.desk.person("owner")
    bench.app.test_client_class = Browser
    client = bench.app.test_client()
    fields = {"email": ROLE_EMAILS["owner"], "password": Desk.PASSWORD, "csrf_token": csrf_token(client, "/sign-in")}
    client.post("/sign-in", data=fields)
    return Walker(client, bench.desk.address)


def _seconds(walker: Walker, path: str) -> float:
    db.session.remove()
    begun_at = perf_counter()
    walker.open(path)
    return perf_counter() - begun_at


def _press(walker: Walker, button: str) -> None:
    db.session.remove()
    walker.press(button)


if __name__ == "__main__":
    given = arguments(__doc__ or "", orders=10_000)
    sys.exit(measure(given.orders).end(given.write))
