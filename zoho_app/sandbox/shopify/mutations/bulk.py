"""Bulk operations: one query over all there is, its result a file of JSON lines."""

import dataclasses
import secrets
from typing import Any

from graphql import GraphQLError, OperationDefinitionNode, OperationType, execute_sync, parse

from ...common.store import Document
from .. import documents
from ..access.scopes import Caller
from ..graphql import json_lines, refusals
from ..graphql.schema import SCHEMA
from ..queries import root
from ..shapes import shop
from ..webhooks import events

Shape = dict[str, Any]
AT_ONCE = 5
NAME = "bulkOperation"


def run_query(info: Any, query: str, groupObjects: bool = False) -> Shape:  # noqa: N803 - Shopify's name
    """Take the query as it is now; the file is there after the seconds of the setting `bulk_seconds`."""
    caller: Caller = info.context
    running = [one for one in documents.find(caller.store, "bulk") if _is_running(caller, one)]
    if len(running) >= AT_ONCE:
        return _refused(None, "A bulk query operation for this app and shop is already in progress.", "LIMIT_REACHED")
    try:
        _check(query)
    except ValueError as error:
        return _refused(["query"], str(error), "INVALID")
    made = _run(caller, query)
    return {NAME: {**shop.bulk_operation(caller, made), "status": "CREATED"}, "userErrors": []}


def _check(query: str) -> None:
    """Raise ValueError for what no bulk operation may be."""
    try:
        document = parse(query)
    except GraphQLError as error:
        raise ValueError(f"Invalid bulk query: {error.message}") from error
    wrong = refusals.problems(document)
    if wrong:
        raise ValueError(f"Invalid bulk query: {wrong[0]['message']}")
    operation = document.definitions[0]
    if not isinstance(operation, OperationDefinitionNode) or operation.operation is not OperationType.QUERY:
        raise ValueError("Invalid bulk query: it must be a query.")
    json_lines.check(document, operation)


def _lines(caller: Caller, query: str) -> json_lines.Lines:
    """Ask everything with the scopes of the caller, pages of any length."""
    everywhere = dataclasses.replace(caller, is_bulk=True)
    answer = execute_sync(SCHEMA, parse(query), root.FIELDS, everywhere)
    codes = [error.extensions.get("code") if error.extensions else None for error in answer.errors or []]
    error = None if not codes else "ACCESS_DENIED" if "ACCESS_DENIED" in codes else "INTERNAL_SERVER_ERROR"
    return json_lines.lines_of(answer.data or {}, error)


def _run(caller: Caller, query: str) -> Document:
    store = caller.store
    found = _lines(caller, query)
    made = documents.put(
        store,
        "bulk",
        {
            "id": documents.new_id(store, "BulkOperation"),
            "query": query,
            "status": "",
            "error": found.error,
            "ready_at": store.now() + float(store.setting("bulk_seconds", 1)),
            "secret": secrets.token_urlsafe(24),
            "count": found.count,
            "roots": found.roots,
            "size": len(found.text.encode()),
            "text": found.text,
        },
    )
    body = {"admin_graphql_api_id": made["id"], "status": "failed" if found.error else "completed", "type": "query"}
    events.announce(store, [("bulk_operations/finish", body)], made["ready_at"] - store.now())
    return made


def cancel(info: Any, id: str) -> Shape:
    caller: Caller = info.context
    found = documents.get(caller.store, "bulk", id)
    if found is None:
        return _refused(["id"], "Bulk operation does not exist", None)
    if _is_running(caller, found):
        found["status"] = "CANCELED"
        documents.put(caller.store, "bulk", found)
    return {NAME: shop.bulk_operation(caller, found), "userErrors": []}


def _is_running(caller: Caller, one: Document) -> bool:
    return not one["status"] and caller.store.now() < one["ready_at"]


def _refused(field: list[str] | None, message: str, code: str | None) -> Shape:
    return {NAME: None, "userErrors": [{"field": field, "message": message, "code": code}]}
