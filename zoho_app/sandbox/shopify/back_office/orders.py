"""The list of orders, the page of one, and what a person does to it there."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...common.catalogue import CATALOGUE
from ...common.same_origin import refuse_other_origins
from ...common.store import Document
from .. import documents
from ..fulfillments import ship
from ..orders import book, edits, refunds
from ..orders.place import place
from ..seed import setting
from ..state import shop
from . import chance, view

blueprint = Blueprint("back_office", __name__, template_folder="../templates")
Page = str | tuple[str, int] | Response
PAGE_SIZE = 50
DONE = {
    "placed": "Order placed.",
    "edited": "Quantities saved.",
    "cancelled": "The order is canceled.",
    "refunded": "Refunded.",
    "paid": "Paid.",
    "undone": "The fulfillment is canceled.",
    "saved": "Saved.",
}


def enter() -> None:
    """Take forms from our own pages only."""
    if request.method == "POST":
        refuse_other_origins()


def common() -> dict[str, Any]:
    return {"done": DONE.get(request.args.get("done", "")), "crumb": setting(shop().store)["name"]}


blueprint.before_request(enter)
blueprint.context_processor(common)


@blueprint.get("/")
def orders() -> Page:
    page = max(request.args.get("page", 1, int), 1)
    store = shop().store
    order = "created_at DESC, id DESC"
    found = store.find("order", documents.SHOP, order=order, limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
    rows = [view.row(store, one) for one in found[:PAGE_SIZE]]
    return render_template("shop_orders.html", orders=rows, page=page, more=len(found) > PAGE_SIZE)


@blueprint.get("/orders/new")
def new_order() -> Page:
    return _show_form("", chance.order())


def _show_form(problem: str, suggested: Mapping[str, Any]) -> Page:
    """Show the form filled in by chance, or with what was typed."""
    typed = request.form if request.method == "POST" else _typed(suggested)
    page = render_template("shop_new_order.html", problem=problem, typed=typed, goods=CATALOGUE)
    return (page, 400) if problem else page


def _typed(suggested: Mapping[str, Any]) -> dict[str, str]:
    address = {name: value or "" for name, value in suggested["shipping_address"].items()}
    shipping = suggested["shipping"][0]
    quantities = {line["sku"]: str(line["quantity"]) for line in suggested["lines"]}
    rest = {"email": suggested["email"], "note": suggested["note"] or ""}
    return {**address, **quantities, **rest, "shipping_title": shipping["title"], "shipping_price": shipping["price"]}


@blueprint.post("/orders/random")
def place_random() -> Page:
    return _back_to(place(shop().store, chance.order()), "placed")


@blueprint.post("/orders")
def place_typed() -> Page:
    try:
        order = place(shop().store, _described(request.form))
    except ValueError as error:
        return _show_form(str(error), {})
    return _back_to(order, "placed")


def _described(form: Mapping[str, str]) -> dict[str, Any]:
    """Return the description of a typed order; raise ValueError naming a field."""
    names = ("first_name", "last_name", "company", "address1", "address2", "city", "zip", "province", "province_code")
    address = {name: form.get(name, "").strip() or None for name in (*names, "country", "country_code", "phone")}
    email = form.get("email", "").strip() or None
    customer = {"first_name": address["first_name"], "last_name": address["last_name"], "email": email}
    quantities = {sku: _units(form.get(sku, ""), title) for sku, title, *_ in CATALOGUE}
    lines = [chance.line(sku, units) for sku, units in quantities.items() if units]
    title = form.get("shipping_title", "").strip()
    percentage = _units(form.get("discount", ""), "Discount")
    code = {"kind": "code", "code": "DISCOUNT", "percentage": percentage}
    return {
        "email": email,
        "customer": customer if email else None,
        "shipping_address": address,
        "lines": lines,
        "shipping": [{"title": title, "price": form.get("shipping_price", "").strip() or "0"}] if title else [],
        "note": form.get("note", "").strip() or None,
        "payment": "paid" if form.get("paid") else "pending",
        "discounts": [code] if percentage else [],
        "discount_codes": ["DISCOUNT"] if percentage else [],
    }


def _units(text: str, label: str) -> int:
    text = text.strip() or "0"
    if not text.isdecimal() or int(text) > 10000:
        raise ValueError(f"{label}: {text!r} is not a whole number up to 10000.")
    return int(text)


@blueprint.get("/orders/<order_id>")
def order(order_id: str) -> Page:
    return _show(_order(order_id))


def _show(found: Document, problem: str = "") -> Page:
    shown = view.page(shop().store, found)
    page = render_template("shop_order.html", order=shown, problem=problem, reasons=refunds.REASONS)
    return (page, 400) if problem else page


@blueprint.post("/orders/<order_id>/quantities")
def save_quantities(order_id: str) -> Page:
    return _change(order_id, "edited", lambda found: edits.edit(shop().store, found, _line_units(found), []))


@blueprint.post("/orders/<order_id>/refund")
def refund(order_id: str) -> Page:
    def change(found: Document) -> None:
        lines = {place: units for place, units in _line_units(found).items() if units}
        shipping = request.form.get("shipping", "").strip() or "0"
        given = {"lines": lines, "shipping": _amount(shipping), "note": request.form.get("note", "").strip() or None}
        refunds.refund(shop().store, found, given)

    return _change(order_id, "refunded", change)


def _line_units(found: Document) -> dict[str, int]:
    places = range(1, len(found["lines"]) + 1)
    titles = [line["title"] for line in found["lines"]]
    return {str(at): _units(request.form.get(f"line-{at}", ""), titles[at - 1]) for at in places}


def _amount(text: str) -> str:
    try:
        return f"{float(text):.2f}"
    except ValueError as error:
        raise ValueError(f"Shipping: {text!r} is not an amount.") from error


@blueprint.post("/orders/<order_id>/cancel")
def cancel(order_id: str) -> Page:
    reason = request.form.get("reason", "OTHER")
    return _change(order_id, "cancelled", lambda found: refunds.cancel(shop().store, found, reason))


@blueprint.post("/orders/<order_id>/pay")
def pay(order_id: str) -> Page:
    return _change(order_id, "paid", lambda found: edits.pay(shop().store, found))


@blueprint.post("/orders/<order_id>/fulfillments/<number>/cancel")
def cancel_fulfillment(order_id: str, number: str) -> Page:
    def change(_found: Document) -> None:
        one = documents.get(shop().store, "fulfillment", f"{documents.PREFIX}Fulfillment/{number}") or abort(404)
        ship.cancel(shop().store, one)

    return _change(order_id, "undone", change)


def _change(order_id: str, done: str, change: Callable[[Document], Any]) -> Page:
    found = _order(order_id)
    try:
        change(found)
    except ValueError as error:
        return _show(_order(order_id), str(error))
    return _back_to(found, done)


def _order(order_id: str) -> Document:
    return book.get(shop().store, order_id) or abort(404)


def _back_to(found: Document, done: str) -> Response:
    number = documents.number(found["id"])
    return redirect(url_for("back_office.order", order_id=number, done=done), 303)
