"""From a list to an order, on to its neighbors in that list, and back to the same place."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import Tag
from flask.testing import FlaskClient

from harness.desk import Desk
from harness.walker import Walker
from zoho_app.extensions import db


@pytest.fixture
def walk(desk: Desk, operator: FlaskClient) -> Walker:
    """Five orders, of which those with an odd number are of Etsy; the highest number has the lowest total."""
    for number in range(1, 6):
        item = {"name": "Mug", "code": "M-1", "price": str(100 - number), "quantity": 1}
        desk.order(f"N{number}", source_name="Etsy" if number % 2 else "Shopify", order_items=[item])
    return Walker(operator, desk.address)


def neighbor(walk: Walker, rel: str) -> Tag | None:
    return walk.soup.select_one(f".topbar a[rel={rel}]")


def number(walk: Walker) -> str:
    return str(walk.soup.select_one("h1").find(string=True, recursive=False)).strip()


def all_the_way(walk: Walker, rel: str) -> list[str]:
    seen = [number(walk)]
    while link := neighbor(walk, rel):
        seen.append(number(walk.go(str(link["href"]))))
    return seen


@pytest.mark.parametrize(
    ("asked", "first", "down"),
    [
        ({}, "N5", ["N5", "N4", "N3", "N2", "N1"]),
        ({"source": "Etsy"}, "N5", ["N5", "N3", "N1"]),
        ({"sort": "-total", "source": "Etsy"}, "N1", ["N1", "N3", "N5"]),
        ({"sort": "number"}, "N1", ["N1", "N2", "N3", "N4", "N5"]),
        ({"sort": "name", "q": "N"}, "N1", ["N1", "N2", "N3", "N4", "N5"]),
    ],
)
def test_previous_and_next_follow_the_list_that_one_came_from(
    walk: Walker, asked: dict[str, str], first: str, down: list[str]
) -> None:
    walk.open(f"/orders?{urlencode(asked)}").click(first)
    assert neighbor(walk, "prev") is None
    assert all_the_way(walk, "next") == down
    assert all_the_way(walk, "prev") == down[::-1]


def test_the_way_back_leads_to_the_same_page_of_the_list(desk: Desk, walk: Walker, monkeypatch: Any) -> None:
    monkeypatch.setattr("zoho_app.web.orders.list.PER_PAGE", 2)
    second_page = walk.open("/orders?source=Etsy").click("Next").address
    walk.click("N1")
    back = walk.soup.select_one(".topbar-back")
    page, _, row = str(back["href"]).partition("#")
    assert walk.go(page).address == second_page
    assert "N1" in walk.soup.find(id=row).get_text()
    walk.open("/orders").click("N4")
    assert walk.soup.select_one(".topbar-back")["title"] == "Back to All Orders"
    walk.open(f"/orders?folder={desk.folder('New').id}").click("N4")
    assert walk.soup.select_one(".topbar-back")["title"] == "Back to New"


def test_the_list_is_remembered_by_what_is_done_on_the_page(walk: Walker) -> None:
    walk.open("/orders?source=Etsy").click("N3")
    walk.type("Note", "Fragile").press("Add note").see("Note added.")
    walk.type("Move to", "Prepared").press("Move").see("Order moved to Prepared.")
    walk.click("Edit details").type("Shipping method", "Express").press("Save details").see("Details saved.")
    assert all_the_way(walk, "next") == ["N3", "N1"]
    walk.click("Delete order").press("Delete order N1 for good").see("Order N1 deleted.", "Source: Etsy")


def test_an_order_that_left_its_list_still_has_its_place_in_it(desk: Desk, walk: Walker) -> None:
    walk.open(f"/orders?folder={desk.folder('New').id}").click("N3")
    walk.type("Move to", "Closed").press("Move").see("Order moved to Closed.")
    left = walk.address
    assert [number(walk.go(left).go(str(neighbor(walk, rel)["href"]))) for rel in ("prev", "next")] == ["N4", "N2"]


@pytest.mark.parametrize(
    "nonsense", ["%ff%00", "folder=99999999999999999999", "a=1&" * 50, "after=x&sort=up", "x" * 9000]
)
def test_what_is_no_list_is_all_orders(walk: Walker, nonsense: str) -> None:
    first = walk.open("/orders").click("N5").address
    walk.go(f"{first.partition('?')[0]}?{urlencode({'from': nonsense})}")
    assert walk.soup.select_one(".topbar-back")["title"] == "Back to All Orders"
    assert all_the_way(walk, "next")[:2] == ["N5", "N4"]


def test_neighbors_are_those_of_the_own_store(desk: Desk, walk: Walker) -> None:
    other = Desk.open(desk.app, "Other")
    other.order("X1")
    newest = desk.order("N9")
    other.order("X2")
    db.session.commit()
    walk.open(f"/orders/{newest.id}")
    assert neighbor(walk, "prev") is None
    assert all_the_way(walk, "next")[:2] == ["N9", "N5"]
