"""The routes of tracking plug-ins: parcels are kept in a list in the order's meta data, added and removed."""

import re
import secrets
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from ...common.ledger import note_change
from ...common.store import Document
from .. import documents
from ..errors import RestError, invalid
from ..orders import book
from .call import Answer, Call

META = "_wc_shipment_tracking_items"
PROVIDERS = {
    "United States": {
        "UPS": "https://parcel.example/ups/%1$s",
        "USPS": "https://parcel.example/usps/%1$s",
        "Fedex": "https://parcel.example/fedex/%1$s",
        "DHL US": "https://parcel.example/dhl-us/%1$s",
    },
    "United Kingdom": {"Royal Mail": "https://parcel.example/rm/%1$s", "DHL": "https://parcel.example/dhl/%1$s"},
    "Germany": {"DHL Parcel": "https://parcel.example/t/%1$s", "Hermes": "https://parcel.example/hermes/%1$s"},
}
LINKS = {name: link for links in PROVIDERS.values() for name, link in links.items()}
# What AST takes as a number.
AST_NUMBER = re.compile(r"[A-Za-z0-9 -]+")


def providers(call: Call) -> Answer:
    return Answer(PROVIDERS)


def show_all(call: Call) -> Answer:
    order = call.order()
    return Answer([_shape(order, one) for one in _parcels(order)])


def show(call: Call) -> Answer:
    order = call.order()
    return Answer(_shape(order, _one(call, order)))


def add(call: Call) -> Answer:
    """Add a parcel, even one that is there already."""
    return _add(call, call.order(), keeps_others=True)


def add_by_ast(call: Call) -> Answer:
    """Add a parcel as Advanced Shipment Tracking does: it may replace the others and complete the order."""
    number = str(call.body.get("tracking_number", ""))
    if number and not AST_NUMBER.fullmatch(number):
        raise RestError(404, "woocommerce_rest_shop_order_invalid_id", "Tracking number is invalid.")
    with call.store.transaction():
        answer = _add(call, call.order(), keeps_others=str(call.body.get("replace_tracking", "")) != "1")
        if str(call.body.get("status_shipped", "")) == "1":
            order = call.order()
            book.set_status(call.store, order, "completed")
    return answer


def _add(call: Call, order: Document, keeps_others: bool) -> Answer:
    given = call.body
    if not given.get("tracking_number"):
        raise invalid(tracking_number="tracking_number is required.")
    provider, custom = given.get("tracking_provider", ""), given.get("custom_tracking_provider", "")
    if provider and provider not in LINKS:
        raise invalid(tracking_provider=f"{provider} is not a provider.")
    if not provider and not custom:
        raise invalid(tracking_provider="tracking_provider or custom_tracking_provider is required.")
    today = datetime.fromtimestamp(call.store.now(), UTC).strftime("%Y-%m-%d")
    made = {
        "tracking_provider": provider,
        "custom_tracking_provider": custom,
        "custom_tracking_link": given.get("custom_tracking_link", ""),
        "tracking_number": given["tracking_number"],
        "date_shipped": str(documents.seconds(given.get("date_shipped") or today)),
        "tracking_id": secrets.token_hex(16),
    }
    _keep(call, order, [*(_parcels(order) if keeps_others else []), made])
    note_change(call.store, "created", "tracking", made["tracking_id"])
    return Answer(_shape(order, made), 201)


def remove(call: Call) -> Answer:
    order = call.order()
    gone = _one(call, order)
    _keep(call, order, [one for one in _parcels(order) if one["tracking_id"] != gone["tracking_id"]])
    note_change(call.store, "deleted", "tracking", gone["tracking_id"])
    return Answer(_shape(order, gone))


def _parcels(order: Document) -> list[dict[str, Any]]:
    found = [row["value"] for row in order["fields"]["meta_data"] if row["key"] == META]
    return list(found[0]) if found else []


def _one(call: Call, order: Document) -> dict[str, Any]:
    for one in _parcels(order):
        if one["tracking_id"] == call.numbers["tracking"]:
            return one
    raise RestError(404, "woocommerce_rest_shipment_tracking_invalid_id", "Invalid shipment tracking ID.")


def _keep(call: Call, order: Document, parcels: list[dict[str, Any]]) -> None:
    rows = [row for row in order["fields"]["meta_data"] if row["key"] != META]
    row = {"id": documents.new_number(call.store, "meta"), "key": META, "value": parcels}
    order["fields"]["meta_data"] = [*rows, row]
    with call.store.transaction():
        book.save(call.store, order)


def _shape(order: Document, one: dict[str, Any]) -> dict[str, str]:
    provider = one["tracking_provider"]
    link = LINKS.get(provider, "") if provider else one["custom_tracking_link"]
    address = order["fields"]["shipping"]
    for mark, value in (
        ("%1$s", one["tracking_number"]),
        ("%2$s", address["postcode"]),
        ("%3$s", address["country"]),
    ):
        link = link.replace(mark, quote(value))
    return {
        "tracking_id": one["tracking_id"],
        "tracking_provider": provider or one["custom_tracking_provider"],
        "tracking_link": link,
        "tracking_number": one["tracking_number"],
        "date_shipped": datetime.fromtimestamp(int(one["date_shipped"]), UTC).strftime("%Y-%m-%d"),
    }
