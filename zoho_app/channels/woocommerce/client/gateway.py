"""Calls of the REST API, one at a time, without following redirects."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zoho_app.channels.shops import outside
from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.woocommerce.client import addresses, answers
from zoho_app.outgoing import Answer

MOST_BYTES = 20 * 1024 * 1024
CORE = "wc/v3"
OVERRIDE = "X-HTTP-Method-Override"
# The ways in which keys travel: in a header that some hosts remove, or in the address, which may end up in logs.
HEADER, QUERY = "header", "query"


@dataclass(frozen=True)
class Reply:
    """What the shop answered, and how many rows a list has in all, where it says so."""

    data: Any
    total: int | None = None


@dataclass(frozen=True)
class Way:
    """How the API of one shop is reached; the check of the connection finds out."""

    is_plain: bool = False
    keys: str = HEADER


def way(access: Access) -> Way:
    """What the last check has found."""
    return Way(bool(access.facts.get("is_plain")), str(access.facts.get("keys") or HEADER))


def get(access: Access, route: str, used: Way | None = None, **query: Any) -> Reply:
    """Read. `route` is below wc/v3, unless it begins with another namespace and a slash: /wc-ast/v3/...

    No transaction may be open. Raises the problems of shops/problems.py.
    """
    return _reply(access, _send(access, "GET", route, used or way(access), query))


def post(access: Access, route: str, body: Mapping[str, Any], **query: Any) -> Any:
    """Add something. Raises OutcomeUnknown when no whole answer came: then it has to be looked up."""
    return _reply(access, _send(access, "POST", route, way(access), query, body)).data


def put(access: Access, route: str, body: Mapping[str, Any], **query: Any) -> Any:
    """Change something."""
    return _changed(access, "PUT", route, query, body)


def delete(access: Access, route: str, **query: Any) -> Any:
    """Delete something."""
    return _changed(access, "DELETE", route, query, None)


def _changed(
    access: Access, method: str, route: str, query: Mapping[str, Any], body: Mapping[str, Any] | None
) -> Any:
    """Firewalls refuse these methods before WordPress sees them; a POST may say that it means another."""
    answer = _send(access, method, route, way(access), query, body)
    is_page = "json" not in answer.headers.get("content-type", "")
    if answer.status in (405, 501) or (answer.status == 403 and is_page):
        answer = _send(access, "POST", route, way(access), query, body, {OVERRIDE: method})
    return _reply(access, answer).data


def _send(
    access: Access,
    method: str,
    route: str,
    used: Way,
    query: Mapping[str, Any],
    body: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    path = route.removeprefix("/") if route.startswith("/") else f"{CORE}/{route}"
    key, secret = access.credentials["consumer_key"], access.credentials["consumer_secret"]
    by_query = {"consumer_key": key, "consumer_secret": secret} if used.keys == QUERY else {}
    return outside.send(
        method,
        addresses.api(access, path, used.is_plain),
        sandbox=addresses.sandbox(access),
        headers={"Accept": "application/json", **(headers or {})},
        most_bytes=MOST_BYTES,
        params={**query, **by_query},
        json=body,
        auth=(key, secret) if used.keys == HEADER else None,
    )


def _reply(access: Access, answer: Answer) -> Reply:
    data = answers.read(access, answer)
    total = answer.headers.get("x-wp-total", "")
    return Reply(data, int(total) if total.isdecimal() else None)
