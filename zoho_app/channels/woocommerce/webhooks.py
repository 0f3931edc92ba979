"""WooCommerce's webhooks: asking for them, and checking those that come. Each is a hint to read the order.

Nothing in them is signed but the body, which has no time: an old one can be sent again, and harms nothing.
"""

import base64
import hmac
import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from zoho_app.channels.shops.kinds import Access, Hint, NotOurs
from zoho_app.channels.shops.models import Shop
from zoho_app.channels.woocommerce.client import gateway

TOPICS = ("order.created", "order.updated", "order.deleted", "order.restored")
MOST = 100
# What a shop posts when a webhook is made: unsigned, and it asks for nothing.
PING = re.compile(rb"webhook_id=\d{1,20}")


def subscribe(access: Access, address: str) -> None:
    """Make the webhooks that are missing, and wake those that the shop has put to sleep after failures."""
    there = _ours(access, address)
    secret = access.credentials["webhook_secret"]
    is_settled = bool(access.facts.get("webhooks"))
    for topic in TOPICS:
        same = [one for one in there if one.get("topic") == topic]
        for one in same[:1]:
            if one.get("status") != "active" or not is_settled:
                gateway.put(access, f"webhooks/{one['id']}", {"status": "active", "secret": secret})
        for one in same[1:]:
            gateway.delete(access, f"webhooks/{one['id']}", force="true")
        if not same:
            body = {"name": f"Bookdesk {topic}", "topic": topic, "delivery_url": address, "status": "active"}
            gateway.post(access, "webhooks", {**body, "secret": secret})


def unsubscribe(access: Access, public_id: str) -> None:
    """Delete all webhooks that lead here."""
    for one in _ours(access, f"/{public_id}"):
        gateway.delete(access, f"webhooks/{one['id']}", force="true")


def read_hint(shop: Shop, headers: Mapping[str, str], body: bytes) -> Hint | None:
    """Check the signature, then read which order it is about. Raises NotOurs.

    Neither headers nor the number of the delivery are signed; two messages of one second even share that number.
    """
    if PING.fullmatch(body) and "X-WC-Webhook-Signature" not in headers:
        return None
    secret = dict(shop.credentials or {}).get("webhook_secret", "")
    given = headers.get("X-WC-Webhook-Signature", "").encode("ascii", "replace")
    right = base64.b64encode(hmac.new(secret.encode(), body, sha256).digest())
    if not secret or not hmac.compare_digest(given, right):
        raise NotOurs("The signature is wrong.")
    key = _key(body)
    topic = headers.get("X-WC-Webhook-Topic", "")[:60]
    # The body has the time of the change, so that each change is another message.
    return Hint(sha256(body).hexdigest(), topic, key) if key else None


def _key(body: bytes) -> str:
    """The order's id; "" where the body names none, as when its owner may not see orders any more."""
    try:
        found: Any = json.loads(body)["id"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    is_id = isinstance(found, int) and not isinstance(found, bool) and 0 < found < 10**20
    return str(found) if is_id else ""


def _ours(access: Access, ending: str) -> list[dict[str, Any]]:
    rows = gateway.get(access, "webhooks", per_page=MOST).data
    found = rows if isinstance(rows, list) else []
    return [one for one in found if str(one.get("delivery_url", "")).endswith(ending)]
