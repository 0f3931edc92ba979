"""The back office's other pages: contacts and items."""

from flask import Blueprint, abort, redirect, render_template, request, url_for

from ..books.contact_changes import write_contact
from ..books.items import DEFAULTS, write_item
from ..common.store import Document
from ..errors import ZohoError
from ..state import organization_id, sandbox
from .orders import Page, common, enter, keep_organization

blueprint = Blueprint("catalogue", __name__)
blueprint.before_request(enter)
blueprint.url_defaults(keep_organization)
blueprint.context_processor(common)


@blueprint.get("/contacts")
def contacts() -> Page:
    return _show_contacts()


def _show_contacts(problem: str = "") -> Page:
    found = sandbox().store.find("contact", organization_id(), order="json_extract(body, '$.contact_name')")
    return _page("contacts.html", problem, contacts=found)


@blueprint.post("/contacts")
def add_contact() -> Page:
    store = sandbox().store
    name, email = (request.form.get(field, "").strip() for field in ("contact_name", "email"))
    persons = [{"email": email, "is_primary_contact": True}] if email else []
    try:
        with store.transaction():
            write_contact({"id": store.new_id()}, {"contact_name": name, "contact_persons": persons})
    except ZohoError as error:
        return _show_contacts(error.message)
    return redirect(url_for("catalogue.contacts", done="added"), 303)


@blueprint.get("/items")
def items() -> Page:
    return _show_items()


def _show_items(problem: str = "") -> Page:
    found = sandbox().store.find("item", organization_id(), order="json_extract(body, '$.sku')")
    return _page("items.html", problem, items=found)


@blueprint.post("/items")
def add_item() -> Page:
    return _save_item({"id": sandbox().store.new_id(), **DEFAULTS, "unit": "pcs"}, "added")


@blueprint.post("/items/<item_id>")
def change_item(item_id: str) -> Page:
    return _save_item(_item(item_id), "saved")


def _save_item(item: Document, done: str) -> Page:
    store = sandbox().store
    try:
        with store.transaction():
            write_item(item, organization_id(), request.form.to_dict())
    except ZohoError as error:
        return _show_items(error.message)
    return redirect(url_for("catalogue.items", done=done), 303)


@blueprint.post("/items/<item_id>/status")
def switch_item(item_id: str) -> Page:
    item = _item(item_id)
    item["status"] = "inactive" if item["status"] == "active" else "active"
    sandbox().store.put("item", organization_id(), item)
    return redirect(url_for("catalogue.items", done="saved"), 303)


def _item(item_id: str) -> Document:
    return sandbox().store.get("item", organization_id(), item_id) or abort(404)


def _page(template: str, problem: str, **values: object) -> Page:
    """Show a page with a form; after a mistake what was typed is kept."""
    page = render_template(template, problem=problem, typed=request.form, **values)
    return (page, 400) if problem else page
