"""The OpenAPI document: addresses, methods and words are those of the routes, shapes those of operations.py."""

import re
from collections.abc import Iterator
from typing import Any

from flask import Flask

from zoho_app.api.door import BASE
from zoho_app.api.openapi import answers, requests
from zoho_app.api.openapi.operations import OPERATIONS, Operation
from zoho_app.api.openapi.shapes import ID, TEXT, Shape, answered, ref
from zoho_app.http.access import API_KEY

Json = dict[str, Any]
BLANK = re.compile(r"<[^:>]+:(\w+)>")
WORDS = {
    200: "Done",
    201: "Made",
    202: "A worker does it within seconds",
    400: "The body or the query is wrong; `errors` lists each mistake",
    401: "Wrong store id or key, or a revoked key",
    403: "The key may only read",
    404: "The store has no such thing",
    409: "It is there already, can't be done now, or somebody else changed it at the same time",
    413: "The body is too large",
    429: "Too many requests; wait as many seconds as X-Retry-After says",
    503: "The database can't be reached",
}
TOKENS: Json = {"X-Tokens-Remaining": {"description": "Requests that are left", "schema": {"type": "integer"}}}


def make(app: Flask) -> Json:
    """The whole document. Raises KeyError for a route that operations.py does not know."""
    paths: dict[str, Json] = {}
    for rule, method in routes(app):
        view = app.view_functions[rule.endpoint]
        path = BLANK.sub(r"{\1}", rule.rule.removeprefix(BASE))
        paths.setdefault(path, {})[method.lower()] = _operation(rule, method, view, OPERATIONS[rule.endpoint])
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Bookdesk API",
            "version": "2",
            "description": "Order Desk's API v2, as Bookdesk speaks it, and sending orders to Zoho Books.",
        },
        "servers": [{"url": BASE}],
        "security": [{"store": [], "key": []}],
        "paths": paths,
        "components": {
            "schemas": {**answers.SCHEMAS, **requests.SCHEMAS},
            "securitySchemes": {
                "store": {"type": "apiKey", "in": "header", "name": "ORDERDESK-STORE-ID"},
                "key": {"type": "apiKey", "in": "header", "name": "ORDERDESK-API-KEY"},
            },
        },
    }


def routes(app: Flask) -> Iterator[tuple[Any, str]]:
    """Each rule of the API with each of its methods, as they are called with a key."""
    for rule in app.url_map.iter_rules():
        if getattr(app.view_functions[rule.endpoint], "access", None) == API_KEY:
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, method


def _operation(rule: Any, method: str, view: Any, known: Operation) -> Json:
    words, _, more = (view.__doc__ or "").strip().partition("\n")
    described: Json = {
        "operationId": rule.endpoint.removeprefix("api_").replace(".", "_"),
        "tags": [known.group],
        "summary": words,
        "responses": _responses(rule, method, known),
    }
    if more.strip():
        described["description"] = " ".join(more.split())
    if parameters := [*_blanks(rule), *_query(known)]:
        described["parameters"] = parameters
    if known.body:
        described["requestBody"] = {"required": not known.may_be_empty, "content": _json(_body(known))}
    return described


def _body(known: Operation) -> Shape:
    shape = ref(known.body)
    if not known.body_is_list_under:
        return shape
    wrapped: Shape = {
        "type": "object",
        "properties": {known.body_is_list_under: shape},
        "required": [known.body_is_list_under],
    }
    return {"anyOf": [shape, wrapped]}


def _blanks(rule: Any) -> Iterator[Json]:
    for name in BLANK.findall(rule.rule):
        yield {"name": name, "in": "path", "required": True, "schema": ID}


def _query(known: Operation) -> Iterator[Json]:
    for name, shape in known.query.items():
        yield {"name": name, "in": "query", "schema": shape}


def _responses(rule: Any, method: str, known: Operation) -> Json:
    fields: dict[str, Shape] = {
        "status": {"const": "success"},
        "message": TEXT,
        "execution_time": TEXT,
        **known.payload,
    }
    done = answered(fields, optional=("message", *known.optional))
    wrong = [400, 401, *([403] if method != "GET" else []), *([404] if rule.arguments else [])]
    wrong += [*([409] if known.conflicts else []), *([413] if method != "GET" else []), 429, 503]
    shown = {str(status): _response(status, done) for status in known.statuses}
    return shown | {str(status): _response(status, ref("Error")) for status in wrong}


def _response(status: int, shape: Shape) -> Json:
    headers = {} if status in (400, 401, 503) else {"headers": TOKENS}
    return {"description": WORDS[status], **headers, "content": _json(shape)}


def _json(shape: Shape) -> Json:
    return {"application/json": {"schema": shape}}
