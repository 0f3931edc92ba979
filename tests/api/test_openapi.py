"""The OpenAPI document: it names what the API has, and whatever is sent by it is answered as it says."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from bs4 import BeautifulSoup
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from harness.desk import Desk
from zoho_app.api import bucket
from zoho_app.api.openapi.operations import OPERATIONS
from zoho_app.extensions import db
from zoho_app.http.access import API_KEY
from zoho_app.orders import inventory, shipments

pytestmark = [pytest.mark.once, pytest.mark.slow(25)]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 6  # of each operation and each way


def document(app: Flask) -> dict[str, Any]:
    answer = app.test_client().get("/api/v2/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json"), "public: it says nothing of a store"
    found: dict[str, Any] = answer.json or {}
    return found


def test_every_route_stands_in_it_and_the_reverse(app: Flask) -> None:
    routes = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "access", "") == API_KEY
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    operations = [one for methods in document(app)["paths"].values() for one in methods.values()]
    named = {f"api_{one['operationId']}" for one in operations}
    assert len(operations) == len(routes) > 25
    assert {endpoint.replace(".", "_") for endpoint, _ in routes} == named
    assert {endpoint for endpoint, _ in routes} == OPERATIONS.keys()
    assert document(app)["paths"]["/orders/{order_id}/submit"]["post"]["summary"].startswith("Schedule an order")


def test_people_read_it_without_an_account(app: Flask) -> None:
    answer = app.test_client().get("/api-docs")
    page = BeautifulSoup(answer.text, "lxml")
    shown = {" ".join(one.text.split()) for one in page.select("h3 code")}
    paths = document(app)["paths"].items()
    assert shown == {f"{method.upper()} {path}" for path, methods in paths for method in methods}
    assert not page.select("script:not([src])")


@pytest.fixture
def known(app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """What stands in addresses; the tokens of the store never run out."""
    monkeypatch.setattr(bucket, "take", lambda store_id: bucket.Taken(19, 0))
    order = desk.order("1001")
    shipment = shipments.add(order, {"tracking_number": "1Z1"}, "API")
    item = inventory.create(desk.store_id, {"code": "MUG", "name": "Mug"})
    db.session.commit()
    return {"order_id": order.id, "shipment_id": shipment.id, "item": item.id, "order_item": order.items[0].id}


@pytest.mark.parametrize("mode", [schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE])
def test_whatever_is_sent_by_it_is_answered_as_it_says(
    app: Flask, desk: Desk, known: dict[str, int], mode: schemathesis.GenerationMode
) -> None:
    headers = {"ORDERDESK-STORE-ID": str(desk.store_id), "ORDERDESK-API-KEY": desk.api_key}
    headers["Accept-Encoding"] = "identity"
    db.session.remove()
    schema = schemathesis.openapi.from_wsgi("/api/v2/openapi.json", app)
    tried = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case: schemathesis.Case) -> None:
            nonlocal tried
            tried += 1
            if tried % 2 and isinstance(case.path_parameters, dict):
                product = case.path.startswith("/inventory-items")
                here = {**known, "item_id": known["item" if product else "order_item"]}
                case.path_parameters = {name: here[name] for name in case.path_parameters}
            case.call_and_validate(headers=headers, checks=CHECKS)

        send()
    assert tried > 100
