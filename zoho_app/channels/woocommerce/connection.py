"""Connecting a shop, and the daily check: its address, keys, statuses, ways to keep tracking numbers, webhooks."""

from dataclasses import replace
from typing import Any

from zoho_app.channels.shops.kinds import Access, Checked, Connected
from zoho_app.channels.shops.problems import PersonNeeded, Refused, ShopProblem
from zoho_app.channels.woocommerce import webhooks
from zoho_app.channels.woocommerce.client import gateway
from zoho_app.channels.woocommerce.client.answers import NO_ROUTE, NoApi, RestRefused, Unauthorized
from zoho_app.channels.woocommerce.client.gateway import QUERY, Way
from zoho_app.channels.woocommerce.shipments import ways

Facts = dict[str, Any]


def connect(access: Access) -> Connected:
    """Try new keys at this very address: read an order list with them, whatever way the shop needs."""
    used = _find_way(access)
    facts = {"is_plain": used.is_plain, "keys": used.keys}
    return Connected(_facts(replace(access, facts=facts), facts))


def check(access: Access, webhook_address: str) -> Checked:
    """Look again, and make the webhooks that are missing."""
    gateway.get(access, "orders", per_page=1, _fields="id")
    facts = _facts(access, {name: access.facts.get(name) for name in ("is_plain", "keys")})
    facts["webhooks"], facts["webhook_problem"] = False, ""
    if webhook_address:
        try:
            webhooks.subscribe(access, webhook_address)
            facts["webhooks"] = True
        except (Refused, PersonNeeded) as refusal:
            # Orders can be read; only the messages need more rights.
            facts["webhook_problem"] = str(refusal)
    return Checked(facts)


def _find_way(access: Access) -> Way:
    """Try pretty permalinks and plain ones, and the keys in the header and in the address."""
    used = Way()
    try:
        return _tried(access, used)
    except (NoApi, RestRefused) as refusal:
        if isinstance(refusal, RestRefused) and refusal.code != NO_ROUTE:
            raise
        used = Way(is_plain=True)
    except Unauthorized:
        return _tried(access, Way(keys=QUERY))
    try:
        return _tried(access, used)
    except Unauthorized:
        return _tried(access, replace(used, keys=QUERY))


def _tried(access: Access, used: Way) -> Way:
    gateway.get(access, "orders", used, per_page=1, _fields="id")
    return used


def _facts(access: Access, facts: Facts) -> Facts:
    """What the page shows, as far as the keys may see it."""
    index = _look(access, "/", {})
    rows = _look(access, "reports/orders/totals", [])
    currency = _look(access, "data/currencies/current", {})
    namespaces = index.get("namespaces") if isinstance(index, dict) else None
    spaces = [str(one) for one in namespaces] if isinstance(namespaces, list) else []
    return {
        **facts,
        "shop_name": str(index.get("name") or "") if isinstance(index, dict) else "",
        "currency": str(currency.get("code") or "") if isinstance(currency, dict) else "",
        "statuses": {str(row["slug"]): str(row["name"]) for row in rows if isinstance(row, dict) and "slug" in row},
        "ways": ways.discover(access, spaces),
    }


def _look(access: Access, route: str, otherwise: Any) -> Any:
    """Some shops close parts of their API; only what is there is shown."""
    try:
        return gateway.get(access, route).data
    except (PersonNeeded, Refused):
        return otherwise


def is_reachable(access: Access) -> ShopProblem | None:
    """Why the shop can't be reached with its keys; None when it can."""
    try:
        gateway.get(access, "orders", per_page=1, _fields="id")
    except ShopProblem as problem:
        return problem
    return None
