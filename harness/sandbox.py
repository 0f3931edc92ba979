"""Talking to the stand-in Zoho: inside the test, or running in a process of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from flask import Flask

from zoho_app.sandbox.app import create_sandbox

ORGANIZATION = "927270001"
CLIENT = {"client_id": "bookdesk-sandbox", "client_secret": "bookdesk-sandbox-secret"}
CALLBACK = "http://127.0.0.1:8000/callback"
SCOPES = ",".join(
    f"ZohoBooks.{scope}"
    for scope in (
        "settings.READ",
        "settings.CREATE",
        "settings.UPDATE",
        "settings.DELETE",
        "contacts.READ",
        "contacts.CREATE",
        "contacts.UPDATE",
        "salesorders.READ",
        "salesorders.CREATE",
        "salesorders.UPDATE",
        "salesorders.DELETE",
    )
)


def consent(**changes: str) -> dict[str, str]:
    """Return the query of an authorization request."""
    asked = {
        "response_type": "code",
        "client_id": CLIENT["client_id"],
        "redirect_uri": CALLBACK,
        "scope": SCOPES,
        "access_type": "offline",
        "prompt": "consent",
        "state": "state-1",
    }
    return {**asked, **changes}


class InsideZoho:
    """The sandbox in this very process, reached through Flask's test client."""

    def __init__(self, folder: Path) -> None:
        self.app: Flask = create_sandbox(str(folder / "sandbox.sqlite"), control_urls=True)
        self.web = self.app.test_client()
        self.access_token = ""

    def connect(self, **changes: str) -> dict[str, Any]:
        """Go through consent and exchange the code; return the token endpoint's answer."""
        answer = self.exchange(self.accept(**changes)["code"])
        self.access_token = answer.get("access_token", "")
        return answer

    def accept(self, **changes: str) -> dict[str, str]:
        """Press Accept; return what the callback receives."""
        response = self.web.post("/oauth/v2/auth", data={**consent(**changes), "decision": "accept"})
        assert response.status_code == 302, response.text
        return {name: values[0] for name, values in parse_qs(urlsplit(response.location).query).items()}

    def exchange(self, code: str, **changes: str) -> dict[str, Any]:
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, **CLIENT}
        return self._json(self.web.post("/oauth/v2/token", data={**form, **changes}))

    def refresh(self, refresh_token: str) -> dict[str, Any]:
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token, **CLIENT}
        return self._json(self.web.post("/oauth/v2/token", data=form))

    def call(self, method: str, path: str, json: Any = None, **query: Any) -> tuple[int, dict[str, Any]]:
        """Call the Books API; return status and JSON. `organization_id` is added unless given."""
        response = self.answer(method, path, json, **query)
        return response.status_code, self._json(response)

    def answer(self, method: str, path: str, json: Any = None, **query: Any) -> Any:
        return self.web.open(
            f"/books/v3{path}",
            method=method,
            json=json,
            query_string={"organization_id": ORGANIZATION, **query},
            headers={"Authorization": f"Zoho-oauthtoken {self.access_token}"},
        )

    def get(self, path: str, **query: Any) -> dict[str, Any]:
        status, answer = self.call("GET", path, **query)
        assert status == 200, answer
        return answer

    def post(self, path: str, json: Any = None, **query: Any) -> dict[str, Any]:
        status, answer = self.call("POST", path, json, **query)
        assert status in (200, 201), answer
        return answer

    def set_up(self, **settings: Any) -> None:
        assert self.web.post("/sandbox/settings", json=settings).status_code == 200

    def choose_edition(self, edition: str, **more: Any) -> None:
        """Start anew as an organization of that edition; `more` as set_edition()."""
        self.set_edition(edition=edition, **more)

    def set_edition(self, **changes: Any) -> None:
        """Change how the organization computes: item_tax, shipping_tax, tax_rounding and the other preferences."""
        answer = self.web.post("/sandbox/edition", json=changes)
        assert answer.status_code == 200, answer.text

    def fail(self, *rules: dict[str, Any]) -> None:
        assert self.web.post("/sandbox/faults", json=list(rules)).status_code == 200

    def ledger(self) -> dict[str, Any]:
        return self._json(self.web.get("/sandbox/ledger"))

    def item_id(self, sku: str = "BD-MUG-01") -> str:
        return str(self.get("/items", sku=sku)["items"][0]["item_id"])

    def customer_id(self) -> str:
        return str(self.get("/contacts")["contacts"][0]["contact_id"])

    def order_body(self, **changes: Any) -> dict[str, Any]:
        lines = [{"item_id": self.item_id(), "quantity": 2}]
        return {"customer_id": self.customer_id(), "line_items": lines, **changes}

    def create_order(self, **changes: Any) -> dict[str, Any]:
        body = self.order_body(**changes)
        numbered = {"ignore_auto_number_generation": "true"} if "salesorder_number" in changes else {}
        order = self.post("/salesorders", body, **numbered)["salesorder"]
        assert isinstance(order, dict)
        return order

    @staticmethod
    def _json(response: Any) -> dict[str, Any]:
        answer = response.get_json()
        assert isinstance(answer, dict), response.text
        return answer


class SandboxProcess:
    """The sandbox as people run it: `python -m zoho_app.sandbox` on a free port, with control URLs."""

    module = "zoho_app.sandbox"

    def __init__(self, data: Path, port: int = 0) -> None:
        self.data = data
        self.port = port
        self.process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self) -> str:
        """Start it and return its address once it listens; a restart takes the same port."""
        command = [sys.executable, "-m", self.module, "--control", "--data", str(self.data)]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ZOHO_")}
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)], stdout=subprocess.PIPE, text=True, env=environment
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert "listening on" in line, "the sandbox did not start"
        self.url = line.split()[-1]
        self.port = urlsplit(self.url).port or 0
        return self.url

    def stop(self, how: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit status (-9 after SIGKILL)."""
        assert self.process is not None and self.process.stdout is not None
        self.process.send_signal(how)
        status = self.process.wait(timeout=10)
        self.process.stdout.close()
        return status

    def connect(self) -> dict[str, str]:
        """Go through consent; return the headers that the Books API wants."""
        return books_headers(self.url)


def books_headers(url: str) -> dict[str, str]:
    """Go through the consent of the sandbox at `url`; return the headers that its Books API wants."""
    return {"Authorization": f"Zoho-oauthtoken {tokens(url)['access_token']}"}


def tokens(url: str) -> dict[str, str]:
    """Go through the consent of the sandbox at `url`; return the answer of its token endpoint."""
    form = {**consent(), "decision": "accept"}
    back = requests.post(f"{url}/oauth/v2/auth", data=form, allow_redirects=False, timeout=10)
    code = parse_qs(urlsplit(back.headers["Location"]).query)["code"][0]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, **CLIENT}
    answer = requests.post(f"{url}/oauth/v2/token", data=form, timeout=10).json()
    assert isinstance(answer, dict)
    return answer
