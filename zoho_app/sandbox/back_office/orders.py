"""The back office: the sales orders that arrived, and what a person in a warehouse does to them."""

from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ..books import custom_fields, packages, salesorder_status
from ..books.organizations import active_custom_fields
from ..common.same_origin import refuse_other_origins
from ..common.store import Document
from ..errors import ZohoError
from ..seed import DEFAULT_ORGANIZATION
from ..state import organization_id, sandbox
from ..timestamps import local

blueprint = Blueprint("back_office", __name__)
Page = str | tuple[str, int] | Response
PAGE_SIZE = 50
DONE = {
    "tracking": "Tracking saved.",
    "package": "Packages saved.",
    "void": "The sales order is void now.",
    "invoice": "The sales order is marked as invoiced.",
    "delete": "The sales order is deleted.",
    "added": "Added.",
    "saved": "Saved.",
    "edition": "The organization starts anew in this edition.",
}


def enter() -> None:
    """Choose the organization that a back office page is about; take forms from our own pages only."""
    if request.method == "POST":
        refuse_other_origins()
    wanted = request.args.get("organization", DEFAULT_ORGANIZATION)
    g.organization = sandbox().store.get("organization", "", wanted) or abort(404)


def keep_organization(_endpoint: str, values: dict[str, Any]) -> None:
    if "organization" in g and g.organization["id"] != DEFAULT_ORGANIZATION:
        values.setdefault("organization", g.organization["id"])


def common() -> dict[str, Any]:
    return {
        "organization": g.get("organization"),
        "done": DONE.get(request.args.get("done", "")),
        "when": lambda seconds: local(seconds).strftime("%b %-d, %H:%M"),
    }


blueprint.before_request(enter)
blueprint.url_defaults(keep_organization)
blueprint.context_processor(common)


@blueprint.get("/")
def orders() -> Page:
    page = max(request.args.get("page", 1, int), 1)
    found = sandbox().store.find(
        "salesorder",
        organization_id(),
        order="created_at DESC, id DESC",
        limit=PAGE_SIZE + 1,
        offset=(page - 1) * PAGE_SIZE,
    )
    return render_template("orders.html", orders=found[:PAGE_SIZE], page=page, more=len(found) > PAGE_SIZE)


@blueprint.get("/orders/<order_id>")
def order(order_id: str) -> Page:
    return show_order(find_order(order_id))


def show_order(found: Document, problem: str = "", typed: dict[str, str] | None = None) -> Page:
    fields = active_custom_fields()
    values = typed or found["custom_values"]
    packed = packages.packed(found)
    page = render_template("order.html", order=found, fields=fields, values=values, problem=problem, packed=packed)
    return (page, 400) if problem else page


@blueprint.post("/orders/<order_id>/tracking")
def save_tracking(order_id: str) -> Page:
    found = find_order(order_id)
    typed = {field["api_name"]: request.form.get(field["api_name"], "").strip() for field in active_custom_fields()}
    given = [{"api_name": name, "value": value} for name, value in typed.items()]
    try:
        custom_fields.set_custom_fields(found, given)
    except ZohoError as error:
        return show_order(find_order(order_id), error.message, typed)
    sandbox().store.put("salesorder", organization_id(), found)
    return _back_to(order_id, "tracking")


@blueprint.post("/orders/<order_id>/void")
def void(order_id: str) -> Page:
    return _change(order_id, "void")


@blueprint.post("/orders/<order_id>/invoice")
def invoice(order_id: str) -> Page:
    return _change(order_id, "invoice")


def _change(order_id: str, verb: str) -> Page:
    store = sandbox().store
    with store.transaction():
        found = find_order(order_id)
        try:
            changed = (
                salesorder_status.mark_void(found, "Voided in the back office")
                if verb == "void"
                else salesorder_status.mark_invoiced(found)
            )
        except ZohoError as error:
            return show_order(found, error.message)
        store.put("salesorder", organization_id(), changed)
    return _back_to(order_id, verb)


@blueprint.post("/orders/<order_id>/delete")
def delete(order_id: str) -> Page:
    found = find_order(order_id)
    try:
        salesorder_status.check_may_be_deleted(found)
    except ZohoError as error:
        return show_order(found, error.message)
    sandbox().store.delete("salesorder", organization_id(), order_id)
    return redirect(url_for("back_office.orders", done="delete"), 303)


def find_order(order_id: str) -> Document:
    return sandbox().store.get("salesorder", organization_id(), order_id) or abort(404)


def _back_to(order_id: str, done: str) -> Response:
    return redirect(url_for("back_office.order", order_id=order_id, done=done), 303)
