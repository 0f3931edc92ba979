"""Editing one part of an order: its details, addresses, discounts, checkout data or metadata."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response
from wtforms import Field

from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.orders import edit as order_edit
from zoho_app.orders.input.fields import BadFields, Reader
from zoho_app.orders.input.names import read_names
from zoho_app.orders.input.order_data import raise_if_bad
from zoho_app.orders.models import Order
from zoho_app.web.forms.order_fields import filled_rows, show_errors
from zoho_app.web.forms.order_forms import (
    AddressesForm,
    CheckoutDataForm,
    DetailsForm,
    DiscountsForm,
    OrderMetadataForm,
    ReturnAddressForm,
    VersionedForm,
)
from zoho_app.web.orders import list as order_list
from zoho_app.web.orders.show import the_order

BLANK_DISCOUNTS = 2
NOT_TYPED = ("version", "csrf_token")


@dataclass(frozen=True)
class Section:
    """A part of the order with its form: how it is filled from the order, and the verb that takes it over."""

    title: str
    form: type[VersionedForm]
    load: Callable[[Order], dict[str, Any]]
    save: Callable[[Order, Any, str], None]


@order_list.bp.route("/<int:order_id>/edit/<section>", methods=["GET", "POST"])
@access(OPERATOR)
def edit(store_id: int, order_id: int, section: str) -> str | Response | tuple[str, int]:
    order = the_order(store_id, order_id)
    if section not in SECTIONS:
        return redirect(url_for("orders.show", store_id=store_id, order_id=order_id))
    part = SECTIONS[section]
    form = part.form(data=_loaded(part, order))
    if form.validate_on_submit() and save(order, form, lambda: part.save(order, form, current_user.user.email)):
        flash(f"{part.title} saved.", "success")
        return redirect(url_for("orders.show", store_id=store_id, order_id=order_id))
    return render_template(
        "orders/edit.html",
        form=form,
        order=order,
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


def _load_details(order: Order) -> dict[str, Any]:
    return {name: getattr(order, name) for name in _names(DetailsForm)}


def _save_details(order: Order, form: DetailsForm, who: str) -> None:
    order_edit.update_details(order, {name: form[name].data for name in _names(DetailsForm)}, who)


def _names(form: type[VersionedForm]) -> list[str]:
    return [field.short_name for field in form(formdata=None) if field.short_name not in NOT_TYPED]


def _save_addresses(order: Order, form: AddressesForm, who: str) -> None:
    order_edit.update_address(order, "shipping", form.shipping.data, who)
    order_edit.update_address(order, "customer", form.customer.data, who)


def _save_return_address(order: Order, form: ReturnAddressForm, who: str) -> None:
    order_edit.update_address(order, "return_address", form.return_address.data, who)


def _load_discounts(order: Order) -> dict[str, Any]:
    return {"discount_list": [*order.discount_list, *[{}] * BLANK_DISCOUNTS]}


def _save_discounts(order: Order, form: DiscountsForm, who: str) -> None:
    order_edit.update_details(order, {"discount_list": filled_rows(form.discount_list)}, who)


def _save_names(column: str) -> Callable[[Order, Any, str], None]:
    def save_names(order: Order, form: Any, who: str) -> None:
        reader = Reader({column: form[column].data})
        names = read_names(reader, column)
        raise_if_bad(reader)
        order_edit.replace_names(order, column, names, who)

    return save_names


SECTIONS = {
    "details": Section("Details", DetailsForm, _load_details, _save_details),
    "addresses": Section(
        "Addresses",
        AddressesForm,
        lambda order: {"shipping": order.shipping, "customer": order.customer},
        _save_addresses,
    ),
    "return-address": Section(
        "Return address",
        ReturnAddressForm,
        lambda order: {"return_address": order.return_address},
        _save_return_address,
    ),
    "discounts": Section("Discounts", DiscountsForm, _load_discounts, _save_discounts),
    "checkout-data": Section(
        "Checkout data",
        CheckoutDataForm,
        lambda order: {"checkout_data": order.checkout_data},
        _save_names("checkout_data"),
    ),
    "order-metadata": Section(
        "Order metadata",
        OrderMetadataForm,
        lambda order: {"order_metadata": order.order_metadata},
        _save_names("order_metadata"),
    ),
}
