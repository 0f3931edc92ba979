"""A merchant who works over HTTP with a server whose processes are killed all the time, and who kills them."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
import sqlalchemy
from bs4 import BeautifulSoup
from sqlalchemy import create_engine, update

from harness.desk import order_data
from harness.sandbox import ORGANIZATION, books_headers
from harness.server import ROOT, Server, clean_environment, parent_of, processes_of, wait_for
from zoho_app.appointments.models import Appointment, Gate
from zoho_app.clock import now
from zoho_app.zoho_books.cache.models import EmailLease
from zoho_app.zoho_books.models import Connection, SalesOrder

PASSWORD = "a-long-winding-road-7"
# Longer than any start of the whole server takes, also on a machine that has much else to do.
PATIENCE = 180
ESTABLISHED = "01"  # proc(5)
# What runs below the parent, each by a part of its command; forks of it have the same command.
PARTS = ("redis", "zoho_app.sandbox", "worker.py zoho_books", "worker.py bulk", "worker.py clock", "gunicorn")
PARENT = "the parent"
# Until then something dead is thought to be still at work, or an answer of Zoho may still come.
WAITS = (
    Appointment.lease_until,
    Appointment.due_at,
    Gate.closed_until,
    Connection.refreshing_until,
    EmailLease.busy_until,
    SalesOrder.sent_at,
)


class Merchant:
    """Opens a store, connects it to the sandbox, and then does what a day's work needs, however often it takes."""

    def __init__(self, server: Server, email: str = "ada@example.com") -> None:
        self.server, self.email = server, email
        self.desk = f"http://localhost:{server.port}"
        self.sandbox = f"http://localhost:{server.sandbox_port}"
        self.browser = requests.Session()
        made = json.loads(self._command("store", "create", "Acme", "--json"))
        self.store = f"{self.desk}/stores/{made['store_id']}"
        self._api = {"ORDERDESK-STORE-ID": str(made["store_id"]), "ORDERDESK-API-KEY": made["api_key"]}
        who = ("--email", email, "--role", "owner", "--store", str(made["store_id"]))
        self._command("user", "create", *who, "--password-stdin", typed=PASSWORD)
        self.folders = {
            name: int(folder_id) for folder_id, name in self.api("GET", "/store").json()["store"]["folders"].items()
        }

    def _command(self, *words: str, typed: str = "") -> str:
        return subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *words],
            env=clean_environment(**self.server.environment),
            cwd=ROOT,
            input=typed,
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
        ).stdout

    def save_settings(self) -> None:
        """Sign in, connect, and let a rule send every imported order."""
        self.sign_in()
        zoho = f"{self.store}/integrations/zoho-books"
        consent = self.fill_in(zoho, f"{zoho}/connect", data_center="sandbox")
        answer = self.browser.post(consent.url, data={**_fields(consent.text), "decision": "accept"})
        assert "Connected to Zoho Books." in answer.text, answer.text
        settings = _fields(
            self.browser.get(zoho, timeout=20).text, urlsplit(zoho).path
        )  # a new store is set up already
        assert settings["after_import_folder_id"] == str(self.folders["Prepared"]), settings
        assert settings["after_shipment_folder_id"] == str(self.folders["Closed"]), settings
        answer = self.fill_in(
            f"{self.store}/rules/new",
            event="Order is Imported",
            add_action="Submit Order to Zoho Books",
            do="save",
        )
        assert "added." in answer.text, answer.text

    def sign_in(self) -> None:
        self.fill_in(f"{self.desk}/sign-in", email=self.email, password=PASSWORD)

    def fill_in(self, page: str, action: str = "", **typed: str) -> requests.Response:
        """Change some fields of the form on a page and send it, to `action` or to the page itself."""
        target = urlsplit(action or page).path
        fields = _fields(self.browser.get(page, timeout=20).text, target)
        return self.browser.post(action or page, data={**fields, **typed}, timeout=20)

    def api(self, method: str, path: str, **more: Any) -> requests.Response:
        return requests.request(method, f"{self.desk}/api/v2{path}", headers=self._api, timeout=20, **more)

    def import_order(self, source_id: str, email: str) -> int:
        """Send an order as a sales channel does: again and again until the desk says that it has it.

        Returns its id.
        """
        first_name = email.partition("@")[0].title()
        body = {**order_data(source_id), "email": email}
        for part in ("customer", "shipping"):
            body[part] = {**body[part], "first_name": first_name}
        answer = persist(lambda: self.api("POST", "/orders", json=body), (201, 409))
        assert answer.status_code == 201 or "already" in answer.text, answer.text
        return int(answer.json()["order"]["id"] if answer.status_code == 201 else answer.json()["order_id"])

    def orders(self) -> list[dict[str, Any]]:
        return persist(lambda: self.api("GET", "/orders?limit=500"), (200,)).json()["orders"]

    def count_closed(self) -> int:
        return sum(order["folder_id"] == self.folders["Closed"] for order in self.orders())

    def ship_what_arrived(self, shipped: dict[str, str]) -> None:
        """Type a tracking number for each sales order in the back office that has none yet; note it in `shipped`."""
        page = BeautifulSoup(persist(lambda: requests.get(self.sandbox, timeout=20), (200,)).text, "lxml")
        for link in page.select("td[data-label=Number] a"):
            order_id = str(link["href"]).rpartition("/")[2]
            if order_id not in shipped:
                form = {"cf_tracking_number": f"1Z{order_id}", "cf_carrier": "UPS", "cf_shipping_method": "Ground"}
                address = f"{self.sandbox}/orders/{order_id}/tracking"
                persist(lambda url=address, data=form: requests.post(url, data=data, timeout=20), (200,))  # type: ignore[misc]
                shipped[order_id] = form["cf_tracking_number"]

    def check_for_shipments(self) -> None:
        zoho = f"{self.store}/integrations/zoho-books"
        persist(lambda: self.fill_in(zoho, f"{zoho}/check"), (200,))

    def read_books(self, what: str) -> list[dict[str, Any]]:
        """All sales orders or contacts in the sandbox, read by its API as another program would."""
        requests.post(f"{self.sandbox}/sandbox/settings", json={"unlimited": True}, timeout=20).raise_for_status()
        headers = books_headers(self.sandbox)
        query: dict[str, str | int] = {"organization_id": ORGANIZATION, "per_page": 200}
        answer = requests.get(f"{self.sandbox}/books/v3/{what}", headers=headers, params=query, timeout=20).json()
        assert not answer["page_context"]["has_more_page"]
        return answer[what]


def _fields(page: str, action: str = "") -> dict[str, str]:
    """What the form of a page would send unchanged: the one that leads to `action`, else the first in <main>."""
    soup = BeautifulSoup(page, "lxml")
    posts = 'form[method="post"]'
    form = (
        soup.select_one(f'{posts}[action="{action}"]') or soup.select_one(f"main {posts}") or soup.select_one(posts)
    )
    assert form is not None, page
    fields = {}
    for one in form.select("input[name], textarea[name], select[name]"):
        if one.name == "select":
            chosen = one.select_one("option[selected]") or one.select_one("option")
            fields[str(one["name"])] = str(chosen["value"]) if chosen else ""
        elif one.name == "textarea":
            fields[str(one["name"])] = one.get_text().removeprefix("\n")
        elif one.get("type") not in ("checkbox", "radio") or one.has_attr("checked"):
            fields[str(one["name"])] = str(one.get("value", ""))
    return fields


def persist(ask: Callable[[], requests.Response], accepted: tuple[int, ...]) -> requests.Response:
    """Ask until an answer comes that is accepted: one whose server died under way is asked again."""
    give_up_at = time.monotonic() + PATIENCE
    while True:
        try:
            answer = ask()
            if answer.status_code in accepted:
                return answer
            words = f"{answer.status_code} {answer.text[:2000]}"
        except requests.RequestException as error:
            words = str(error)
        assert time.monotonic() < give_up_at, words
        time.sleep(0.1)


def kill_all_the_time(server: Server, seed: int) -> list[str]:
    """kill -9 each part, those that send orders twice, and all at a time, in an order and at moments of chance.

    Returns what was killed, in that order.
    """
    chance = random.Random(seed)
    plan = [*PARTS, *(part for part in PARTS if "zoho_books" in part), PARENT]
    chance.shuffle(plan)
    for part in plan:
        time.sleep(chance.uniform(0.1, 0.9))
        if part == PARENT:
            kill_and_start_again(server)
        else:
            wait_for(lambda part=part: _kill_one(server, part, chance), PATIENCE, lambda: server.log)  # type: ignore[misc]
    return plan


def _kill_one(server: Server, part: str, chance: random.Random) -> bool:
    """Kill one process of the part, be it the first or one that it forked; False while it has none."""
    running = sorted(pid for pid, command in processes_of(server.folder).items() if part in command)
    if running:
        try:
            os.kill(chance.choice(running), signal.SIGKILL)
        except ProcessLookupError:
            return False  # it has just ended
    return bool(running)


def kill_and_start_again(server: Server) -> None:
    """kill -9 of the parent, with which everything ends; then a fresh start."""
    assert server.process
    server.process.kill()
    server.process.wait()
    wait_for(lambda: processes_of(server.folder) == {}, 10, lambda: str(processes_of(server.folder)))
    server.start()


def kill_in_call(server: Server, queue: str) -> list[int]:
    """kill -9 what a worker of that queue has forked and now waits for an answer of the sandbox; who was killed."""
    running = processes_of(server.folder)
    workers = {pid for pid, command in running.items() if "worker.py " in command and f" {queue}" in command}
    in_call = [pid for pid in workers if parent_of(pid) in workers and _is_connected(pid, server.sandbox_port)]
    for pid in in_call:
        os.kill(pid, signal.SIGKILL)
    return in_call


def _is_connected(pid: int, port: int) -> bool:
    """Whether a process has an open connection to that port, as /proc tells it."""
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    sockets = {f"socket:[{row[9]}]" for row in rows if row[2].endswith(f":{port:04X}") and row[3] == ESTABLISHED}
    return any(_opened(one) in sockets for one in _descriptors(pid))


def _descriptors(pid: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{pid}/fd").iterdir())
    except FileNotFoundError:
        return []  # the process has just ended


def _opened(descriptor: Path) -> str:
    try:
        return os.readlink(descriptor)
    except OSError:
        return ""  # it was closed meanwhile


@contextmanager
def database_of(server: Server) -> Iterator[sqlalchemy.Connection]:
    """One transaction in the database of a running server."""
    url = server.environment.get("DATABASE_URL", f"sqlite:///{server.folder / 'bookdesk.sqlite3'}")
    engine = create_engine(url, connect_args={"timeout": 30} if url.startswith("sqlite") else {})
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def let_time_pass(server: Server) -> None:
    """As if two minutes had gone by for everything that waits for a moment."""
    past = now() - timedelta(minutes=2)
    with database_of(server) as connection:
        for column in WAITS:
            connection.execute(update(column.class_).where(column > past).values({column.key: past}))
