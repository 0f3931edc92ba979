"""The views that every store has, columns and rows as each person likes them, and what each searched for lately."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.desk import Desk, order_data
from harness.statements import statements
from tests.support.order_pages import Post, appointment, page_of, sales_order, words
from zoho_app.accounts import preferences
from zoho_app.accounts.models import User
from zoho_app.appointments.models import UNKNOWN
from zoho_app.extensions import db
from zoho_app.orders import folders, import_order, shipments
from zoho_app.orders.listing import filters
from zoho_app.orders.listing.filters import Filters
from zoho_app.web.orders.listing import tabs

pytestmark = pytest.mark.once


def fill(desk: Desk) -> None:
    """One order each: to send, failed, in doubt, in Zoho Books, shipped, canceled there, void by its source."""
    orders = [desk.order(name) for name in ("fresh", "failed", "doubt", "sent", "shipped", "canceled")]
    desk.order("void", order_metadata={"source_status": "canceled"})
    _, failed, doubt, sent, shipped, canceled = orders
    db.session.add_all([appointment(failed, "failed"), appointment(doubt, UNKNOWN)])
    in_doubt, void = sales_order(doubt), sales_order(canceled)
    in_doubt.salesorder_id, in_doubt.status, void.status = "", "sending", "void"
    db.session.add_all([in_doubt, void])
    for order in (sent, shipped):
        row = sales_order(order)
        order.fulfillment_id = row.salesorder_id
        db.session.add(row)
    shipments.add(shipped, {"tracking_number": "1Z1"}, "API")
    db.session.commit()


def tab_texts(soup: BeautifulSoup) -> list[str]:
    return [" ".join(tab.text.split()) for tab in soup.select("nav[aria-label='Saved views'] .tab")]


def numbers(soup: BeautifulSoup) -> list[str]:
    return sorted(link.text for link in soup.select("tbody th a"))


def test_each_view_has_its_orders_and_says_how_many(desk: Desk, viewer: FlaskClient) -> None:
    fill(desk)
    soup = page_of(viewer, f"{desk.address}/orders")
    assert tab_texts(soup) == ["To send 1", "Failed 1", "In doubt 1", "Unshipped 1", "Today 7", "All 7"]
    assert soup.select_one(".tabs [aria-current]").text.split() == ["All", "7"]
    found = {}
    for tab in soup.select("nav[aria-label='Saved views'] .tab")[:4]:
        there = page_of(viewer, str(tab["href"]))
        assert there.select_one(".tabs [aria-current]").text == tab.text
        assert not there.select(".chip"), "the tab says it"
        found[there.h1.text] = numbers(there)
    assert found == {"To send": ["fresh"], "Failed": ["failed"], "In doubt": ["doubt"], "Unshipped": ["sent"]}


def test_a_search_stays_in_its_view(desk: Desk, viewer: FlaskClient) -> None:
    fill(desk)
    soup = page_of(viewer, f"{desk.address}/orders?state=failed&q=fresh&sort=-total")
    assert soup.h1.text == "Failed"
    assert [" ".join(chip.span.text.split()) for chip in soup.select(".chip")] == ["Sorted by: Total, highest first"]
    assert words(soup, ".empty h2") == "No order matches “fresh”"
    in_folder = page_of(viewer, f"{desk.address}/orders?state=failed&folder={desk.folder('New').id}")
    assert in_folder.h1.text == "New"
    assert [chip.span.text for chip in in_folder.select(".chip")] == ["Folder: New", "Failed"]


def test_counts_end_at_a_limit_and_large_stores_count_only_by_an_index(
    desk: Desk, viewer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tabs, "MOST_COUNTED", 2)
    monkeypatch.setattr(tabs, "FEW_ORDERS", 3)
    for number in range(4):
        desk.order(str(number))
    with statements() as seen:
        soup = page_of(viewer, f"{desk.address}/orders")
    assert tab_texts(soup) == ["To send 2+", "Failed 0", "In doubt 0", "Unshipped", "Today 2+", "All 4"]
    if db.engine.dialect.name == "sqlite":
        counted = select(filters.counting(desk.store_id, Filters(state="to_send"), 2))
        asked = str(counted.compile(db.engine, compile_kwargs={"literal_binds": True}))
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").all()
        assert "ix_orders_nowhere" in str(plan)
    assert len(seen) <= 12, "\n\n".join(seen)


# Columns and rows


def heads(soup: BeautifulSoup) -> list[str]:
    return [head.text.strip() for head in soup.select("thead th:not(.col-check, .col-more)")]


def choose(post: Post, client: FlaskClient, desk: Desk, **form: Any) -> BeautifulSoup:
    page = f"{desk.address}/orders"
    answer = post(client, page, f"{desk.address}/order-columns", back=f"{page}?q=love", **form)
    return BeautifulSoup(answer.text, "lxml")


def test_each_person_chooses_columns_and_their_order(
    desk: Desk, operator: FlaskClient, viewer: FlaskClient, post: Post
) -> None:
    desk.order("1", shipping_method="By hand")
    soup = choose(post, operator, desk, columns=["total", "shipping", "customer", "nonsense"])
    assert heads(soup) == ["Order", "Total", "Shipping method", "Customer"]
    assert words(soup, "td.col-shipping") == "By hand"
    assert soup.select_one("#q")["value"] == "love", "one stays where one was"
    soup = choose(post, operator, desk, columns=["total", "shipping", "customer"], move="up customer")
    assert heads(soup) == ["Order", "Total", "Customer", "Shipping method"]
    assert soup.select_one("details[open] .column-list"), "to go on choosing"
    assert not soup.select_one("button[value='up total'], button[value='down shipping']")
    usual = ["Order", "Customer", "Items", "Total", "Folder", "State", "Date"]
    assert heads(page_of(viewer, f"{desk.address}/orders")) == usual
    assert heads(choose(post, operator, desk, usual="1")) == usual
    crowded = choose(
        post, operator, desk, columns=["customer", "items", "total", "folder", "state", "placed", "email", "tag"]
    )
    assert "choose at most 7" in words(crowded, ".banner")
    assert len(heads(crowded)) == 8


def test_rows_are_compact_for_whoever_wants_them_so(desk: Desk, operator: FlaskClient, post: Post) -> None:
    desk.order("1")
    page = f"{desk.address}/orders"
    for density, is_compact in (("compact", True), ("comfortable", False)):
        answer = post(operator, page, f"{desk.address}/order-columns/height", density=density)
        assert ('class="index is-compact"' in answer.text) is is_compact


# Searches


def recent(soup: BeautifulSoup) -> list[str]:
    return [str(option["value"]) for option in soup.select("#recent-searches option")]


def test_recent_searches_are_offered_to_the_person_alone_and_can_be_cleared(
    desk: Desk, operator: FlaskClient, viewer: FlaskClient, post: Post
) -> None:
    desk.order("1")
    page = f"{desk.address}/orders"
    for typed in ("mug", "lovelace", "bag", "MUG"):
        operator.get(f"{page}?q={typed}")
    operator.get(f"{page}?q=evil", headers={"Sec-Fetch-Site": "cross-site"})
    soup = page_of(operator, page)
    assert recent(soup) == ["MUG", "bag", "lovelace"]
    link = next(one for one in soup.select(".menu-list a") if one.text == "lovelace")
    assert link["href"] == f"{page}?q=lovelace"
    assert recent(page_of(viewer, page)) == []
    for number in range(9):
        operator.get(f"{page}?q=try{number}")
    assert recent(page_of(operator, page)) == [f"try{number}" for number in range(8, 0, -1)]
    assert recent(BeautifulSoup(post(operator, page, f"{desk.address}/searches/clear").text, "lxml")) == []
    assert preferences.recent_searches(desk.person("operator"), desk.store_id) == []


def test_searches_stay_in_their_store_and_go_with_the_membership(
    desk: Desk, owner: FlaskClient, operator: FlaskClient, post: Post
) -> None:
    other = Desk.open(desk.app, "Other")
    other.person("operator")
    desk.order("1")
    operator.get(f"{desk.address}/orders?q=lovelace")
    assert recent(page_of(operator, f"{other.address}/orders")) == []
    user_id = desk.person("operator").id
    post(owner, f"{desk.address}/people", f"{desk.address}/people/{user_id}/remove")
    db.session.remove()
    assert db.session.get_one(User, user_id).preferences["searches"] == {}


# What happens meanwhile


def look(client: FlaskClient, soup: BeautifulSoup) -> tuple[int, str]:
    """What the page would ask for after a few seconds, and what it is told."""
    answer = client.get(str(soup.select_one("#list-live")["data-live"]))
    return answer.status_code, answer.text


CHANGES: list[Callable[[Desk], Any]] = [
    lambda desk: desk.order("new"),
    lambda desk: folders.move(desk.order("moved"), desk.folder("Closed"), "API"),
    lambda desk: shipments.add(desk.order("shipped"), {"tracking_number": "1Z"}, "API"),
    lambda desk: db.session.add(appointment(desk.order("failed"), "failed")),
]


def test_the_page_is_told_of_what_has_happened_and_of_nothing_else(desk: Desk, viewer: FlaskClient) -> None:
    desk.order("1")
    address = f"{desk.address}/orders?sort=-total"
    for change in CHANGES:
        soup = page_of(viewer, address)
        assert look(viewer, soup) == (204, "")
        change(desk)
        db.session.commit()
        status, text = look(viewer, soup)
        assert status == 200
        assert len(BeautifulSoup(text, "lxml").select("tbody tr")) == len(soup.select("tbody tr")) + 1


def test_asking_while_nothing_happens_is_cheap_however_full_the_list_is(desk: Desk, viewer: FlaskClient) -> None:
    for number in range(50):
        import_order.import_order(desk.store, order_data(str(number)), "API")
    db.session.commit()
    soup = page_of(viewer, f"{desk.address}/orders")
    with statements() as seen:
        assert look(viewer, soup)[0] == 204
    assert len(seen) <= 5, "\n\n".join(seen)
