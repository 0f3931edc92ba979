"""Who asks: Basic authentication or a key in the query by https, a signature of OAuth 1.0a in any case."""

import base64
import binascii
import hashlib
import hmac
from typing import Any
from urllib.parse import quote

from flask import Request

from ...common.store import Document, Store
from ..errors import RestError
from ..seed import setting
from . import keys

SIGNED_FOR_SECONDS = 15 * 60
METHODS = {"HMAC-SHA1": "sha1", "HMAC-SHA256": "sha256"}


def caller(store: Store, request: Request) -> Document | None:
    """Return the key that a request is signed in with, None when it is anonymous; raise RestError.

    A key that the shop does not know is anonymous as well.
    """
    if setting(store)["https"]:
        given = _from_query(request) or _from_header(store, request)
        if given is not None:
            return _checked(keys.find(store, given[0]), given[1])
    if "oauth_signature" in request.args:
        return _signed(store, request)
    return None


def _from_query(request: Request) -> tuple[str, str] | None:
    if "consumer_key" not in request.args:
        return None
    return request.args["consumer_key"], request.args.get("consumer_secret", "")


def _from_header(store: Store, request: Request) -> tuple[str, str] | None:
    kind, _, rest = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic" or setting(store)["authorization_stripped"]:
        return None
    try:
        key, _, secret = base64.b64decode(rest).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return key, secret


def _checked(key: Document | None, secret: str) -> Document | None:
    if key is not None and not hmac.compare_digest(key["secret"], secret):
        raise RestError(401, "woocommerce_rest_authentication_error", "Consumer secret is invalid.")
    return key


def _signed(store: Store, request: Request) -> Document | None:
    given = request.args.to_dict()
    key = keys.find(store, given.get("oauth_consumer_key", ""))
    if key is None:
        return None
    signature = given.pop("oauth_signature")
    algorithm = METHODS.get(given.get("oauth_signature_method", ""))
    if algorithm is None:
        raise _refused("Invalid signature - signature method is invalid.")
    if not hmac.compare_digest(_signature(request, given, key["secret"], algorithm), signature):
        raise _refused("Invalid signature - provided signature does not match.")
    _refuse_replay(store, key, given)
    return key


def _signature(request: Request, given: dict[str, str], secret: str, algorithm: str) -> str:
    """Sign as WordPress does: names and values are encoded as in RFC 3986, in the order of the names."""
    pairs = "&".join(f"{quote(name, safe='')}={quote(given[name], safe='')}" for name in sorted(given))
    text = "&".join((request.method, quote(request.base_url, safe=""), quote(pairs, safe="")))
    digest = hmac.new(f"{secret}&".encode(), text.encode(), getattr(hashlib, algorithm)).digest()
    return base64.b64encode(digest).decode()


def _refuse_replay(store: Store, key: Document, given: dict[str, Any]) -> None:
    signed_at, nonce = given.get("oauth_timestamp", ""), given.get("oauth_nonce", "")
    if not signed_at.isdecimal() or abs(store.now() - int(signed_at)) > SIGNED_FOR_SECONDS:
        raise _refused("Invalid timestamp.")
    if nonce in key["nonces"]:
        raise _refused("Invalid nonce - nonce has already been used.")
    key["nonces"] = [*key["nonces"][-99:], nonce]
    store.put("key", "shop", key)


def _refused(words: str) -> RestError:
    return RestError(401, "woocommerce_rest_authentication_error", words)
