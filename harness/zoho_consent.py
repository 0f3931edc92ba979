"""Going through consent as a person does: the button, Zoho's page, Accept, and back."""

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import requests
from flask.testing import FlaskClient

from harness.desk import Desk, csrf_token
from harness.sandbox import SandboxProcess


class Zoho:
    """A sandbox process seen by a test: what to press there, what it was asked, how it shall fail."""

    def __init__(self, process: SandboxProcess, desk: Desk) -> None:
        self.url = process.url
        self.page = f"{desk.address}/integrations/zoho-books"
        self.reset()

    def reset(self) -> None:
        requests.post(f"{self.url}/sandbox/reset", timeout=10).raise_for_status()

    def fail(self, *rules: dict[str, Any]) -> None:
        requests.post(f"{self.url}/sandbox/faults", json=list(rules), timeout=10).raise_for_status()

    def set_edition(self, **changes: Any) -> None:
        """Make the organization one of another `edition` (us, uk, in ...), or change how it computes."""
        requests.post(f"{self.url}/sandbox/edition", json=changes, timeout=10).raise_for_status()

    def calls(self, path: str) -> list[dict[str, Any]]:
        """The requests to that path which the sandbox has seen."""
        ledger = requests.get(f"{self.url}/sandbox/ledger", timeout=10).json()
        return [entry for entry in ledger["requests"] if entry["path"] == path]

    def add_organization(self, name: str = "Sandbox Trading UK") -> None:
        form = {"name": name}
        requests.post(f"{self.url}/settings/organizations", data=form, timeout=10).raise_for_status()

    def press_connect(self, client: FlaskClient, data_center: str = "sandbox") -> Any:
        form = {"csrf_token": csrf_token(client, self.page), "data_center": data_center}
        return client.post(f"{self.page}/connect", data=form)

    def consent(self, client: FlaskClient, decision: str = "accept", **changes: str) -> str:
        """Press the button, then Accept; return the address that Zoho sends the browser to."""
        answer = self.press_connect(client)
        assert answer.status_code == 302, answer.text
        asked = dict(parse_qsl(urlsplit(answer.location).query))
        form = {**asked, **changes, "decision": decision}
        back = requests.post(f"{self.url}/oauth/v2/auth", data=form, allow_redirects=False, timeout=10)
        return back.headers["Location"]

    def connect(self, client: FlaskClient) -> Any:
        """Connect the store; return the page on which the browser ends up."""
        return client.get(local(self.consent(client)), follow_redirects=True)


def local(address: str, **changes: str) -> str:
    """Path and query of an address, some parameters changed (or left out, when changed to "")."""
    parts = urlsplit(address)
    query = {**dict(parse_qsl(parts.query)), **{name.replace("_", "-"): text for name, text in changes.items()}}
    return f"{parts.path}?{urlencode({name: text for name, text in query.items() if text})}"
