"""What a person decides once for all orders of a group, and for later ones where that makes sense."""

from flask import g, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from zoho_app.appointments.models import Appointment
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.orders import edit
from zoho_app.rules import engine
from zoho_app.web.attention import actions, index, sheet
from zoho_app.web.attention.group_page import MOST_AT_ONCE
from zoho_app.web.remedies.groups import Group
from zoho_app.web.remedies.remedy import Remedy
from zoho_app.zoho_books import settings
from zoho_app.zoho_books.appointment_payloads import SubmitPayload
from zoho_app.zoho_books.sales_orders.order_check import CURRENCY


@index.bp.post("/group/void")
@access(OPERATOR)
def send_void(store_id: int) -> Response:
    """Send orders though their source calls them canceled, refunded or a test."""
    group = group_to(store_id, Remedy.SEND_VOID)
    return send(store_id, group, SubmitPayload(send_void=True))


@index.bp.post("/group/pay-shipping")
@access(OPERATOR)
def pay_shipping(store_id: int) -> Response:
    """Let discounts pay the shipping from now on."""
    group = group_to(store_id, Remedy.PAY_SHIPPING)
    if group is not None:
        switch_on(store_id, "discount_pays_shipping")
    return send(store_id, group)


def switch_on(store_id: int, name: str) -> None:
    """Switch a setting on; when somebody saves the settings at the same moment, in what was saved."""
    for is_last in (False, True):
        found = settings.get(store_id)
        if found is None:
            return
        try:
            settings.save(found, {name: True}, _who())
            db.session.commit()
            return
        except StaleDataError:
            db.session.rollback()
            if is_last:
                raise


@index.bp.post("/group/currency")
@access(OPERATOR)
def confirm_currency(store_id: int) -> Response:
    """Note in the orders that their amounts are in the store's currency, and send them."""
    group = group_to(store_id, Remedy.CONFIRM_CURRENCY)
    if group is None or request.form.get("currency") != g.store.currency_code:
        return actions.nothing(store_id)
    wanted = select(Appointment.subject_id).where(group.alike(store_id).condition)
    ids = list(db.session.scalars(wanted.order_by(Appointment.id.desc()).limit(MOST_AT_ONCE)))
    with engine.resume([]):  # which reads the store's rules once
        for order in sheet.orders(store_id, ids):
            edit.set_order_metadata(order, CURRENCY, g.store.currency_code, _who())
    if not actions.begin(store_id, group, order_ids=ids):
        db.session.rollback()
        return actions.nothing(store_id)
    return redirect(url_for(".index", store_id=store_id))


def group_to(store_id: int, remedy: Remedy) -> Group | None:
    """The group that the form names, as long as that is what helps it."""
    group = actions.the_group(store_id)
    return group if group is not None and group.cause.remedy is remedy else None


def send(store_id: int, group: Group | None, payload: SubmitPayload | None = None) -> Response:
    if group is None or not actions.begin(store_id, group, payload.to_json() if payload else None):
        return actions.nothing(store_id)
    return redirect(url_for(".index", store_id=store_id))


def _who() -> str:
    return str(current_user.user.email)
