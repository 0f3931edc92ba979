"""How Zoho Books words the faults that a test asks for.

code      an answer of 200 whose JSON says code, message
throttle  429 with code (44), message and, when given, Retry-After: retry_after
"""

from typing import Any

from ..common.faults import Answer, json_answer


def code(fields: dict[str, Any]) -> Answer:
    return json_answer(200, {"code": fields.get("code", 1000), "message": fields.get("message", "Internal error")})


def throttle(fields: dict[str, Any]) -> Answer:
    message = fields.get("message", "The maximum number of requests has been exceeded.")
    wait = [("Retry-After", str(fields["retry_after"]))] if "retry_after" in fields else []
    return json_answer(429, {"code": fields.get("code", 44), "message": message}, wait)


WORDS = {"code": code, "throttle": throttle}
