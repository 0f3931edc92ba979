"""Say where a request or an answer of the Books API differs from what is documented or was seen."""

import re
from typing import Any

from .fields import REQUESTS, RESPONSES
from .operations import OPERATIONS, Operation
from .seen import SEEN_IN_ANSWERS, SEEN_IN_QUERIES, SEEN_IN_REQUESTS

PREFIX = "/books/v3"
KINDS: dict[str, tuple[type, ...]] = {"s": (str,), "n": (int, float), "i": (int,), "b": (bool,)}
Fields = dict[str, str]


def answer_problems(method: str, path: str, status: int, body: dict[str, Any]) -> list[str]:
    """Return what an answer without an error has that neither the OpenAPI nor a live answer has, one line each."""
    name, operation = _operation(method, path)
    if operation is None:
        return [f"{name} is not documented"]
    problems = [] if status in operation.statuses else [f"{name} answers {status}"]
    envelope = {"code": "i", "message": "s", "page_context": "page_context", **operation.holds}
    return problems + _problems(name, body, envelope, _answer_fields)


def request_problems(method: str, path: str, query: dict[str, str], body: Any) -> list[str]:
    """Return what a request has that neither the OpenAPI nor a live client has, one line each."""
    name, operation = _operation(method, path)
    if operation is None:
        return [f"{name} is not documented"]
    seen = SEEN_IN_QUERIES.get(_below(path), "").split()
    unknown = set(query) - operation.query - {"organization_id", *seen}
    problems = [f"{name} has no filter {one}" for one in sorted(unknown)]
    if body is None:
        return problems
    if not operation.sends:
        return [*problems, f"{name} takes no body"]
    return problems + _value_problems(name, body, operation.sends, _request_fields)


def _below(path: str) -> str:
    return path.removeprefix(PREFIX).rstrip("/")


def _operation(method: str, path: str) -> tuple[str, Operation | None]:
    name = f"{method} {re.sub(r'/[0-9]+(?=/|$)', '/{id}', _below(path))}"
    return name, OPERATIONS.get(name)


def _answer_fields(record: str) -> Fields:
    whole = record.removesuffix("_row")  # a row of a list may have more than the whole record
    texts = (RESPONSES.get(whole, ""), SEEN_IN_ANSWERS.get(whole, ""), SEEN_IN_ANSWERS.get(record, ""))
    return {name: kind for text in texts for name, kind in _fields(text).items()}


def _request_fields(record: str) -> Fields:
    kind = {"/salesorders": "order", "/contacts": "contact"}.get(
        record.partition(" ")[2].removesuffix("/{id}"), record
    )
    return {**_fields(REQUESTS.get(record, "")), **_fields(SEEN_IN_REQUESTS.get(kind, ""))}


def _fields(text: str) -> Fields:
    return dict(field.split(":", 1) for field in text.split())


def _problems(where: str, record: dict[str, Any], fields: Fields, lookup: Any) -> list[str]:
    problems = []
    for name, value in record.items():
        if name.startswith("cf_"):
            continue  # a custom field of the organization
        if name not in fields:
            problems.append(f"{where}.{name} is not documented")
        else:
            problems += _value_problems(f"{where}.{name}", value, fields[name], lookup)
    return problems


def _value_problems(where: str, value: Any, kind: str, lookup: Any) -> list[str]:
    if kind == "any":
        return []
    if kind.startswith("["):
        if not isinstance(value, list):
            return [f"{where} is no list"]
        return [problem for one in value for problem in _value_problems(where, one, kind[1:-1], lookup)]
    if kind.split("|")[0] in KINDS:
        return [] if any(_is_of(value, one) for one in kind.split("|")) else [f"{where} is {value!r}, not {kind}"]
    return _problems(where, value, lookup(kind), lookup) if isinstance(value, dict) else [f"{where} is no object"]


def _is_of(value: Any, kind: str) -> bool:
    return isinstance(value, KINDS[kind]) and (kind == "b" or not isinstance(value, bool))
