"""The stand-in as a process of its own: it starts, stops at once, and loses nothing when killed."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from harness.sandbox import ORGANIZATION, SandboxProcess
from zoho_app.sandbox.app import create_sandbox


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[SandboxProcess]:
    process = SandboxProcess(tmp_path / "zoho.sqlite")
    process.start()
    yield process
    if process.process is not None and process.process.poll() is None:
        process.stop(signal.SIGKILL)


def test_killed_in_the_middle_of_work_it_still_has_every_order_it_confirmed(sandbox: SandboxProcess) -> None:
    headers = sandbox.connect()
    books = f"{sandbox.url}/books/v3"
    query = {"organization_id": ORGANIZATION, "ignore_auto_number_generation": "true"}
    customer = requests.get(f"{books}/contacts", params=query, headers=headers, timeout=10).json()["contacts"][0]

    def create(number: int) -> str:
        body = {
            "customer_id": customer["contact_id"],
            "salesorder_number": f"K-{number % 40}",
            "line_items": [{"name": "Thing", "rate": 1}],
        }
        try:
            answer = requests.post(f"{books}/salesorders", params=query, json=body, headers=headers, timeout=10)
        except requests.RequestException:
            return ""
        return body["salesorder_number"] if answer.status_code == 201 else ""

    requests.post(f"{sandbox.url}/sandbox/settings", json={"unlimited": True}, timeout=10)
    with ThreadPoolExecutor(8) as threads:
        work = [threads.submit(create, number) for number in range(400)]
        time.sleep(0.6)
        assert sandbox.stop(signal.SIGKILL) == -signal.SIGKILL
    confirmed = [one.result() for one in work if one.result()]
    assert confirmed
    assert len(confirmed) == len(set(confirmed)), "two creations of one number were confirmed"
    sandbox.start()
    rows = requests.get(f"{books}/salesorders", params=query, headers=headers, timeout=10).json()["salesorders"]
    kept = [row["salesorder_number"] for row in rows]
    assert set(confirmed) <= set(kept)
    assert len(kept) == len(set(kept))


def test_it_stops_promptly_when_told_to(sandbox: SandboxProcess) -> None:
    started = time.monotonic()
    assert sandbox.stop(signal.SIGTERM) == 0
    assert time.monotonic() - started < 3


def test_a_data_file_that_cannot_be_made_stops_the_start_with_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "zoho_app.sandbox", "--port", "0"]
    data = str(tmp_path / "missing" / "zoho.sqlite")
    done = subprocess.run([*command, "--data", data], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith(f"The sandbox cannot keep its data in {data}")
    assert done.stderr.count("\n") == 1


def test_control_addresses_exist_only_when_asked_for(tmp_path: Path) -> None:
    web = create_sandbox(str(tmp_path / "plain.sqlite")).test_client()
    for path in ("faults", "settings", "reset"):
        assert web.post(f"/sandbox/{path}", json=[]).status_code == 404
    assert web.get("/sandbox/ledger").status_code == 404
    assert web.get("/").status_code == 200


def test_it_answers_under_its_own_names_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A web site whose name suddenly leads to this machine must not reach it through somebody's browser."""
    monkeypatch.setenv("ZOHO_SANDBOX_URL", "http://sandbox.example.com:8001")
    web = create_sandbox(str(tmp_path / "plain.sqlite")).test_client()
    for host in ("localhost:8001", "127.0.0.1:8001", "[::1]:8001", "sandbox.example.com:8001"):
        assert web.get("/", headers={"Host": host}).status_code == 200, host
    for host in ("evil.example:8001", "localhost.evil.example", "10.0.0.7:8001", ""):
        for path in ("/", "/books/v3/organizations", "/oauth/v2/auth"):
            assert web.get(path, headers={"Host": host}).status_code == 421, (host, path)
        assert web.post("/oauth/v2/token", headers={"Host": host}).status_code == 421, host
