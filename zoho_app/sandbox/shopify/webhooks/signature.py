"""The signature of a delivery: HMAC-SHA256 over the raw body, with the client secret as text, in base64."""

import base64
import hashlib
import hmac


def sign(body: bytes, secret: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
