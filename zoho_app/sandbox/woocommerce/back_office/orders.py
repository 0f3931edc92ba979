"""The list of orders, the page of one, and what a person does to it there."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from ...common.catalogue import CATALOGUE
from ...common.same_origin import refuse_other_origins
from ...common.store import Document
from .. import documents
from ..orders import book, refunds
from ..orders.place import place
from ..seed import setting
from ..state import shop
from . import chance, view

blueprint = Blueprint("back_office", __name__, template_folder="../templates")
Page = str | tuple[str, int] | AnyResponse
PAGE_SIZE = 50
DONE = {"placed": "Order placed.", "changed": "Status saved.", "refunded": "Refunded.", "saved": "Saved."}
TYPED = ("first_name", "last_name", "company", "address_1", "address_2", "city", "state", "postcode", "country")


def enter() -> None:
    """Take forms from our own pages only."""
    if request.method == "POST":
        refuse_other_origins()


def common() -> dict[str, Any]:
    return {"done": DONE.get(request.args.get("done", "")), "crumb": setting(shop().store)["name"]}


blueprint.before_request(enter)
blueprint.context_processor(common)


@blueprint.get("/")
def orders() -> Response:
    """Show the list; the head of this page says where the API is, as every home page of WordPress does."""
    page = max(request.args.get("page", 1, int), 1)
    store = shop().store
    found = store.find("order", documents.SHOP, order="id DESC", limit=PAGE_SIZE + 1, offset=(page - 1) * PAGE_SIZE)
    rows = [view.row(store, one) for one in found[:PAGE_SIZE]]
    shown = render_template("woo_orders.html", orders=rows, page=page, more=len(found) > PAGE_SIZE)
    response = make_response(shown)
    path = "/wp-json/" if setting(store)["permalinks"] else "/index.php?rest_route=/"
    response.headers["Link"] = f'<{shop().root_url()}{path}>; rel="https://api.w.org/"'
    return response


@blueprint.get("/orders/new")
def new_order() -> Page:
    return _show_form("", chance.order())


def _show_form(problem: str, suggested: Mapping[str, Any]) -> Page:
    """Show the form filled in by chance, or with what was typed."""
    typed = request.form if request.method == "POST" else _typed(suggested)
    page = render_template("woo_new_order.html", problem=problem, typed=typed, goods=CATALOGUE)
    return (page, 400) if problem else page


def _typed(suggested: Mapping[str, Any]) -> dict[str, str]:
    shipping = suggested["shipping_lines"][0]
    quantities = {line["sku"]: str(line["quantity"]) for line in suggested["lines"]}
    rest = {"customer_note": suggested["customer_note"]}
    method = {"shipping_title": shipping["title"], "shipping_price": shipping["price"]}
    return {**suggested["billing"], **quantities, **rest, **method}


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
    typed = {name: form.get(name, "").strip() for name in (*TYPED, "phone", "email", "customer_note")}
    address = {name: typed[name] for name in (*TYPED, "phone")}
    quantities = {sku: _units(form.get(sku, ""), name) for sku, name, *_ in CATALOGUE}
    title, fee = form.get("shipping_title", "").strip(), form.get("fee", "").strip()
    percent = _units(form.get("discount", ""), "Discount")
    return {
        "billing": {**address, "email": typed["email"]},
        "lines": [chance.line(sku, units) for sku, units in quantities.items() if units],
        "shipping_lines": [{"title": title, "price": form.get("shipping_price", "0")}] if title else [],
        "fees": [{"name": "Gift wrap", "price": fee}] if fee else [],
        "coupons": [{"code": "discount", "percent": percent}] if percent else [],
        "customer_note": typed["customer_note"],
        "status": "processing" if form.get("paid") else "on-hold",
    }


def _units(text: str, label: str) -> int:
    text = text.strip() or "0"
    if not text.isdecimal() or int(text) > 10000:
        raise ValueError(f"{label}: {text!r} is not a whole number up to 10000.")
    return int(text)


@blueprint.get("/orders/<int:number>")
def order(number: int) -> Page:
    return _show(_order(number))


def _show(found: Document, problem: str = "") -> Page:
    page = render_template("woo_order.html", order=view.page(shop().store, found), problem=problem)
    return (page, 400) if problem else page


@blueprint.post("/orders/<int:number>/status")
def change_status(number: int) -> Page:
    def change(found: Document) -> None:
        with shop().store.transaction():
            book.set_status(shop().store, found, request.form.get("status", ""))

    return _change(number, "changed", change)


@blueprint.post("/orders/<int:number>/refund")
def refund(number: int) -> Page:
    def change(found: Document) -> None:
        lines = found["fields"]["line_items"]
        typed = {
            str(at): _units(request.form.get(f"line-{at}", ""), line["name"]) for at, line in enumerate(lines, 1)
        }
        units = {at: count for at, count in typed.items() if count}
        given = {"lines": units, "amount": _amount("amount"), "reason": request.form.get("reason", "").strip()}
        refunds.refund(shop().store, found, given)

    return _change(number, "refunded", change)


def _amount(field: str) -> str:
    text = request.form.get(field, "").strip() or "0"
    try:
        return f"{float(text):.2f}"
    except ValueError as error:
        raise ValueError(f"{field.capitalize()}: {text!r} is not an amount.") from error


def _change(number: int, done: str, change: Callable[[Document], Any]) -> Page:
    found = _order(number)
    try:
        change(found)
    except ValueError as error:
        return _show(_order(number), str(error))
    return _back_to(found, done)


def _order(number: int) -> Document:
    return documents.get(shop().store, "order", number) or abort(404)


def _back_to(found: Document, done: str) -> AnyResponse:
    return redirect(url_for("back_office.order", number=documents.number(found), done=done), 303)
