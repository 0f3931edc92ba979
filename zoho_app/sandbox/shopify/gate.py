"""The address of the GraphQL Admin API: who asks, in which version, at what cost."""

from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request
from graphql import (
    DocumentNode,
    ExecutionResult,
    FragmentDefinitionNode,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    execute_sync,
    parse,
)

from ..common.ledger import note_details
from .access import tokens
from .access.scopes import Caller
from .graphql import refusals, variables, versions
from .graphql.cost import MOST, Cost
from .graphql.problems import DOCUMENTATION
from .graphql.schema import SCHEMA
from .mutations import root as mutations
from .queries import root as queries
from .seed import setting
from .shapes.orders import order as order_shape
from .state import shop

blueprint = Blueprint("gate", __name__)
STATES = {
    "frozen": (402, "Unavailable Shop"),
    "refused": (403, "[API] This action requires merchant approval for read_orders scope."),
    "gone": (404, "Not Found"),
    "locked": (423, "Locked"),
}
UNKNOWN_TOKEN = "[API] Invalid API key or access token (unrecognized login or wrong password)"  # noqa: S105
Errors = list[dict[str, Any]]


@blueprint.post("/admin/api/<version>/graphql.json")
def graphql(version: str) -> Response:
    served = versions.serving(version, shop().store.now())
    answer = _answer() if served else _gateway(404, "Not Found")
    if served:
        answer.headers["X-Shopify-API-Version"] = served
    return answer


def _answer() -> Response:
    """Answer a query that came in whatever state the shop is in."""
    store = shop().store
    state = setting(store)["state"]
    if state in STATES:
        return _gateway(*STATES[state])
    scopes = tokens.scopes_of(store, request.headers.get("X-Shopify-Access-Token", ""))
    if scopes is None:
        return _gateway(401, UNKNOWN_TOKEN)
    given = request.get_json(silent=True)
    if not isinstance(given, dict) or not isinstance(given.get("query"), str):
        return _gateway(400, {"query": "Required parameter missing or invalid"})
    caller = Caller(
        store,
        frozenset(scopes),
        lag=request.environ.get("sandbox.lag", 0) or float(store.setting("search_lag", 0)),
        repeats=request.environ.get("sandbox.repeat", False),
        root_url=shop().root_url(),
        order_shape=order_shape,
    )
    return _operate(caller, given["query"], given.get("variables") or {}, given.get("operationName"))


def _operate(caller: Caller, text: str, given: dict[str, Any], name: str | None) -> Response:
    try:
        document, wrong = _understood(text)
    except GraphQLError as error:
        return _refused([{"message": error.message, "locations": [], "extensions": {"code": "parseError"}}])
    if wrong:
        return _refused(wrong)
    operation = _chosen(document, name)
    if operation is None:
        return _refused([{"message": "An operation name is required", "extensions": {"code": "BAD_REQUEST"}}])
    try:
        values = variables.coerced(operation, given)
    except variables.InvalidVariables as error:
        return _refused(error.errors)
    fragments = {one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)}
    cost = Cost(operation, fragments, values)
    asked = cost.requested()
    operation_name = operation.name.value if operation.name else ""
    note_details(operation=operation_name, requested=asked, scopes=sorted(caller.scopes))
    if asked > MOST:
        return _refused([_too_dear(asked)])
    return _charged(caller, document, operation, given, cost, asked)


def _charged(
    caller: Caller,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    given: dict[str, Any],
    cost: Cost,
    asked: int,
) -> Response:
    """Execute what the bucket has points for, and give back what it did not cost."""
    bucket = shop().bucket
    if not bucket.take(asked):
        note_details(throttled=True)
        return jsonify({"errors": [THROTTLED], "extensions": {"cost": _cost(asked, None)}})
    name = operation.name.value if operation.name else None
    found = _executed(caller, document, operation, given, name)
    actual = min(cost.actual(found.data), asked)
    bucket.give_back(asked - actual)
    note_details(actual=actual)
    answer: dict[str, Any] = {}
    if found.errors:
        answer["errors"] = [_formatted(error) for error in found.errors]
    answer["data"] = found.data
    answer["extensions"] = {"cost": _cost(asked, actual)}
    if caller.searches:
        answer["extensions"]["search"] = caller.searches
    return jsonify(answer)


def _executed(
    caller: Caller,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    given: dict[str, Any],
    name: str | None,
) -> ExecutionResult:
    is_query = operation.operation is OperationType.QUERY
    root = queries.FIELDS if is_query else mutations.FIELDS
    if is_query:
        return execute_sync(SCHEMA, document, root, caller, given, name)
    with caller.store.transaction():
        return execute_sync(SCHEMA, document, root, caller, given, name)


@lru_cache(64)
def _understood(text: str) -> tuple[DocumentNode, Errors]:
    document = parse(text)
    return document, refusals.problems(document)


def _chosen(document: DocumentNode, name: str | None) -> OperationDefinitionNode | None:
    found = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    if name:
        found = [one for one in found if one.name and one.name.value == name]
    return found[0] if len(found) == 1 else None


def _cost(asked: int, actual: int | None) -> dict[str, Any]:
    return {"requestedQueryCost": asked, "actualQueryCost": actual, "throttleStatus": shop().bucket.status()}


THROTTLED = {
    "message": "Throttled",
    "extensions": {"code": "THROTTLED", "documentation": f"{DOCUMENTATION}/rate-limits"},
}


def _too_dear(asked: int) -> dict[str, Any]:
    message = f"Query cost is {asked}, which exceeds the single query max cost limit ({MOST})."
    details = {"cost": asked, "maxCost": MOST, "documentation": f"{DOCUMENTATION}/rate-limits"}
    return {"message": message, "extensions": {"code": "MAX_COST_EXCEEDED", **details}}


def _formatted(error: GraphQLError) -> dict[str, Any]:
    """Return an error as it is answered; one without a code is a mistake of the stand-in's own."""
    found = dict(error.formatted)
    if "extensions" not in found:
        found["extensions"] = {"code": "INTERNAL_SERVER_ERROR"}
    return found


def _refused(errors: Errors) -> Response:
    return jsonify({"errors": errors})


def _gateway(status: int, errors: Any) -> Response:
    answer = jsonify({"errors": errors})
    answer.status_code = status
    return answer


@blueprint.get("/bulk/<secret>.jsonl")
def bulk_file(secret: str) -> Response:
    """Give the file of a finished bulk operation to whoever has its link; no token is needed."""
    store = shop().store
    found = store.find("bulk", "shop", "json_extract(body, '$.secret') = ?", [secret])
    if not found or found[0]["status"] or found[0]["ready_at"] > store.now():
        abort(404)
    return Response(found[0]["text"], content_type="application/jsonl")
