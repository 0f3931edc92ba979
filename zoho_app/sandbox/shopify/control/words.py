"""How Shopify words the faults that a test asks for.

code      an answer of 200 with a top-level error: code (INTERNAL_SERVER_ERROR), message, and data when given
throttle  an answer of 200 with THROTTLED and the costs requested (100) and available (0); with retry_after an HTTP
          429 instead, as older shops answer
"""

from typing import Any

from ...common.faults import Answer, json_answer
from ..gate import THROTTLED


def code(fields: dict[str, Any]) -> Answer:
    message = fields.get("message", "Internal error. Looks like something went wrong on our end.")
    answer = {"errors": [{"message": message, "extensions": {"code": fields.get("code", "INTERNAL_SERVER_ERROR")}}]}
    return json_answer(200, {**answer, "data": fields["data"]} if "data" in fields else answer)


def throttle(fields: dict[str, Any]) -> Answer:
    if "retry_after" in fields:
        body = {"errors": "Exceeded 2 calls per second for api client. Reduce request rates."}
        return json_answer(429, body, [("Retry-After", str(fields["retry_after"]))])
    status = {
        "maximumAvailable": 2000.0,
        "currentlyAvailable": float(fields.get("available", 0)),
        "restoreRate": float(fields.get("restore_rate", 100)),
    }
    cost = {"requestedQueryCost": fields.get("requested", 100), "actualQueryCost": None, "throttleStatus": status}
    return json_answer(200, {"errors": [THROTTLED], "extensions": {"cost": cost}})


WORDS = {"code": code, "throttle": throttle}
