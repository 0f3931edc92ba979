"""The list of orders: what it can be narrowed to, how it is sorted, and its pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from harness.desk import Desk
from harness.statements import statements
from zoho_app import kinds
from zoho_app.accounts.models import Membership
from zoho_app.appointments.models import Appointment
from zoho_app.extensions import db
from zoho_app.orders import edit, items, shipments
from zoho_app.orders.listing import filters, paging
from zoho_app.orders.listing.filters import Filters
from zoho_app.orders.models import Order
from zoho_app.zoho_books.models import SalesOrder

Post = Callable[..., Any]
numbers = count(1)


def order(desk: Desk, **columns: Any) -> Order:
    """A stored order with an item of its own; columns as in the table."""
    made = desk.order(f"N{next(numbers)}")
    for name, value in columns.items():
        setattr(made, name, value)
    db.session.commit()
    return made


def asked(desk: Desk, order_id: int, state: str, **more: Any) -> None:
    known = {"store_id": desk.store_id, "queue": "zoho_books", "asked_by": "owner@example.com"}
    db.session.add(Appointment(kind=kinds.SUBMIT.name, subject_id=order_id, state=state, **known, **more))
    db.session.commit()


def sent(desk: Desk, order_id: int, **more: Any) -> None:
    known = {"organization_id": "1", "salesorder_number": f"S{order_id}", "reference_number": "r", "status": "draft"}
    row = {**known, "store_id": desk.store_id, "order_id": order_id, "salesorder_id": str(order_id), **more}
    db.session.add(SalesOrder(**row))
    db.session.commit()


def shown(client: FlaskClient, desk: Desk, **args: Any) -> list[int]:
    """The orders on the page of the list with these filters."""
    return rows(page(client, f"{desk.address}/orders?{urlencode(args)}"))


def page(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, answer.location
    return BeautifulSoup(answer.text, "lxml")


def href(soup: BeautifulSoup, words: str) -> str:
    """Where the link with these words leads."""
    return next(str(link["href"]) for link in soup.select("main a") if link.text.strip() == words)


def counted(soup: BeautifulSoup) -> str:
    """The view that is shown, with how many orders are in it."""
    return " ".join(soup.select_one(".tabs [aria-current]").text.split())


def rows(soup: BeautifulSoup) -> list[int]:
    return [int(str(row["data-order"])) for row in soup.select("tbody tr[data-order]")]


# What the list is narrowed to


def test_orders_are_narrowed_to_how_far_they_are_with_zoho_books(desk: Desk, viewer: FlaskClient) -> None:
    waiting, sending, doubtful, failed, settled, there, void, fresh = (order(desk).id for _ in range(8))
    asked(desk, waiting, "scheduled")
    asked(desk, sending, "running")
    asked(desk, doubtful, "unknown")
    asked(desk, failed, "failed")
    asked(desk, settled, "failed", is_dismissed=True)
    asked(desk, there, "done")
    sent(desk, there)
    sent(desk, void, status="void")
    sent(desk, doubtful, salesorder_id="", status="sending")
    expected = {
        "waiting": [waiting],
        "sending": [sending],
        "unknown": [doubtful],
        "failed": [failed],
        "sent": [there],
        "not_sent": [fresh, void, settled, failed, doubtful, sending, waiting],
        "no such state": [fresh, void, there, settled, failed, doubtful, sending, waiting],
    }
    assert {state: shown(viewer, desk, state=state) for state in expected} == expected


def test_orders_are_narrowed_to_those_whose_total_differs(desk: Desk, viewer: FlaskClient) -> None:
    same, differing, accepted = (order(desk).id for _ in range(3))
    for order_id, total, other in ((same, "49.90", None), (differing, "49.91", None), (accepted, "49.91", "49.91")):
        accepted_total = Decimal(other) if other else None
        sent(desk, order_id, total=Decimal(total), expected_total=Decimal("49.90"), accepted_total=accepted_total)
    assert shown(viewer, desk, state="differs") == [differing]


def test_orders_are_narrowed_by_what_they_are(desk: Desk, viewer: FlaskClient) -> None:
    other, mine = order(desk), order(desk, source_name="Etsy", tag_name="Rush")
    items.add_item(mine, {"code": "Odd-9", "name": "Odd", "price": "1"}, "API")
    shipments.add(other, {"tracking_number": "1Z"}, "API")
    db.session.commit()
    ids = (other.id, mine.id)
    for args in ({"source": "Etsy"}, {"tag": "Rush"}, {"sku": " odd-9"}, {"shipped": "no"}):
        assert shown(viewer, desk, **args) == [ids[1]]
    assert shown(viewer, desk, shipped="yes") == [ids[0]]
    assert shown(viewer, desk, source="Etsy", shipped="yes") == []


# What somebody may write into the address of a list, and no list has.
ODD: list[dict[str, str]] = [
    {"from": "2026-02-30"},
    {"to": "yesterday"},
    {"state": "odd"},
    {"shipped": "maybe"},
    {"sort": "-odd"},
    {"after": "odd"},
    {"after": "~~9"},
    {"before": "2026-01-01T00:00:00+00:00~99999999999999999999"},
    {"after": "NaN~3", "sort": "total"},
    {"after": "1e400000~3", "sort": "total"},
    {"after": "99999999999999999999~3", "sort": "number"},
    {"after": "0001-01-01T00:00:00+23:59~3"},
    {"added": "tomorrow"},
    {"total_from": "1,5", "total_to": "NaN"},
    {"total_from": "1e400000"},
    {"q": "\x00"},
    {"tag": "\x00"},
]


def test_what_no_list_can_be_asked_for_leaves_it_as_it_is(desk: Desk, viewer: FlaskClient) -> None:
    order_id = order(desk).id
    for args in ODD:
        assert shown(viewer, desk, **args) == [order_id], args


def test_a_date_that_is_none_is_told(desk: Desk, viewer: FlaskClient) -> None:
    order(desk)
    soup = page(viewer, f"{desk.address}/orders?from=2026-02-30&tag=&sort=-added")
    assert "Ignored, because there is no such value: Added from." in soup.select_one("main .banner").text


def test_a_folder_that_is_gone_is_told(desk: Desk, viewer: FlaskClient) -> None:
    order(desk)
    answer = viewer.get(f"{desk.address}/orders?folder=9999&tag=Rush", follow_redirects=True)
    assert "That folder no longer exists." in answer.text
    assert answer.request.query_string == b"tag=Rush"


def test_another_stores_orders_are_never_shown(desk: Desk, viewer: FlaskClient) -> None:
    other = Desk.open(desk.app, "Other")
    order(other, source_name="Etsy", tag_name="Rush")
    for args in (
        {},
        {"source": "Etsy"},
        {"q": "lovelace"},
        {"state": "not_sent"},
        {"folder": other.folder("New").id},
    ):
        assert shown_or_none(viewer, desk, args) == []


def shown_or_none(client: FlaskClient, desk: Desk, args: dict[str, Any]) -> list[int]:
    answer = client.get(f"{desk.address}/orders?{urlencode(args)}", follow_redirects=True)
    return rows(BeautifulSoup(answer.text, "lxml"))


def test_each_filter_is_a_badge_that_takes_it_away(desk: Desk, viewer: FlaskClient) -> None:
    order(desk, source_name="Etsy")
    args = {"q": "love*", "state": "not_sent", "source": "Etsy", "shipped": "no", "from": "2020-01-01"}
    soup = page(viewer, f"{desk.address}/orders?{urlencode(args)}")
    badges = {chip.span.text: chip["href"] for chip in soup.select(".chips .chip")}
    assert list(badges) == ["Not in Zoho Books", "Source: Etsy", "Added from: 1 Jan 2020", "Not shipped"]
    assert soup.select_one("#q")["value"] == "love*"
    assert "q=" not in soup.select_one("a[title='Clear the search']")["href"]
    without = page(viewer, str(badges["Source: Etsy"]))
    assert [chip.span.text for chip in without.select(".chips .chip")] == [
        words for words in badges if words != "Source: Etsy"
    ]
    assert soup.select_one("#filter-state option[selected]")["value"] == "not_sent"
    assert soup.select_one("#filter-from")["value"] == "2020-01-01"
    cleared = page(viewer, href(soup, "Clear all"))
    assert not cleared.select(".chip")
    assert not cleared.select_one("#q")["value"]


def test_the_folder_and_the_order_are_badges_too(desk: Desk, viewer: FlaskClient) -> None:
    order(desk, source_name="Etsy")
    order(desk, folder=desk.folder("Closed"))
    args = {"folder": desk.folder("New").id, "source": "Etsy", "sort": "-total"}
    soup = page(viewer, f"{desk.address}/orders?{urlencode(args)}")
    badges = {chip.span.text: chip["href"] for chip in soup.select(".chips .chip")}
    assert list(badges) == ["Folder: New", "Source: Etsy", "Sorted by: Total, highest first"]
    for words, without in badges.items():
        left = [chip.span.text for chip in page(viewer, str(without)).select(".chips .chip")]
        assert left == [other for other in badges if other != words]
    assert counted(page(viewer, href(soup, "Clear all"))) == "All 2"


def test_the_count_is_that_of_all_pages(desk: Desk, viewer: FlaskClient) -> None:
    for source in ("Etsy", "Etsy", "Shopify"):
        order(desk, source_name=source)
    assert counted(page(viewer, f"{desk.address}/orders")) == "All 3"
    assert page(viewer, f"{desk.address}/orders?source=Etsy").select_one("#list-count").text == "2 orders match"
    assert filters.count(desk.store_id, Filters(source="Etsy")) == 2


def test_what_is_chosen_is_kept_in_the_address() -> None:
    args = {
        "folder": "7",
        "q": "x*",
        "state": "failed",
        "source": "Etsy",
        "tag": "Rush",
        "sku": "A",
        "shipped": "yes",
    }
    args |= {"from": "2026-01-01", "to": "2026-01-31", "total_from": "0", "total_to": "15.50", "sort": "name"}
    assert Filters.from_args(args).to_args() == args
    assert Filters.from_args({**args, "added": "today"}).to_args() == args, "days of one's own go first"
    assert Filters.from_args({"added": "today"}).to_args() == {"added": "today"}
    assert Filters.from_args({}).to_args() == {}


# Sorting


def test_the_heads_sort_and_turn_round(desk: Desk, viewer: FlaskClient) -> None:
    cheap = order(desk, customer={"first_name": "Zoë"}, shipping_total=Decimal(1))
    dear = order(desk, customer={"first_name": "adam"}, shipping_total=Decimal(100))
    for each in (cheap, dear):
        edit.keys.refresh(each)
    db.session.commit()
    ids = (cheap.id, dear.id)
    soup = page(viewer, f"{desk.address}/orders")
    assert soup.select_one("th[aria-sort]").text == "Date"
    assert soup.select_one("th[aria-sort]")["aria-sort"] == "descending"
    highest = page(viewer, href(soup, "Total"))
    assert rows(highest) == [ids[1], ids[0]]
    lowest = page(viewer, href(highest, "Total"))
    assert lowest.select_one("th[aria-sort]")["aria-sort"] == "ascending"
    assert rows(lowest) == [ids[0], ids[1]]
    assert shown(viewer, desk, sort="-name") == [ids[0], ids[1]]
    assert shown(viewer, desk, sort="name") == [ids[1], ids[0]]
    assert shown(viewer, desk, sort="number") == [ids[0], ids[1]]


def test_a_changed_total_or_name_is_sorted_anew(desk: Desk, viewer: FlaskClient) -> None:
    first, second = order(desk), order(desk)
    ids = (first.id, second.id)
    items.change_item(first.items[0], {"code": "BD-MUG-01", "name": "Mug", "price": "500"}, "API")
    edit.update_address(second, "customer", {"first_name": "Aaron"}, "API")
    db.session.commit()
    assert shown(viewer, desk, sort="-total") == [ids[0], ids[1]]
    assert shown(viewer, desk, sort="name") == [ids[1], ids[0]]
    items.remove_item(db.session.get_one(Order, ids[0]).items[0], "API")
    db.session.commit()
    assert shown(viewer, desk, sort="-total") == [ids[1], ids[0]]


# Pages


def places(desk: Desk, chosen: Filters, size: int = 2) -> list[list[int]]:
    """The orders of every page, going forward."""
    found = paging.page(desk.store_id, chosen, size=size)
    pages = [[each.id for each in found.orders]]
    while found.next:
        found = paging.page(desk.store_id, chosen, after=found.next, size=size)
        pages.append([each.id for each in found.orders])
    return pages


@pytest.mark.parametrize("sort", ["-added", "added", "-updated", "number", "-total", "total", "name", "-name"])
def test_every_order_is_on_one_page_whatever_it_is_sorted_by(desk: Desk, sort: str) -> None:
    day = datetime(2026, 1, 1, tzinfo=UTC)
    ids = [order(desk, date_added=day + timedelta(days=number // 2)).id for number in range(5)]  # some at once
    pages = places(desk, Filters(sort=sort))
    assert sorted(sum(pages, [])) == ids
    assert [len(each) for each in pages] == [2, 2, 1]


def test_pages_stay_as_they_are_while_orders_come_in(desk: Desk, viewer: FlaskClient) -> None:
    ids = [order(desk).id for _ in range(5)][::-1]
    first = paging.page(desk.store_id, Filters(), size=2)
    new = order(desk).id
    second = paging.page(desk.store_id, Filters(), after=first.next, size=2)
    assert [each.id for each in second.orders] == ids[2:4]
    back = paging.page(desk.store_id, Filters(), before=second.previous, size=2)
    assert [each.id for each in back.orders] == ids[0:2]
    beginning = paging.page(desk.store_id, Filters(), before=back.previous, size=2)
    assert [each.id for each in beginning.orders] == [new, ids[0]]
    assert beginning.previous == ""


def test_the_links_lead_through_the_pages_and_keep_the_filters(
    desk: Desk, viewer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("zoho_app.web.orders.list.PER_PAGE", 2)
    ids = [order(desk, source_name="Etsy").id for _ in range(5)][::-1]
    soup = page(viewer, f"{desk.address}/orders?source=Etsy&sort=-number")
    assert "2 of 5 orders" in soup.text
    assert not soup.select("a[rel=prev]")
    seen = [rows(soup)]
    while link := soup.select_one("a[rel=next]"):
        soup = page(viewer, str(link["href"]))
        seen.append(rows(soup))
    assert sum(seen, []) == ids
    assert rows(page(viewer, str(soup.select_one("a[rel=prev]")["href"]))) == seen[1]
    assert rows(page(viewer, href(soup, "First"))) == seen[0]
    assert soup.select_one("input[name=view]")["value"] == "source=Etsy&sort=-number"


def test_the_fullest_page_costs_at_most_twelve_statements(desk: Desk, operator: FlaskClient) -> None:
    other = Desk.open(desk.app, "Other")
    user = desk.person("operator")
    user.memberships.append(Membership(store_id=other.store_id, role="viewer"))
    for _ in range(12):
        made = order(desk)
        asked(desk, made.id, "failed")
        sent(desk, made.id)
    address = f"{desk.address}/orders?q=lovelace&state=failed&source=Shopify&sort=-total&from=2020-01-01"
    operator.get(address)
    db.session.remove()
    with statements() as seen:
        answer = operator.get(address)
    assert answer.text.count('name="order_ids"') == 12
    assert len(seen) <= 12, "\n\n".join(seen)
