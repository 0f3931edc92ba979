"""Lists as files, as programs and spreadsheets read them."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from flask.testing import FlaskClient

FORMULA = '=HYPERLINK("https://evil.example","x")'


def as_csv(client: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert "attachment; filename=" in answer.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def as_json(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    answer = client.get(address)
    assert answer.mimetype == "application/json"
    rows: list[dict[str, Any]] = json.loads(answer.data)
    return rows
