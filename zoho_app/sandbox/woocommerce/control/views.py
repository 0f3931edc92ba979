"""Addresses for tests, served only when the shop was started with --control.

GET, POST /sandbox/faults      the rules of common/faults.py, with the words of control/words.py; paths begin with
                               /wp-json/, such as {"action": "drop", "method": "PUT", "path": "/wp-json/wc/v3/orders"}
GET /sandbox/ledger?since=ID   every call with what it changed: orders, notes, trackings, fulfillments, mails
POST /sandbox/settings         settings of seed.py, and those of TIMES: how late or bad things are
POST /sandbox/orders           place an order described as in orders/place.py: its id
POST /sandbox/orders/recorded  keep an order just as an answer of the API shows it
POST /sandbox/orders/ID/VERB   change it, with a JSON body as control/verbs.py says; ID may be its number
GET /sandbox/orders/ID         the order as it is kept, with its notes, refunds, fulfillments and mails
POST /sandbox/products/ID      {"sku": text} changes a product's SKU, {"deleted": true} deletes it for good
GET /sandbox/deliveries        every delivery of a webhook: topic, order, body, when it is due, status
POST /sandbox/deliveries/send  send what is due now; {"id": ID} sends one again, even one that arrived
POST /sandbox/reset            forget everything
"""

from typing import Any

from flask import Blueprint, abort, current_app, request

from ...common import ledger
from .. import documents, seed
from ..orders import book, place
from ..state import shop
from .verbs import VERBS

blueprint = Blueprint("control", __name__, url_prefix="/sandbox")
Answer = dict[str, Any] | list[dict[str, Any]] | tuple[dict[str, Any], int]
TIMES: dict[str, type] = {
    "clock_offset": float,
    "webhook_delay": float,
    "webhook_copies": int,
    "webhooks_reversed": bool,
    "webhooks_lost": bool,
}
KEPT = ("note", "refund", "fulfillment", "mail")


@blueprint.errorhandler(ValueError)
def answer_refusal(error: ValueError) -> Answer:
    return {"error": str(error)}, 400


@blueprint.get("/faults")
def show_faults() -> Answer:
    return shop().faults.describe()


@blueprint.post("/faults")
def set_faults() -> Answer:
    """Replace the fault rules by the posted JSON list; an empty list ends all faults."""
    given = request.get_json()
    shop().faults.replace([given] if isinstance(given, dict) else given)
    return shop().faults.describe()


@blueprint.get("/ledger")
def show_ledger() -> Answer:
    return ledger.read(shop().store, request.args.get("since", 0, int))


@blueprint.post("/settings")
def change_settings() -> Answer:
    store, given = shop().store, request.get_json()
    own = {name: value for name, value in given.items() if name in TIMES}
    for name, value in own.items():
        kinds = (int, float) if TIMES[name] is float else TIMES[name]
        if not isinstance(value, kinds) or (isinstance(value, bool) and TIMES[name] is not bool):
            raise ValueError(f"{name}: {value!r} is not a {TIMES[name].__name__}.")
    with store.transaction():
        settings = seed.change(store, {name: value for name, value in given.items() if name not in TIMES})
        for name, value in own.items():
            store.set_setting(name, value)
    return {**settings, **{name: store.setting(name, None) for name in TIMES}}


@blueprint.post("/orders")
def place_order() -> Answer:
    return _named(place.place(shop().store, request.get_json()))


@blueprint.post("/orders/recorded")
def keep_order() -> Answer:
    return _named(place.keep(shop().store, request.get_json()))


def _named(order: dict[str, Any]) -> Answer:
    return {"id": documents.number(order), "number": order["fields"]["number"]}


@blueprint.get("/orders/<order_id>")
def show_order(order_id: str) -> Answer:
    order = _order(order_id)
    number = documents.number(order)
    return {**order, **{f"{kind}s": documents.of_order(shop().store, kind, number) for kind in KEPT}}


@blueprint.post("/orders/<order_id>/<verb>")
def change_order(order_id: str, verb: str) -> Answer:
    if verb not in VERBS:
        abort(404)
    with shop().store.transaction():
        VERBS[verb](shop().store, _order(order_id), request.get_json(silent=True) or {})
    return {"status": "done"}


def _order(order_id: str) -> dict[str, Any]:
    return book.get(shop().store, order_id) or abort(404)


@blueprint.post("/products/<int:number>")
def change_product(number: int) -> Answer:
    store, given = shop().store, request.get_json()
    product = documents.get(store, "product", number)
    with store.transaction():
        if given.get("deleted"):
            store.set_setting("deleted_products", [*store.setting("deleted_products", []), number])
            if product is not None:
                documents.delete(store, product)
        elif product is not None:
            documents.put(store, "product", {**product, "sku": given["sku"]})
    return {"status": "done"}


@blueprint.get("/deliveries")
def show_deliveries() -> Answer:
    return documents.find(shop().store, "delivery")


@blueprint.post("/deliveries/send")
def send_deliveries() -> Answer:
    store, given = shop().store, request.get_json(silent=True) or {}
    if "id" in given:
        again = store.get("delivery", documents.SHOP, given["id"]) or abort(404)
        again["due_at"] = store.now()
        documents.put(store, "delivery", again)
    return {"tried": current_app.extensions["sender"].send_due()}


@blueprint.post("/reset")
def reset() -> Answer:
    """Forget everything, as if the data file had just been made."""
    here = shop()
    with here.store.transaction():
        here.store.forget_everything()
        seed.seed(here.store)
    here.faults.replace([])
    return {"status": "fresh"}
