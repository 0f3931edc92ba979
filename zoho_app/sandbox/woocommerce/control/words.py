"""How WordPress and its hosts word the faults that a test asks for.

code      an error of the API: status (500), code (internal_server_error) and message
throttle  a host's HTTP 429, with Retry-After when retry_after is given
"""

from typing import Any

from ...common.faults import Answer, json_answer
from ..errors import RestError


def code(fields: dict[str, Any]) -> Answer:
    message = fields.get("message", "<p>There has been a critical error on this website.</p>")
    error = RestError(fields.get("status", 500), fields.get("code", "internal_server_error"), message)
    return json_answer(error.status, error.body())


def throttle(fields: dict[str, Any]) -> Answer:
    headers = [("Retry-After", str(fields["retry_after"]))] if "retry_after" in fields else []
    return Answer(429, "text/html", b"<html><body><h1>Too Many Requests</h1></body></html>", headers)


WORDS = {"code": code, "throttle": throttle}
