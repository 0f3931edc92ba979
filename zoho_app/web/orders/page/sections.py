"""The parts of an order that are edited in their card: how a form is filled from the order, and taken over."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from zoho_app.orders import edit as order_edit
from zoho_app.orders import replace as order_replace
from zoho_app.orders.input.fields import FieldError, Reader
from zoho_app.orders.input.names import read_names
from zoho_app.orders.input.order_data import BadOrder, raise_if_bad, read_order
from zoho_app.orders.models import Order
from zoho_app.web.forms.order_fields import filled_rows
from zoho_app.web.forms.order_forms import (
    AddressesForm,
    CheckoutDataForm,
    DetailsForm,
    ItemsForm,
    OrderMetadataForm,
    ReturnAddressForm,
    VersionedForm,
)

BLANK_DISCOUNTS = 1
NOT_TYPED = ("version", "csrf_token")
TOTALS = ("shipping_total", "handling_total", "tax_total", "refund_total")
OF_A_ROW = ("id", "code", "name", "quantity", "price")
CUSTOMER = ("email", "customer_id")


@dataclass(frozen=True)
class Section:
    """A part of the order with its form, and the card of the page that shows it."""

    title: str
    card: str
    form: type[VersionedForm]
    load: Callable[[Order], dict[str, Any]]
    save: Callable[[Order, Any, str], object]


def _load_items(order: Order) -> dict[str, Any]:
    rows = [{name: getattr(item, name) for name in OF_A_ROW} for item in order.items]
    discounts = [*order.discount_list, *[{}] * BLANK_DISCOUNTS]
    return {"order_items": rows, "discount_list": discounts, **{name: getattr(order, name) for name in TOTALS}}


def _save_items(order: Order, form: ItemsForm, who: str) -> None:
    """Items keep what the form does not show; one whose row was cleared is taken off."""
    form.order_items.entries.sort(key=_is_cleared)  # errors count the rows that are read
    rows = [row.data for row in form.order_items if not _is_cleared(row)]
    if not rows:
        raise BadOrder([FieldError("order_items", "an order needs at least one item; delete the order instead")])
    data = {"order_items": rows, "discount_list": filled_rows(form.discount_list)}
    data |= {name: form[name].data for name in TOTALS}
    order_replace.replace_order(order, read_order(data, strict=True, whole=False), who)


def _is_cleared(row: Any) -> bool:
    return not any(str(row.data[name] or "").strip() for name in OF_A_ROW[1:])


def _load_details(order: Order) -> dict[str, Any]:
    return {name: getattr(order, name) for name in _names(DetailsForm)}


def _save_details(order: Order, form: DetailsForm, who: str) -> None:
    order_edit.update_details(order, {name: form[name].data for name in _names(DetailsForm)}, who)


def _names(form: type[VersionedForm]) -> list[str]:
    return [field.short_name for field in form(formdata=None) if field.short_name not in NOT_TYPED]


def _load_addresses(order: Order) -> dict[str, Any]:
    return {name: getattr(order, name) for name in (*CUSTOMER, "customer", "shipping")}


def _save_addresses(order: Order, form: AddressesForm, who: str) -> None:
    order_edit.update_details(order, {name: form[name].data for name in CUSTOMER}, who)
    order_edit.update_address(order, "shipping", form.shipping.data, who)
    order_edit.update_address(order, "customer", form.customer.data, who)


def _save_return_address(order: Order, form: ReturnAddressForm, who: str) -> None:
    order_edit.update_address(order, "return_address", form.return_address.data, who)


def _save_names(column: str) -> Callable[[Order, Any, str], None]:
    def save_names(order: Order, form: Any, who: str) -> None:
        reader = Reader({column: form[column].data})
        names = read_names(reader, column)
        raise_if_bad(reader)
        order_edit.replace_names(order, column, names, who)

    return save_names


SECTIONS = {
    "items": Section("Items and totals", "items", ItemsForm, _load_items, _save_items),
    "addresses": Section("Customer", "customer", AddressesForm, _load_addresses, _save_addresses),
    "return-address": Section(
        "Return address",
        "return-address",
        ReturnAddressForm,
        lambda order: {"return_address": order.return_address},
        _save_return_address,
    ),
    "details": Section("Details", "details", DetailsForm, _load_details, _save_details),
    "checkout-data": Section(
        "Checkout data",
        "checkout-data",
        CheckoutDataForm,
        lambda order: {"checkout_data": order.checkout_data},
        _save_names("checkout_data"),
    ),
    "order-metadata": Section(
        "Order metadata",
        "order-metadata",
        OrderMetadataForm,
        lambda order: {"order_metadata": order.order_metadata},
        _save_names("order_metadata"),
    ),
}
