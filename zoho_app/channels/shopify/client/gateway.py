"""Calls of the GraphQL Admin API, and its three layers of errors: HTTP, the answer's errors, the mutation's own."""

import json
from datetime import timedelta
from typing import Any

from zoho_app.channels.shopify.client import addresses, budget, token
from zoho_app.channels.shopify.client.operations import Operation
from zoho_app.channels.shopify.client.token import Token
from zoho_app.channels.shops import outside
from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.problems import (
    ACCESS,
    ANSWER,
    CLOSED,
    HIDDEN,
    PersonNeeded,
    Refused,
    ShopDown,
    TryLater,
)
from zoho_app.clock import now
from zoho_app.outgoing import Answer

Json = dict[str, Any]
FOR_A_PERSON = {
    402: "is frozen: its bill is not paid",
    403: "does not allow this app to use its data",
    404: "does not exist any more",
    423: "is locked",
}
LONGEST_QUOTE = 300


def call(access: Access, operation: Operation, **variables: Any) -> Json:
    """Make the call and return its data, which is whole: partial data is an error. No transaction may be open.

    A token that Shopify refuses is renewed once. Raises the problems of shops/problems.py.
    """
    return call_with(access, token.access_token(access), operation, **variables)


def call_with(access: Access, used: Token, operation: Operation, **variables: Any) -> Json:
    """The same with a token that has just been given."""
    answer, data = _send(access, used, operation, variables)
    if answer.status == 401:
        answer, data = _send(access, token.access_token(access, worse_than=used.version), operation, variables)
    return _whole(access, answer, data)


def changed(data: Json, name: str, wanted: str) -> Json:
    """What a mutation has made; only with no errors of its own, and with the object, was it done. Raises Refused."""
    payload = data.get(name) or {}
    errors = [str(error.get("message", "")) for error in payload.get("userErrors") or []]
    if errors or payload.get(wanted) is None:
        raise Refused(_cut(" ".join(errors) or "Shopify did not say what it did."))
    found = payload[wanted]
    return found if isinstance(found, dict) else {wanted: found}


def _send(access: Access, used: Token, operation: Operation, variables: Json) -> tuple[Answer, Json | None]:
    url = f"{addresses.base(access)}/admin/api/{addresses.VERSION}/graphql.json"
    body = {"query": operation.text, "variables": variables, "operationName": operation.name}
    headers = {"X-Shopify-Access-Token": used.value, "Accept": "application/json"}
    with budget.spend(access.shop_id, operation.cost) as spending:
        answer = outside.send("POST", url, sandbox=addresses.sandbox(access), headers=headers, json=body)
        data = _parsed(answer)
        spending.status = _cost(data).get("throttleStatus")
    return answer, data


def _parsed(answer: Answer) -> Json | None:
    try:
        data = json.loads(answer.body, parse_float=str)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _whole(access: Access, answer: Answer, data: Json | None) -> Json:
    _check_status(access, answer)
    if data is None:
        raise ShopDown("Shopify answered with something that is no JSON.")
    if errors := data.get("errors"):
        _raise(data, errors if isinstance(errors, list) else [{"message": str(errors)}])
    found = data.get("data")
    if not isinstance(found, dict):
        raise ShopDown("Shopify's answer has no data.")
    return found


def _check_status(access: Access, answer: Answer) -> None:
    status = answer.status
    if status == 200:
        return
    if status == 401:
        raise PersonNeeded(ACCESS, "Shopify does not accept the access of this app any more. Connect the shop again.")
    if status in FOR_A_PERSON:
        raise PersonNeeded(CLOSED, f"Shopify says that the shop {access.address} {FOR_A_PERSON[status]}.")
    if status == 429:
        text = answer.headers.get("retry-after", "")
        seconds = float(text) if text.replace(".", "", 1).isdecimal() else 2.0
        raise TryLater("Shopify asks to wait.", now() + timedelta(seconds=min(seconds, 300)))
    raise ShopDown(f"Shopify is out of order: it answered with status {status}.")


def _raise(data: Json, errors: list[Any]) -> None:
    """Raise what the answer's own errors mean; data beside them is never taken for the whole."""
    first = errors[0] if isinstance(errors[0], dict) else {"message": str(errors[0])}
    said = first.get("extensions")
    extensions = said if isinstance(said, dict) else {}
    code, words = str(extensions.get("code", "")), _cut(str(first.get("message", "")))
    if code == "THROTTLED":
        raise TryLater("Shopify allows more calls in a moment.", now() + _until_enough(data))
    if code == "ACCESS_DENIED" or "not approved to" in words:
        raise PersonNeeded(HIDDEN, f"Shopify hides data from this app: {words}")
    if code == "INTERNAL_SERVER_ERROR":
        raise ShopDown("Shopify is out of order: it had an error of its own.")
    if code == "MAX_COST_EXCEEDED":
        raise PersonNeeded(ANSWER, f"Shopify does not answer this question: {words}")
    raise Refused(f"Shopify refused the call: {words}")


def _until_enough(data: Json) -> timedelta:
    cost = _cost(data)
    status = cost.get("throttleStatus") or {}
    try:
        missing = float(cost["requestedQueryCost"]) - float(status["currentlyAvailable"])
        return timedelta(seconds=min(max(missing / float(status["restoreRate"]), 0.5), 60))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return timedelta(seconds=2)


def _cost(data: Json | None) -> Json:
    extensions = (data or {}).get("extensions")
    found = extensions.get("cost") if isinstance(extensions, dict) else None
    return found if isinstance(found, dict) else {}


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE]}…"
