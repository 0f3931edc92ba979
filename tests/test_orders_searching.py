"""Finding orders: by any piece of them that people have in hand, and quickly."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from tests.support import Desk
from zoho_app.extensions import db
from zoho_app.orders import folders, searching, shipments


@pytest.fixture
def orders(desk: Desk) -> Desk:
    first = desk.order("SH-1001")
    shipments.add(first, {"tracking_number": "1Z 999"}, "API")
    desk.order(
        "SH-1002",
        email="Émile@Example.com",
        shipping={"first_name": "Émile", "last_name": "Borel", "company": "50% Off_Ltd"},
        customer={"first_name": "Henri", "last_name": "Poincaré"},
        order_items=[{"name": "Pen", "code": "PEN-7"}],
    )
    Desk.open(desk.app, "Other").order("SH-1003")
    db.session.commit()
    return desk


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["SH-1002", "SH-1001"]),
        ("sh-1001", ["SH-1001"]),
        ("#SH-1001", ["SH-1001"]),
        ("1002", ["SH-1002"]),
        ("émile@example.com", ["SH-1002"]),
        ("ÉMILE B", ["SH-1002"]),
        ("poincaré", ["SH-1002"]),
        ("lovelace", ["SH-1001"]),
        ("pen-7", ["SH-1002"]),
        (" bd-mug-01 ", ["SH-1001"]),
        ("1z999", ["SH-1001"]),
        ("50%", ["SH-1002"]),
        ("%", ["SH-1002"]),
        ("f_l", ["SH-1002"]),
        ("1003", []),
        ("nobody", []),
        ("9" * 60, []),
        ("'; drop table orders; --", []),
        ("\x00", ["SH-1002", "SH-1001"]),
    ],
)
def test_a_query_finds(orders: Desk, query: str, found: list[str]) -> None:
    assert [order.source_id for order in searching.find(orders.store_id, query=query).orders] == found


def test_the_desks_own_number_finds_its_order(orders: Desk) -> None:
    wanted = searching.find(orders.store_id, query="SH-1002").orders[0]
    found = searching.find(orders.store_id, query=f"#{wanted.id}").orders
    assert wanted.id in [order.id for order in found]


def test_a_folder_narrows_the_search(orders: Desk) -> None:
    closed = orders.folder("Closed")
    folders.move(searching.find(orders.store_id, query="1001").orders[0], closed, "API")
    assert [order.source_id for order in searching.find(orders.store_id, closed.id).orders] == ["SH-1001"]
    assert searching.find(orders.store_id, closed.id, "1002").orders == []


def test_pages_follow_each_other(desk: Desk) -> None:
    for number in range(5):
        desk.order(f"N{number}")
    pages = [searching.find(desk.store_id, page=page, per_page=2) for page in (1, 2, 3, 10**30, -4)]
    assert [[order.source_id for order in page.orders] for page in pages[:3]] == [["N4", "N3"], ["N2", "N1"], ["N0"]]
    assert [page.more for page in pages[:3]] == [True, True, False]
    assert pages[3].orders == []
    assert pages[4].page == 1


def test_more_orders_take_no_more_statements(desk: Desk) -> None:
    def statements() -> int:
        db.session.remove()
        seen: list[str] = []
        event.listen(db.engine, "before_cursor_execute", note := lambda *args: seen.append(args[2]))
        for order in searching.find(desk.store_id, query="lovelace").orders:
            assert order.items
            assert order.folder.name
            assert order.shipments == []
        event.remove(db.engine, "before_cursor_execute", note)
        return len([statement for statement in seen if statement.startswith("SELECT")])

    desk.order("1")
    few = statements()
    for number in range(2, 12):
        desk.order(str(number))
    assert statements() == few
