"""The rule: where its webhook goes, and what is written down to be sent when a sales order changes."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import g, has_request_context

from ..books.salesorder_shapes import order_detail
from ..common.store import Document, Store

# How deliveries go, beside the usual; the values are seconds to wait and how many copies are sent.
ONCE, TWICE, LATE, LOST, REVERSED = "once", "twice", "late", "lost", "reversed"
WAYS = {
    ONCE: "at once",
    TWICE: "twice",
    LATE: "after 30 seconds",
    REVERSED: "the latest first, every 5 seconds",
    LOST: "never",
}
LATE_SECONDS = 30
SETTING = "webhook"
NONE = {"address": "", "header": "X-Bookdesk-Secret", "secret": "", "way": ONCE}
# Of a whole sales order, what the webhook's body has.
FIELDS = (
    *("salesorder_id", "salesorder_number", "reference_number", "status", "order_status", "shipped_status"),
    *("invoiced_status", "last_modified_time", "total", "currency_code", "custom_field_hash", "custom_fields"),
    "packages",
)


def webhook(store: Store) -> dict[str, str]:
    """What the page of settings says of it; without an address there is none."""
    found: dict[str, str] = store.setting(SETTING, NONE)
    return {**NONE, **found}


def save(store: Store, form: Mapping[str, str]) -> None:
    """Keep what was typed; raise ValueError that says what is wrong."""
    typed = {name: form.get(name, "").strip() for name in NONE}
    if typed["address"] and urlsplit(typed["address"]).scheme not in ("http", "https"):
        raise ValueError("The webhook address has to start with http:// or https://.")
    if typed["way"] not in WAYS:
        raise ValueError("Choose how deliveries go.")
    if any(not part.isprintable() for part in typed.values()):
        raise ValueError("Header and secret have to be plain text.")
    store.set_setting(SETTING, typed)


def after_put(store: Store, kind: str, organization_id: str, document: Document, is_new: bool) -> None:
    """Write down what is to be sent, in the very transaction in which a sales order is edited."""
    if kind != "salesorder" or is_new or not has_request_context() or "organization" not in g:
        return
    rule = webhook(store)
    if not rule["address"] or rule["way"] == LOST:
        return
    whole = order_detail(document)
    body = json.dumps({"salesorder": {name: whole[name] for name in FIELDS}})
    wait = LATE_SECONDS if rule["way"] == LATE else 0
    for _ in range(2 if rule["way"] == TWICE else 1):
        _write_down(store, organization_id, rule, body, wait)


def _write_down(store: Store, organization_id: str, rule: dict[str, str], body: str, wait: float) -> None:
    push: dict[str, Any] = {
        "id": store.new_id(),
        "address": rule["address"],
        "headers": {"Content-Type": "application/json", "User-Agent": "ZohoBooks", rule["header"]: rule["secret"]},
        "body": body,
        "attempts": [],
        "due_at": store.now() + wait,
    }
    store.put("push", organization_id, push)
