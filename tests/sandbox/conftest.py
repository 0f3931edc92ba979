"""Every answer that a test of the stand-in gets is compared with Zoho's OpenAPI and with live answers."""

from pathlib import Path
from typing import Any

import pytest

from harness.documented.check import answer_problems
from harness.sandbox import InsideZoho


@pytest.fixture(autouse=True)
def every_answer_is_documented(monkeypatch: pytest.MonkeyPatch) -> None:
    ask = InsideZoho.answer

    def ask_and_check(zoho: InsideZoho, method: str, path: str, json: Any = None, **query: Any) -> Any:
        response = ask(zoho, method, path, json, **query)
        found = response.get_json(silent=True)
        if response.status_code < 300 and isinstance(found, dict) and found.get("code") == 0:
            assert answer_problems(method, path, response.status_code, found) == []
        return response

    monkeypatch.setattr(InsideZoho, "answer", ask_and_check)


@pytest.fixture
def zoho(tmp_path: Path) -> InsideZoho:
    """The stand-in with a connected program and no limit of calls."""
    zoho = InsideZoho(tmp_path)
    zoho.connect()
    zoho.set_up(unlimited=True)
    return zoho
