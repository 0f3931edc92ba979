"""Finding orders: by any piece of them that people have in hand, and quickly."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from harness.desk import Desk
from zoho_app.extensions import db
from zoho_app.orders import folders, shipments
from zoho_app.orders.listing import paging
from zoho_app.orders.listing.filters import Filters
from zoho_app.orders.models import Order


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


def find(desk: Desk, query: str = "", folder_id: int | None = None) -> list[Order]:
    chosen = Filters.from_args({"q": query, "folder": str(folder_id or "")})
    return paging.page(desk.store_id, chosen).orders


FOUND: list[tuple[str, list[str]]] = [
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
    ("z 99", ["SH-1001"]),
    ("mug-0", ["SH-1001"]),
    ("STONEW", ["SH-1001"]),
    ("50%", ["SH-1002"]),
    ("%", ["SH-1002"]),
    ("f_l", ["SH-1002"]),
    ("1003", []),
    ("nobody", []),
    ("9" * 60, []),
    ("'; drop table orders; --", []),
    ("\x00", ["SH-1002", "SH-1001"]),
    ("SH-*", ["SH-1002", "SH-1001"]),
    ("sh-1002*", ["SH-1002"]),
    ("1002*", []),
    ("émile*", ["SH-1002"]),
    ("borel*", []),
    ("50%*", ["SH-1002"]),
    ("pen*", ["SH-1002"]),
    ("1z*", ["SH-1001"]),
    ('"SH-1001"', ["SH-1001"]),
    ('"sh-100"', []),
    ("“ada@example.com”", ["SH-1001"]),
    ('"ada"', []),
    ('"Ada Lovelace"', ["SH-1001"]),
    ('"pen-7"', ["SH-1002"]),
    ('"', []),
    ('""', []),
    ("*", []),
]


def test_a_query_finds(orders: Desk) -> None:
    assert [(query, [order.source_id for order in find(orders, query)]) for query, _ in FOUND] == FOUND


def test_the_desks_own_number_finds_its_order(orders: Desk) -> None:
    wanted = find(orders, "SH-1002")[0]
    found = find(orders, f"#{wanted.id}")
    assert wanted.id in [order.id for order in found]


def test_a_folder_narrows_the_search(orders: Desk) -> None:
    closed = orders.folder("Closed")
    folders.move(find(orders, "1001")[0], closed, "API")
    assert [order.source_id for order in find(orders, "", closed.id)] == ["SH-1001"]
    assert find(orders, "1002", closed.id) == []


def test_more_orders_take_no_more_statements(desk: Desk) -> None:
    def statements() -> int:
        db.session.remove()
        seen: list[str] = []
        event.listen(db.engine, "before_cursor_execute", note := lambda *args: seen.append(args[2]))
        for order in find(desk, "lovelace"):
            assert order.items
            assert order.folder.name
        event.remove(db.engine, "before_cursor_execute", note)
        return len([statement for statement in seen if statement.startswith("SELECT")])

    desk.order("1")
    few = statements()
    for number in range(2, 12):
        desk.order(str(number))
    assert statements() == few
