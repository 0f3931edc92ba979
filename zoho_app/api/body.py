"""Read the JSON body of a request, or refuse it."""

import json
from typing import Any, NoReturn

from flask import request

# Values of a body, each of which takes some ten times its length in memory. The largest order has 400,000.
MOST_VALUES = 1_000_000


class BadBody(Exception):
    """The body of the request can't be used; its text says why."""


def read_object() -> dict[str, Any]:
    """The JSON object of the request. Raises BadBody."""
    body = read()
    if not isinstance(body, dict):
        raise BadBody("The body must be a JSON object.")
    return body


def read() -> Any:
    """The JSON of the request, whatever its Content-Type. Raises BadBody.

    Views call it before they ask the database anything, so that nobody waits for a large body on SQLite.
    """
    return parsed(request.get_data())


def parsed(body: bytes) -> Any:
    """What the JSON says. Raises BadBody, for one of very many values before it is taken apart."""
    if sum(map(body.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise BadBody(f"The body has more than {MOST_VALUES:,} values.")
    try:
        return json.loads(body, parse_constant=_refuse_constant)
    except ValueError as error:
        raise BadBody("The body is not valid JSON.") from error
    except RecursionError as error:
        raise BadBody("The JSON is nested too deeply.") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
