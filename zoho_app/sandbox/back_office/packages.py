"""Packages on the back office's page of a sales order: pack and ship some of it, change who carries it, delete."""

from collections.abc import Callable

from flask import Blueprint, redirect, request, url_for

from ..books import packages
from ..common.store import Document
from ..errors import ZohoError
from ..state import organization_id, sandbox
from .orders import Page, common, enter, find_order, keep_organization, show_order

blueprint = Blueprint("packages", __name__)
blueprint.before_request(enter)
blueprint.url_defaults(keep_organization)
blueprint.context_processor(common)


@blueprint.post("/orders/<order_id>/packages")
def add(order_id: str) -> Page:
    return _change(order_id, lambda order: packages.add(order, request.form))


@blueprint.post("/orders/<order_id>/packages/<package_id>")
def change(order_id: str, package_id: str) -> Page:
    return _change(order_id, lambda order: packages.change(order, package_id, request.form))


@blueprint.post("/orders/<order_id>/packages/<package_id>/delete")
def delete(order_id: str, package_id: str) -> Page:
    return _change(order_id, lambda order: packages.remove(order, package_id))


def _change(order_id: str, change_order: Callable[[Document], Document]) -> Page:
    store = sandbox().store
    with store.transaction():
        try:
            store.put("salesorder", organization_id(), change_order(find_order(order_id)))
        except ZohoError as error:
            return show_order(find_order(order_id), error.message)
    return redirect(url_for("back_office.order", order_id=order_id, done="package"), 303)
