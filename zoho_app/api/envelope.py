"""What every answer of the API looks like: status, message, execution_time, and then what was asked for."""

import json
from time import perf_counter
from typing import Any

from flask import Response, g


class Answer(Response):
    """An answer that the API worded itself."""


def success(message: str = "", status: int = 200, **payload: Any) -> Answer:
    """An answer that all went well (Order Desk API docs)."""
    return _answer(head(message, **payload), status)


def head(message: str = "", **payload: Any) -> dict[str, Any]:
    """What an answer that all went well begins with; `payload` follows."""
    words = {"message": message} if message else {}
    return {"status": "success", **words, **_execution_time(), **payload}


def error(message: str, status: int, **payload: Any) -> Answer:
    """An answer that something did not; `message` says what, and what to do."""
    return _answer({"status": "error", "message": message, **_execution_time(), **payload}, status)


def start() -> None:
    """Begin to measure the time of this request."""
    g.api_started = perf_counter()


def _execution_time() -> dict[str, str]:
    return {"execution_time": f"{perf_counter() - g.get('api_started', perf_counter()):.4f} seconds"}


def _answer(body: dict[str, Any], status: int) -> Answer:
    return Answer(json.dumps(body), status, mimetype="application/json")
