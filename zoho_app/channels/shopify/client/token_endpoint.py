"""Asking a shop for an access token: a client id and secret become a token of a day. Nothing is stored here.

Refusals have status 400 and are pages of HTML; only the word in them is shown.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from zoho_app.channels.shopify.client import addresses
from zoho_app.channels.shops import outside
from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.problems import ACCESS, CLOSED, PersonNeeded, ShopDown
from zoho_app.clock import now

TOTAL_SECONDS = 15.0
_WORDS = {
    "shop_not_permitted": "The app and the shop belong to different organizations. Make the app in the organization "
    "of the shop.",
    "app_not_installed": "The app is not installed in this shop. Open the app in the Dev Dashboard and install it.",
    "application_cannot_be_found": "Shopify does not know this client id. Copy it from the app's settings again.",
    "invalid_client": "Shopify does not accept this client secret. Copy it from the app's settings again.",
}
STATES = {402: "is frozen", 404: "does not exist", 423: "is locked"}


@dataclass(frozen=True)
class Grant:
    """A token and what it may do."""

    access_token: str = field(repr=False)
    scopes: tuple[str, ...]
    expires_at: datetime


def ask(access: Access) -> Grant:
    """Ask for a token. Raises PersonNeeded when asking again would not help, else ShopDown."""
    form = {
        "grant_type": "client_credentials",
        "client_id": access.credentials["client_id"],
        "client_secret": access.credentials["client_secret"],
    }
    url = f"{addresses.base(access)}/admin/oauth/access_token"
    answer = outside.send("POST", url, sandbox=addresses.sandbox(access), total_seconds=TOTAL_SECONDS, data=form)
    text = answer.body.decode("utf-8", "replace")
    if answer.status in STATES:
        raise PersonNeeded(CLOSED, f"Shopify says that the shop {access.address} {STATES[answer.status]}.")
    if answer.status in (400, 401, 403):
        raise PersonNeeded(ACCESS, _refusal(text))
    try:
        data = json.loads(text)
        return Grant(
            str(data["access_token"]),
            tuple(filter(None, str(data.get("scope", "")).split(","))),
            now() + timedelta(seconds=int(data["expires_in"])),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ShopDown(f"Shopify gave no access, its answer had status {answer.status}.") from error


def _refusal(text: str) -> str:
    other = "Shopify does not accept the client id and secret. Copy both from the app's settings again."
    return next((words for word, words in _WORDS.items() if word in text), other)
