"""Editing one part of an order: in its card, or on a page of its own where no script puts it there."""

from collections.abc import Callable, Iterator
from typing import Any

from flask import render_template
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response
from wtforms import Field

from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.orders import edit as order_edit
from zoho_app.orders.input.fields import BadFields
from zoho_app.orders.models import Order
from zoho_app.web.forms.order_fields import show_errors
from zoho_app.web.forms.order_forms import VersionedForm
from zoho_app.web.orders import list as order_list
from zoho_app.web.orders.page import in_place, trail
from zoho_app.web.orders.page.sections import NOT_TYPED, SECTIONS, Section
from zoho_app.web.orders.show import the_order


@order_list.bp.route("/<int:order_id>/edit/<section>", methods=["GET", "POST"])
@access(OPERATOR)
def edit(store_id: int, order_id: int, section: str) -> str | Response:
    order = the_order(store_id, order_id)
    if section not in SECTIONS:
        return trail.back_to(order)
    part = SECTIONS[section]
    form = part.form(data=_loaded(part, order))
    if form.validate_on_submit() and save(order, form, lambda: part.save(order, form, current_user.user.email)):
        return in_place.saved(order, f"{part.title} saved.", part.card)
    return render_template(
        "orders/edit.html",
        form=form,
        order=order,
        here=trail.here(order),
        section=section,
        part=part,
        elsewhere=_elsewhere(part, order, form),
    )


def save(order: Order, form: Any, change: Callable[[], Any]) -> bool:
    """Carry out a change of the order and commit it; False when it was refused, with the reasons in the form.

    A change that was typed on an older version of the order is refused once; what was typed stays in the form.
    """
    try:
        order_edit.check_version(order, _version(form))
        change()
        db.session.commit()
    except (order_edit.ChangedMeanwhile, StaleDataError):
        db.session.rollback()
        form.version.data = str(order.version)
        form.form_errors.append(
            "This order was changed while you were editing, by somebody else or in another tab. Nothing was "
            "overwritten, and your entries are still here. Compare them with the order as it is now, then save again."
        )
        return False
    except BadFields as refused:
        db.session.rollback()
        show_errors(form, refused.errors)
        return False
    return True


def _version(form: Any) -> int:
    text = form.version.data or ""
    return int(text) if text.isascii() and text.isdigit() else 0


def _loaded(part: Section, order: Order) -> dict[str, Any]:
    return {**part.load(order), "version": str(order.version)}


def _elsewhere(part: Section, order: Order, form: VersionedForm) -> list[tuple[str, str]]:
    """After a collision: label and present value of each field that the person would change by saving again."""
    if not form.form_errors:
        return []
    present = part.form(formdata=None, data=_loaded(part, order))
    values = {field.name: field._value() for field in _typed(present)}
    return [
        (field.label.text, values.get(field.name, ""))
        for field in _typed(form)
        if field._value() != values.get(field.name, "")
    ]


def _typed(form: Any) -> Iterator[Field]:
    for field in form:
        if hasattr(field, "entries") or hasattr(field, "form"):
            yield from _typed(field)
        elif hasattr(field, "_value") and field.short_name not in NOT_TYPED:
            yield field
