"""Connecting a shop, and the daily check: access, scopes, the version of the API, webhooks."""

from datetime import date, timedelta
from typing import Any

from zoho_app.channels.shopify import scopes, webhooks
from zoho_app.channels.shopify.client import addresses, gateway, operations, token_endpoint
from zoho_app.channels.shopify.client.token import Token
from zoho_app.channels.shops.kinds import Access, Checked, Connected
from zoho_app.channels.shops.problems import ACCESS, HIDDEN, PersonNeeded, Refused
from zoho_app.clock import now

# Shopify keeps a version for a year after it came out.
WARN_BEFORE = timedelta(days=90)


def connect(access: Access) -> Connected:
    """Try new credentials: is the token good, for this very shop, with the scopes that are needed?"""
    if own := access.credentials.get("access_token"):
        facts = _facts(access, gateway.call_with(access, Token(own, 0), operations.PREFLIGHT))
        return Connected(facts)
    grant = token_endpoint.ask(access)
    facts = _facts(access, gateway.call_with(access, Token(grant.access_token, 0), operations.PREFLIGHT))
    return Connected(facts, grant.access_token, grant.expires_at)


def check(access: Access, webhook_address: str) -> Checked:
    """Look again, and make the webhooks that are missing."""
    facts = _facts(access, gateway.call(access, operations.PREFLIGHT))
    facts["webhooks"], facts["webhook_problem"] = False, ""
    if webhook_address:
        try:
            webhooks.subscribe(access, webhook_address)
            facts["webhooks"] = True
        except Refused as refusal:
            facts["webhook_problem"] = str(refusal)
    return Checked(facts)


def _facts(access: Access, found: dict[str, Any]) -> dict[str, Any]:
    shop = found["shop"]
    if str(shop["myshopifyDomain"]) != access.address:
        words = f"The token is of the shop {shop['myshopifyDomain']}, not of {access.address}."
        raise PersonNeeded(ACCESS, words)
    granted = [str(one["handle"]) for one in found["currentAppInstallation"]["accessScopes"]]
    for need in scopes.missing(granted):
        if need.is_needed:
            remedy = "Add it to the app, release a new version, and accept it in the shop."
            raise PersonNeeded(HIDDEN, f"The app lacks the scope {need.scopes[0]}. {need.without} {remedy}")
    return {
        "shop_name": str(shop["name"]),
        "currency": str(shop["currencyCode"]),
        "plan": str((shop.get("plan") or {}).get("publicDisplayName") or ""),
        "taxes_included": bool(shop["taxesIncluded"]),
        "scopes": sorted(granted),
        "missing": [{"scope": need.scopes[0], "without": need.without} for need in scopes.missing(granted)],
        "version_ends": _version_ends(found["publicApiVersions"]),
    }


def _version_ends(versions: list[dict[str, Any]]) -> str:
    """When the version that Bookdesk speaks ends, as a date; "" as long as that is far away."""
    is_known = any(one["handle"] == addresses.VERSION and one["supported"] for one in versions)
    year, _, month = addresses.VERSION.partition("-")
    ends_on = date(int(year) + 1, int(month), 1)
    is_near = now().date() > ends_on - WARN_BEFORE
    return ends_on.isoformat() if is_near or not is_known else ""
