"""How receivers can tell that a message is Bookdesk's: Standard Webhooks, and Order Desk's own two forms."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

_SECRET_PREFIX = "whsec_"  # noqa: S105 - marks a secret, is none


def new_secret() -> str:
    """A fresh signing secret in the form of the Standard Webhooks specification: "whsec_" and base64."""
    return _SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def standard_webhooks(secret: str, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of the Standard Webhooks specification, version 1.

    The signature is the base64 HMAC-SHA256 over "id.timestamp.body", its key the bytes that `secret` stands
    for. The id stays the same on every try, the timestamp (`at`, aware) is that of the try.
    """
    timestamp = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix(_SECRET_PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    signature = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    return {"webhook-id": message_id, "webhook-timestamp": timestamp, "webhook-signature": f"v1,{signature}"}


def order_desk(store_id: int, key: str, signed: str) -> dict[str, str]:
    """The headers with which Order Desk signs what it posts: hex HMAC-SHA256 under a key that the receiver has, too.

    `signed` is the JSON: the whole body, or the value of the form field `order` (Order Desk docs). Whoever has
    overheard a message can send it again, because no time is signed.
    """
    digest = hmac.digest(key.encode(), signed.encode(), hashlib.sha256).hex()
    return {**store_header(store_id), "X-ORDER-DESK-HASH": digest}


def store_header(store_id: int) -> dict[str, str]:
    """The header by which Order Desk says whose message it is."""
    return {"X-ORDER-DESK-STORE-ID": str(store_id)}
