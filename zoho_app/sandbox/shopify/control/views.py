"""Addresses for tests, served only when the shop was started with --control.

GET, POST /sandbox/faults      the rules of common/faults.py; `mentions` tells operations apart, such as
                               {"action": "drop", "mentions": "fulfillmentCreate", "when": "after"}
GET /sandbox/ledger?since=ID   every call with operation, costs and what it changed
POST /sandbox/settings         settings of seed.py (scopes, currency, customer_data, state, token_refusal,
                               client_secret, sign_with_former ...) and those of TIMES: how late or bad things are
POST /sandbox/bucket           {"left": N} leaves so many points, {} fills the bucket
POST /sandbox/orders           place an order described as in orders/place.py: its id, number of REST and name
POST /sandbox/orders/ID/VERB   change it, with a JSON body as control/verbs.py says; ID may be its name
GET /sandbox/orders/ID         the order with its fulfillment orders and fulfillments, as they are kept
GET /sandbox/deliveries        every delivery of a webhook: topic, body, attempts, when it is due
POST /sandbox/deliveries/send  send what is due now; {"id": ID} sends one again, even one that arrived
POST /sandbox/uninstall        uninstall the app: tokens and subscriptions end, app/uninstalled is sent
POST /sandbox/reset            forget everything
"""

from typing import Any

from flask import Blueprint, abort, current_app, request

from ...common import ledger
from .. import documents, seed
from ..access import tokens
from ..orders import book, place
from ..state import shop
from ..webhooks import events
from .verbs import VERBS

blueprint = Blueprint("control", __name__, url_prefix="/sandbox")
Answer = dict[str, Any] | list[dict[str, Any]] | tuple[dict[str, Any], int]
TIMES: dict[str, type] = {
    "clock_offset": float,
    "routing_delay": float,
    "search_lag": float,
    "bulk_seconds": float,
    "bucket_size": float,
    "restore_rate": float,
    "webhook_delay": float,
    "webhook_copies": int,
    "webhooks_reversed": bool,
    "webhooks_lost": bool,
    "location_after_cancel": str,
}


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
        former = seed.setting(store)["scopes"]
        settings = seed.change(store, {name: value for name, value in given.items() if name not in TIMES})
        for name, value in own.items():
            store.set_setting(name, value)
        if settings["scopes"] != former:
            events.announce(store, [("app/scopes_update", {"previous": former, "current": settings["scopes"]})])
    return {**settings, **{name: store.setting(name, None) for name in TIMES}}


@blueprint.post("/bucket")
def change_bucket() -> Answer:
    bucket, given = shop().bucket, request.get_json(silent=True) or {}
    bucket.fill()
    if "left" in given:
        bucket.drain(float(given["left"]))
    return bucket.status()


@blueprint.post("/orders")
def place_order() -> Answer:
    order = place.place(shop().store, request.get_json())
    return {"id": order["id"], "number": documents.number(order["id"]), "name": order["name"]}


@blueprint.get("/orders/<path:order_id>")
def show_order(order_id: str) -> Answer:
    order = _order(order_id)
    parts = {
        kind: documents.of_order(shop().store, kind, order["id"]) for kind in ("fulfillmentorder", "fulfillment")
    }
    return {**order, "fulfillment_orders": parts["fulfillmentorder"], "fulfillments": parts["fulfillment"]}


@blueprint.post("/orders/<order_id>/<verb>")
def change_order(order_id: str, verb: str) -> Answer:
    if verb not in VERBS:
        abort(404)
    VERBS[verb](shop().store, _order(order_id), request.get_json(silent=True) or {})
    return {"status": "done"}


def _order(order_id: str) -> dict[str, Any]:
    return book.get(shop().store, order_id) or abort(404)


@blueprint.get("/deliveries")
def show_deliveries() -> Answer:
    return documents.find(shop().store, "delivery", order="id")


@blueprint.post("/deliveries/send")
def send_deliveries() -> Answer:
    store, given = shop().store, request.get_json(silent=True) or {}
    if "id" in given:
        again = documents.get(store, "delivery", given["id"]) or abort(404)
        again["due_at"] = store.now()
        documents.put(store, "delivery", again)
    return {"tried": current_app.extensions["sender"].send_due()}


@blueprint.post("/uninstall")
def uninstall() -> Answer:
    store = shop().store
    with store.transaction():
        # The address of app/uninstalled outlives its subscription; the domain in the body may be missing.
        events.announce(store, [("app/uninstalled", {"id": 1, "name": seed.setting(store)["name"], "domain": None})])
        for one in documents.find(store, "subscription"):
            documents.delete(store, "subscription", one["id"])
        tokens.revoke(store)
    return {"status": "uninstalled"}


@blueprint.post("/reset")
def reset() -> Answer:
    """Forget everything, as if the data file had just been made."""
    here = shop()
    with here.store.transaction():
        here.store.forget_everything()
        seed.seed(here.store)
    here.faults.replace([])
    here.bucket.fill()
    return {"status": "fresh"}
