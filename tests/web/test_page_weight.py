"""No page is heavy on a first visit, however busy the store and whichever way its bytes travel."""

import re
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from harness.desk import Desk
from harness.pages import furnished
from tests.support.look import MOST_BYTES
from tests.support.weight import CODINGS, weight
from zoho_app import kinds
from zoho_app.appointments.models import DONE, FAILED, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import Order, Shipment

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "static" / "vendor"
# Classes that only say what a part is: for scripts, for tests, for the programs of a merchant.
ONLY_NAMED: set[str] = set()
HOURS = 48


def busy_days(desk: Desk) -> None:
    """Two days without a quiet hour: in each, orders come in, are sent, fail and are shipped, never as many."""
    folder_id = desk.folder("New").id
    orders, appointments, parcels = [], [], []
    for hour in range(HOURS):
        timestamp = now() - timedelta(hours=hour)
        for number in range(10_000 + hour * 100, 10_003 + hour * 100 + hour * 7 % 11):
            known = {"store_id": desk.store_id, "folder_id": folder_id, "source_name": "Shopify"}
            orders.append({**known, "id": number, "source_id": f"B-{number}", "date_added": timestamp})
            asked = {"store_id": desk.store_id, "kind": kinds.SUBMIT.name, "queue": "zoho_books", "asked_by": "Auto"}
            done = {**asked, "subject_id": number, "state": DONE, "cause": None, "finished_at": timestamp}
            appointments += [done, {**done, "state": FAILED, "cause": "internal"}][: 1 + number % 2]
            tracked = {"tracking_number": f"1Z{number}", "tracking_key": f"1z{number}", "shipment_key": f"{number}"}
            parcels.append({**tracked, "order_id": number, "date_added": timestamp})
    for table, rows in ((Order, orders), (Appointment, appointments), (Shipment, parcels)):
        db.session.execute(insert(table), rows)
    db.session.commit()


def test_a_first_visit_to_any_page_is_small_in_both_codings(app: Flask, desk: Desk, owner: FlaskClient) -> None:
    paths = furnished(app, desk, "trouble")
    busy_days(desk)
    paths["home-by-hour"] = f"{desk.address}?by=hour"
    weights = {(path, coding): weight(owner, path, coding) for path in paths.values() for coding in CODINGS}
    home = BeautifulSoup(owner.get(paths["home-by-hour"]).text, "lxml")
    assert [len(drawing.select("path.b")) for drawing in home.select("svg.chart")] == [HOURS, HOURS]
    assert {one: bytes_ for one, bytes_ in weights.items() if bytes_ > MOST_BYTES} == {}
    heaviest = max(weights, key=weights.__getitem__)
    print("The heaviest:", *heaviest, weights[heaviest], "bytes")  # noqa: T201


# The style sheet


def test_the_sheets_of_a_page_draw_every_class_that_it_has(app: Flask, desk: Desk, owner: FlaskClient) -> None:
    drawn: dict[str, set[str]] = {}
    missing: dict[str, str] = {}
    for path in furnished(app, desk, "trouble").values():
        soup = BeautifulSoup(owner.get(path, follow_redirects=True).text, "lxml")
        sheets = [str(link["href"]) for link in soup.select("link[rel=stylesheet]")]
        if not any("bookdesk.css" in sheet for sheet in sheets):
            continue  # the packing slip has a sheet of its own
        for sheet in sheets:
            drawn[sheet] = drawn.get(sheet) or set(re.findall(r"\.([A-Za-z][\w-]*)", read(owner, sheet)))
        classes = {name for part in soup.select("[class]") for name in part["class"]}
        missing |= dict.fromkeys(classes - ONLY_NAMED.union(*(drawn[sheet] for sheet in sheets)), path)
    assert missing == {}


def read(client: FlaskClient, address: str) -> str:
    with client.get(address) as answer:
        return answer.get_data(as_text=True)


def test_the_top_bar_stands_first_on_every_page(app: Flask, desk: Desk, owner: FlaskClient) -> None:
    for path in furnished(app, desk, "full").values():
        soup = BeautifulSoup(owner.get(path, follow_redirects=True).text, "lxml")
        if page := soup.select_one("main.page"):
            first = page.find(True)
            assert "topbar" in first["class"], path
            assert len(page.select("h1")) == 1, path


def test_what_is_vendored_lies_here_as_it_was_released() -> None:
    listed = re.findall(r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$", (VENDOR / "VENDOR.md").read_text(), re.MULTILINE)
    assert {name: sha256((VENDOR / name).read_bytes()).hexdigest() for name, _ in listed} == dict(listed)
    there = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}
    assert there - dict(listed).keys() == {"VENDOR.md"}
