"""One log line for each request: who requested what, from where, and the result.

It names the route and the numbers in the address, never the address itself, which may hold a secret.
"""

import logging
import secrets
from time import monotonic

from flask import Flask, g, request
from werkzeug.wrappers import Response

from zoho_app.logs import context, events

HEADER = "X-Request-Id"
# Why a request was refused, as far as nobody has said it more exactly (see `refused_because`).
REFUSALS = {401: "not signed in", 403: "role", 413: "too large", 429: "too many attempts"}
# What monitors and pages ask for all the time.
QUIET = ("static", "health.health")


def init_app(app: Flask) -> None:
    """Begin with each request before anything else looks at it, and end after everything else has."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_forget)


def refused_because(reason: str) -> None:
    """Say why the request under way is refused: "CSRF", "stranger" and the like."""
    context.bind(reason=reason)


def _begin() -> None:
    g.request_id = secrets.token_hex(8)  # ours: one that came along may be forged
    g.began_at = monotonic()
    context.begin(
        request_id=g.request_id,
        address=request.remote_addr,
        method=request.method[:10],
        route=request.url_rule.rule if request.url_rule else None,
        **_numbers_in_the_address(),
    )


def _numbers_in_the_address() -> dict[str, int]:
    """Such as the store and the order; words in addresses may be secrets."""
    numbers = {name: value for name, value in (request.view_args or {}).items() if isinstance(value, int)}
    store = {"store": numbers.pop("store_id")} if "store_id" in numbers else {}
    return store | numbers


def _end(answer: Response) -> Response:
    answer.headers[HEADER] = g.request_id
    status = answer.status_code
    if request.endpoint in QUIET and status < 400:
        return answer
    reason = context.current().get("reason") or REFUSALS.get(status)
    name, level = _judged(status, is_refused=bool(reason))
    took = round((monotonic() - g.began_at) * 1000)
    events.note(name, level, status=status, reason=reason, milliseconds=took)
    return answer


def _forget(_: BaseException | None) -> None:
    """What the same thread logs next is not of this request."""
    context.begin()


def _judged(status: int, is_refused: bool) -> tuple[str, int]:
    if status >= 500:
        return "request.failed", logging.ERROR
    if is_refused:
        return "request.refused", logging.WARNING
    return "request.answered", logging.INFO
