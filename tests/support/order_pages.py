"""The pages of orders as tests read and fill them in, and orders in any state beside Zoho Books."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.desk import Desk
from zoho_app import kinds
from zoho_app.appointments.models import Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.zoho_books import settings
from zoho_app.zoho_books.models import CONNECTED, Connection, SalesOrder

Post = Callable[..., Any]


def connect(desk: Desk) -> None:
    settings.enable(desk.store, "owner@example.com")
    connection = Connection(
        store_id=desk.store_id,
        state=CONNECTED,
        data_center="us",
        organization_id="927270001",
        organization_name="Sandbox Trading Co",
        connected_by="owner@example.com",
        connected_at=now(),
    )
    db.session.add(connection)
    db.session.commit()


def page_of(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "lxml")


def words(soup: BeautifulSoup, selector: str) -> str:
    return " ".join(" ".join(found.get_text(" ").split()) for found in soup.select(selector))


def appointments() -> list[Appointment]:
    db.session.expire_all()
    return list(db.session.scalars(select(Appointment).order_by(Appointment.id)))


def orders_in(desk: Desk, name: str) -> list[int]:
    db.session.expire_all()
    return list(
        db.session.scalars(select(Order.id).where(Order.folder_id == desk.folder(name).id).order_by(Order.id))
    )


def filled(client: FlaskClient, address: str) -> dict[str, str]:
    """What a browser would send back of the page's main form, unchanged."""
    form = page_of(client, address).select_one("main form:has([name=csrf_token]):has(.field)")
    inputs = [one for one in form.select("input[name]") if one["name"] != "csrf_token"]
    fields = {str(one["name"]): str(one.get("value", "")) for one in inputs}
    fields |= {str(one["name"]): one.text.removeprefix("\r\n") for one in form.select("textarea")}
    for one in form.select("select"):
        chosen = one.select_one("option[selected]") or one.select_one("option")
        fields[str(one["name"])] = str(chosen["value"])
    return fields


def appointment(order: Order, state: str) -> Appointment:
    return Appointment(
        store_id=order.store_id,
        kind=kinds.SUBMIT.name,
        queue="zoho_books",
        subject_id=order.id,
        asked_by="operator@example.com",
        state=state,
        finished_at=now() if state == "failed" else None,
    )


def sales_order(order: Order, **more: Any) -> SalesOrder:
    return SalesOrder(
        store_id=order.store_id,
        order_id=order.id,
        organization_id="927270001",
        salesorder_number=f"ACME-{order.id}",
        reference_number=order.source_id,
        salesorder_id=f"46000000{order.id}",
        status="draft",
        sent_at=now(),
        **more,
    )
