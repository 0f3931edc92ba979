"""The address of every page, and a store filled so that each page has something to show."""

import re
from typing import Any
from urllib.parse import urlencode

from flask import Flask, url_for

from harness.crowded_store import crowd
from harness.desk import Desk
from harness.full_store import as_it_is, fill, long, trouble
from zoho_app.extensions import db
from zoho_app.web.remedies import groups

# What answers with a file, with JSON, or only by leading on.
NO_PAGES = re.compile(
    r"static|health\.health|home\.submit_ready|api_\w+\..*|exports\..*|documents\.(pdf|logo)|zoho_books\.callback|import_orders\.(template|export)|runs\.result|help\.picture"
)
SECTIONS = ("items", "addresses", "return-address", "details", "checkout-data", "order-metadata")
# Whose item an address names.
ITEMS = {
    "orders.edit_item": "order_item_id",
    "inventory.edit": "inventory_item_id",
}
# Pages before signing in, and those that a store has at certain moments only (tests/web/test_special_pages.py).
LINKS_IN_MAILS = {"alert_links.ask_to_confirm", "alert_links.ask_to_stop"}
BESIDE = {"sign_in.sign_in", "set_up.set_up", "invitation.index", "unlock.unlock", *LINKS_IN_MAILS}
AT_MOMENTS = {"import_orders.show", "import_orders.assign", "stores.index", "zoho_books.choose_organization"}
# Pages of what is named in their address, which FURTHER and `further` do; without, they lead on.
OF_SOMETHING = {"attention.group", "bulk.choose", "bulk.confirm", "documents.show"}
# What leads on while there is nothing to see.
NOT_EMPTY = {
    *("attention-totals", "attention-void", "attention-shop-changes", "orders-checked", "orders-checked-submit"),
    *("packing-slips", "pick-list"),
}
# The same pages with something asked of them, and what their pictures are called.
FURTHER = {
    "orders?q=nothing": "orders-none-found",
    "orders?all=1": "orders-all-filters",
    "inventory?q=nothing": "inventory-none-found",
    "appointments?state=failed": "appointments-failed",
    "orders/print/packing-slips?all_matching=1": "packing-slips",
    "orders/print/pick-list?all_matching=1": "pick-list",
    "orders/checked?all_matching=1": "orders-checked",
    "search?q=order": "search-found",
    "orders/checked?all_matching=1&do=submit": "orders-checked-submit",
}
STATES = ("empty", "full", "trouble", "long")

Paths = dict[str, str]  # the address of each page, by a name for its picture


def is_page(rule: Any) -> bool:
    is_elsewhere = rule.endpoint in BESIDE | AT_MOMENTS | OF_SOMETHING
    return "GET" in rule.methods and not NO_PAGES.fullmatch(rule.endpoint) and not is_elsewhere


def paths_of(app: Flask, known: dict[str, Any]) -> Paths:
    """Every page whose blanks `known` can fill in."""
    found = {}
    for rule in filter(is_page, app.url_map.iter_rules()):
        blanks = {**known, "item_id": known.get(ITEMS.get(rule.endpoint, ""))}
        if rule.endpoint == "orders.edit":
            blanks["section"] = SECTIONS
        if not all(blanks.get(name) for name in rule.arguments):
            continue
        for section in blanks.get("section", ("",)):
            filled = {name: blanks[name] for name in rule.arguments} | ({"section": section} if section else {})
            with app.test_request_context():
                found[name_of(rule.endpoint, section)] = url_for(rule.endpoint, **filled)
    return found


def name_of(endpoint: str, section: str) -> str:
    return "-".join(filter(None, (endpoint.removesuffix(".index").replace(".", "-").replace("_", "-"), section)))


def further(desk: Desk, known: dict[str, Any]) -> Paths:
    paths = {name: f"{desk.address}/{path}" for path, name in FURTHER.items()}
    for group in groups.all_of(desk.store_id):
        paths[f"attention-{group.code.replace('_', '-')}"] = (
            f"{desk.address}/attention/group?{urlencode(group.address)}"
        )
    if unsent := known.get("unsent_order_id"):
        paths["order-dry-run"] = f"{desk.address}/orders/{unsent}/preview"
    return paths


def furnished(app: Flask, desk: Desk, state: str) -> Paths:
    """Bring the store into that state; returns every page that it has then."""
    person = desk.person("owner")
    known: dict[str, Any] = {"store_id": desk.store_id, "user_id": person.id, "folder_id": desk.folder("New").id}
    known |= {"part": "needs-attention", "name": "webhooks"}  # of the user guide
    if state != "empty":
        known |= fill(desk, long if state == "long" else as_it_is)
    if state == "trouble":
        trouble(desk)
    if state == "crowded":
        crowd(desk, known)
    paths = paths_of(app, known)
    if state != "empty":
        assert len(paths) == sum(map(is_page, app.url_map.iter_rules())) + len(SECTIONS) - 1
    paths |= further(desk, known)
    db.session.remove()
    return {name: path for name, path in paths.items() if state != "empty" or name not in NOT_EMPTY}
