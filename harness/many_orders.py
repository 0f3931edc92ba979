"""Many stored and sent orders, made beside the API in the desk's database and in the sandbox's."""

import json
import sqlite3
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from harness.books import Books, order_of, submitted
from harness.desk import Desk
from harness.sandbox import SandboxProcess
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books.models import Connection, SalesOrder

LONG_AGO = timedelta(days=90)
# Their ids begin so far behind those that are given out.
APART = 1_000_000


class Many:
    """So many more orders like one that was sent, unchanged in Zoho for long; `ids` are those of the sales orders."""

    def __init__(self, desk: Desk, books: Books, process: SandboxProcess, count: int) -> None:
        order = order_of(submitted(desk))
        books.lift_limits()
        self.first_id = int(order.fulfillment_id)
        self.ids = [str(self.first_id + APART + number) for number in range(count)]
        self._file = str(process.data)
        self._keep(order)
        self._copy_in_zoho()
        row = db.session.get_one(Connection, desk.store_id)
        row.rows_carry_fields, row.missing_custom_fields = True, []
        row.ids_asked_at, row.watermark = now() + timedelta(days=30), now() - timedelta(minutes=1)
        db.session.commit()

    def _keep(self, order: Order) -> None:
        like = {name: getattr(order, name) for name in ("store_id", "folder_id", "source_name", "email")}
        sent = db.session.scalars(select(SalesOrder)).one()
        orders: list[dict[str, Any]] = []
        sales_orders: list[dict[str, Any]] = []
        for order_id, id in enumerate(self.ids, start=order.id + APART):
            orders.append({**like, "id": order_id, "source_id": f"m{id}"})
            sales_orders.append(
                {
                    "store_id": order.store_id,
                    "order_id": order_id,
                    "organization_id": sent.organization_id,
                    "salesorder_number": f"M-{id}",
                    "reference_number": f"m{id}",
                    "salesorder_id": id,
                    "status": "draft",
                }
            )
        db.session.execute(insert(Order), orders)
        db.session.execute(insert(SalesOrder), sales_orders)
        db.session.commit()

    def _copy_in_zoho(self) -> None:
        with sqlite3.connect(self._file, timeout=30) as books:
            organization, body = books.execute(
                "SELECT organization_id, body FROM documents WHERE id = ?", [str(self.first_id)]
            ).fetchone()
            long_ago = int((now() - LONG_AGO).timestamp())
            books.execute("UPDATE documents SET modified_at = ? WHERE kind = 'salesorder'", [long_ago])
            for id in self.ids:
                document = {**json.loads(body), "id": id, "modified_at": long_ago, "salesorder_number": f"M-{id}"}
                values = (id, "salesorder", organization, long_ago, long_ago, json.dumps(document))
                books.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)", values)
        books.close()

    def change(self, ids: list[str], tracked: list[str], since: datetime, seconds: float = 1) -> None:
        """Change them in Zoho, one every so many seconds from `since` on; `tracked` get a tracking number."""
        with_tracking = set(tracked)
        with sqlite3.connect(self._file, timeout=30) as books:
            for number, id in enumerate(ids):
                timestamp = int(since.timestamp() + number * seconds)
                (body,) = books.execute("SELECT body FROM documents WHERE id = ?", [id]).fetchone()
                values = {"cf_tracking_number": f"1Z{id}"} if id in with_tracking else {}
                document = {**json.loads(body), "modified_at": timestamp, "custom_values": values}
                books.execute(
                    "UPDATE documents SET modified_at = ?, body = ? WHERE id = ?",
                    [timestamp, json.dumps(document), id],
                )
        books.close()
