"""Reading a shop's answers: JSON with what plug-ins print before it, and errors in words for people.

The shop's own words are in its language, so that only status and code decide.
"""

import json
from datetime import timedelta
from typing import Any

from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.problems import ACCESS, PersonNeeded, Refused, ShopDown, ShopProblem, TryLater
from zoho_app.clock import now
from zoho_app.outgoing import Answer

NO_ROUTE = "rest_no_route"
INVALID_ID = "woocommerce_rest_shop_order_invalid_id"
LONGEST_WAIT = 3600
LONGEST_QUOTE = 200
AGENT = "Bookdesk"


class RestRefused(Refused):
    """The shop refused a call with a code of WordPress."""

    def __init__(self, status: int, code: str, words: str, parameters: tuple[str, ...] = ()) -> None:
        super().__init__(words)
        self.status = status
        self.code = code
        self.parameters = parameters


class Unauthorized(PersonNeeded):
    """The shop does not accept the keys, or did not get them."""


class NoApi(PersonNeeded):
    """There is no API at this address."""


class PageInstead(ShopDown):
    """A page came instead of an answer: of a firewall, a login, or maintenance."""


def read(access: Access, answer: Answer) -> Any:
    """The JSON of an answer that is no error. Raises the problems of shops/problems.py."""
    data = _parsed(answer.body)
    if 300 <= answer.status < 400:
        raise _moved(access, answer)
    if answer.status in (200, 201) and data is not None:
        return data
    raise _problem(access, answer, data if isinstance(data, dict) else None)


def _parsed(body: bytes) -> Any:
    """The JSON in the body; None when there is none. A warning of PHP ends with a line of its own."""
    text = body.decode("utf-8-sig", "replace").strip()
    beginnings = [0, *(text.find(mark) + 1 for mark in ("\n{", "\n[") if mark in text)]
    for place in sorted(beginnings):
        try:
            data = json.loads(text[place:], parse_float=str)
        except (ValueError, RecursionError):
            continue
        return data if isinstance(data, dict | list) else None
    return None


def _moved(access: Access, answer: Answer) -> PersonNeeded:
    """Following a redirect would lose the keys on the way."""
    target = answer.headers.get("location", "").partition("/wp-json")[0].partition("/index.php")[0]
    where = target[:LONGEST_QUOTE] or "another address"
    return PersonNeeded(ACCESS, f"{access.address} redirects to {where}. Connect the shop under that address.")


def _problem(access: Access, answer: Answer, data: dict[str, Any] | None) -> ShopProblem:
    status, code = answer.status, str((data or {}).get("code", ""))
    if status == 401:
        return Unauthorized(ACCESS, _UNAUTHORIZED.format(access.address))
    if status == 429 or (status == 503 and "retry-after" in answer.headers):
        return TryLater("The shop asks to wait.", now() + timedelta(seconds=_seconds(answer)))
    if data is None and status == 403:
        words = f"a firewall in front of the shop refuses Bookdesk. Ask its host to allow “{AGENT}” at /wp-json/."
        return PageInstead(f"{access.address}: {words}")
    if status == 404 and (data is None or code == NO_ROUTE):
        words = f"There is no WooCommerce API at {access.address}. Check the address, and that WooCommerce is active."
        return NoApi(ACCESS, words) if data is None else RestRefused(status, code, words)
    if data is None and status < 500:
        page = "page" if status == 200 else f"page (status {status})"
        return PageInstead(
            f"{access.address} answered with a {page} instead of data: a login, a maintenance page or a cache."
        )
    if status == 403:
        return Unauthorized(ACCESS, f"{access.address} does not allow this: the key's user lacks the rights for it.")
    if status >= 500:
        return ShopDown(f"{access.address} is out of order: it answered with status {status}.")
    parameters = (data or {}).get("data", {})
    named = parameters.get("params", {}) if isinstance(parameters, dict) else {}
    message = str((data or {}).get("message", ""))[:LONGEST_QUOTE]
    return RestRefused(status, code, f"WooCommerce refused the call: {message or code or status}", tuple(named))


_UNAUTHORIZED = (
    "{} does not accept the keys. They were deleted, may only read, or the shop's host removes them on the way. "
    "Connect the shop again."
)


def _seconds(answer: Answer) -> int:
    text = answer.headers.get("retry-after", "")
    return min(int(text), LONGEST_WAIT) if text.isdecimal() else 60
