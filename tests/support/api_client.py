"""A client of the JSON API, as an integrator's program would be one."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.test import TestResponse

from harness.desk import Desk
from zoho_app.extensions import db
from zoho_app.rules.models import Rule


class Api:
    """Speaks to one store with its key; `raw` sends bytes as they are."""

    def __init__(self, desk: Desk) -> None:
        self.client = desk.app.test_client()
        self.headers = {
            "ORDERDESK-STORE-ID": str(desk.store_id),
            "ORDERDESK-API-KEY": desk.api_key,
            "Content-Type": "application/json",
        }

    def get(self, path: str, **query: str) -> TestResponse:
        return self.client.get(f"/api/v2{path}", headers=self.headers, query_string=query)

    def post(
        self, path: str, body: Any = None, raw: bytes | None = None, headers: dict[str, str] | None = None
    ) -> TestResponse:
        return self._send("POST", path, body, raw, headers)

    def put(self, path: str, body: Any) -> TestResponse:
        return self._send("PUT", path, body)

    def delete(self, path: str) -> TestResponse:
        return self._send("DELETE", path, None)

    def _send(
        self,
        method: str,
        path: str,
        body: Any,
        raw: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> TestResponse:
        data = raw if raw is not None else json.dumps(body).encode()
        return self.client.open(
            f"/api/v2{path}", method=method, data=data, headers={**self.headers, **(headers or {})}
        )


def rule(desk: Desk, event: str, tag: str) -> None:
    actions = [{"action": "Add Order Note", "values": {"content": tag}}]
    db.session.add(Rule(store_id=desk.store_id, name=tag, event=event, filters=[], actions=actions))
    db.session.commit()
