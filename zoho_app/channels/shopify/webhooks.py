"""Shopify's webhooks: subscribing to them, and checking those that come. Each is a hint to read the order."""

import base64
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from zoho_app.channels.shopify.client import gateway, operations
from zoho_app.channels.shops.kinds import Access, Hint, NotOurs
from zoho_app.channels.shops.models import Shop
from zoho_app.channels.shops.problems import Refused
from zoho_app.clock import now

TOPICS = ("ORDERS_CREATE", "ORDERS_UPDATED", "ORDERS_CANCELLED", "ORDERS_EDITED", "REFUNDS_CREATE")
# No personal data passes: only which order it is.
FIELDS = ["id", "admin_graphql_api_id", "updated_at", "order_id", "order_edit"]
MOST_PAGES = 10
# After a change of the client secret Shopify may sign with the former one for an hour.
FORMER_SECRET_FOR = timedelta(hours=1)
TAKEN = "already been taken"
_ID_FIELDS = {"refunds/create": ("order_id",), "orders/edited": ("order_edit", "order_id")}


def subscribe(access: Access, address: str) -> None:
    """Make the subscriptions that are missing, and end those of ours that lead to a former address."""
    there = _subscriptions(access)
    for topic in TOPICS:
        if not any(one["topic"] == topic and one["uri"] == address for one in there):
            _make(access, topic, address)
    path = address.rpartition("/webhooks/")[2]
    for one in there:
        if one["uri"] != address and str(one["uri"]).endswith(f"/webhooks/{path}"):
            gateway.call(access, operations.UNSUBSCRIBE, id=one["id"])


def unsubscribe(access: Access, public_id: str) -> None:
    """End all subscriptions that lead here."""
    for one in _subscriptions(access):
        if str(one["uri"]).endswith(f"/{public_id}"):
            gateway.call(access, operations.UNSUBSCRIBE, id=one["id"])


def read_hint(shop: Shop, headers: Mapping[str, str], body: bytes) -> Hint | None:
    """Check signature and shop, then read which order it is about. Raises NotOurs.

    The signature is over the bytes as they came. The headers are not signed, so that nothing depends on them but
    which message it is.
    """
    credentials = dict(shop.credentials or {})
    if not _is_signed(credentials, headers.get("X-Shopify-Hmac-Sha256", ""), body):
        raise NotOurs("The signature is wrong.")
    if headers.get("X-Shopify-Shop-Domain", "").casefold() != shop.address:
        raise NotOurs("It is another shop's.")
    topic, message_id = headers.get("X-Shopify-Topic", "")[:60], headers.get("X-Shopify-Webhook-Id", "")[:100]
    key = _key(topic, body)
    return Hint(message_id, topic, key) if key and message_id else None


def _is_signed(credentials: Mapping[str, str], signature: str, body: bytes) -> bool:
    secrets = [credentials.get("client_secret", "")]
    former_until = credentials.get("former_until", "")
    if former_until and datetime.fromisoformat(former_until) > now():
        secrets.append(credentials.get("former_secret", ""))
    given = signature.encode("ascii", "replace")
    right = [base64.b64encode(hmac.new(one.encode(), body, sha256).digest()) for one in secrets if one]
    return any(hmac.compare_digest(given, one) for one in right)


def _key(topic: str, body: bytes) -> str:
    """The order's id; "" where the body names none."""
    try:
        found: Any = json.loads(body)
        for name in _ID_FIELDS.get(topic, ("id",)):
            found = found[name]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    is_id = isinstance(found, int) and not isinstance(found, bool) and 0 < found < 10**20
    return str(found) if is_id else ""


def _subscriptions(access: Access) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = None
    for _ in range(MOST_PAGES):
        page = gateway.call(access, operations.SUBSCRIPTIONS, after=after)["webhookSubscriptions"]
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    return found


def _make(access: Access, topic: str, address: str) -> None:
    webhook = {"uri": address, "format": "JSON", "includeFields": FIELDS}
    data = gateway.call(access, operations.SUBSCRIBE, topic=topic, webhook=webhook)
    try:
        gateway.changed(data, "webhookSubscriptionCreate", "webhookSubscription")
    except Refused as refusal:
        if TAKEN not in str(refusal):
            raise
