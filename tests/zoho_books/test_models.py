"""What a sales order's row says of itself, in Python and in SQL; and that its SQL fits the index of live ones."""

from typing import Any

import pytest
from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from harness.desk import Desk
from zoho_app.extensions import db
from zoho_app.zoho_books.models import SalesOrder

ID = "460000000000000001"


@pytest.mark.parametrize(
    ("status", "salesorder_id", "expected"),
    [
        ("sending", "", {"is_live", "is_in_doubt"}),
        ("draft", ID, {"is_live", "is_in_zoho"}),
        ("open", ID, {"is_live", "is_in_zoho"}),
        ("invoiced", ID, {"is_live", "is_in_zoho"}),
        ("void", ID, {"is_void"}),
        ("deleted", ID, set()),
        ("deleted", "", set()),  # sent, looked up, not there
    ],
)
def test_a_row_and_a_statement_say_the_same(desk: Desk, status: str, salesorder_id: str, expected: set[str]) -> None:
    row = kept(desk, status, salesorder_id)
    names = ("is_live", "is_in_zoho", "is_in_doubt", "is_void")
    other = aliased(SalesOrder)
    assert {name for name in names if getattr(row, name)} == expected
    for one in (SalesOrder, other):
        assert {name for name in names if count(select(one).where(getattr(one, name)))} == expected
        assert {name for name in names if not count(select(one).where(~getattr(one, name)))} == expected


@pytest.mark.parametrize("name", ["is_live", "is_in_zoho", "is_in_doubt"])
def test_looking_for_the_live_one_of_an_order_uses_the_index_of_live_ones(desk: Desk, name: str) -> None:
    row = kept(desk, "open", ID)
    wanted = select(SalesOrder.id).where(SalesOrder.order_id == row.order_id, getattr(SalesOrder, name))
    assert "uq_sales_orders_live" in plan(wanted)


def kept(desk: Desk, status: str, salesorder_id: str) -> SalesOrder:
    row = SalesOrder(
        store_id=desk.store_id,
        order_id=desk.order("1").id,
        organization_id="1",
        salesorder_number="ACME-1",
        reference_number="1",
        status=status,
        salesorder_id=salesorder_id,
    )
    db.session.add(row)
    db.session.flush()
    return row


def count(wanted: Select[Any]) -> int:
    return len(db.session.scalars(wanted).all())


def plan(wanted: Select[Any]) -> str:
    """How the database looks for it as long as it knows none of the parameters."""
    connection = db.session.connection()
    compiled = wanted.compile(connection)
    statement = str(compiled)
    if connection.dialect.name == "sqlite":
        unknown = (None,) * statement.count("?")
        return "\n".join(map(str, connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", unknown)))
    for setting in ("enable_seqscan = off", "enable_bitmapscan = off", "plan_cache_mode = force_generic_plan"):
        connection.exec_driver_sql(f"SET LOCAL {setting}")
    for number, name in enumerate(compiled.params, start=1):
        statement = statement.replace(f"%({name})s", f"${number}")
    nulls = ", ".join(["NULL"] * len(compiled.params))
    connection.exec_driver_sql(f"PREPARE wanted AS {statement}")
    found = connection.exec_driver_sql(f"EXPLAIN EXECUTE wanted({nulls})").scalars().all()
    connection.exec_driver_sql("DEALLOCATE wanted")
    return "\n".join(found)
