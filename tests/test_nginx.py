"""docs/nginx.conf as it stands there, but for ports, files and the name of nginx's own folder."""

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import statistics
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from harness.server import ROOT, free_ports, wait_for
from tests.support.tls import server_tls
from tests.support.web import web_processes

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
NAME = "desk.example.com"
# Says to whom the application thinks to speak.
SEEN = """
from functools import wraps
from flask import request
from zoho_app import create_app
app = create_app()
inside = app.view_functions["health.health"]
@wraps(inside)
def seen():
    return {"who": request.remote_addr, "url": request.url} if request.args else inside()
app.view_functions["health.health"] = seen
"""

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(NGINX is None, reason="there is no nginx (on Debian: apt-get install nginx-light)"),
]


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass
class Front:
    """nginx, and the addresses at which it listens."""

    folder: Path
    port: int
    plain_port: int

    def connect(self, address: str = "127.0.0.2") -> ssl.SSLSocket:
        """A connection of a visitor from that address."""
        plain = socket.create_connection(("127.0.0.1", self.port), 20, (address, 0))
        trusted = ssl.create_default_context(cafile=str(self.folder / f"{NAME}.pem"))
        return trusted.wrap_socket(plain, server_hostname=NAME)

    def ask(
        self, method: str, path: str, body: bytes | None = None, visitor: str = "127.0.0.2", **headers: str
    ) -> Answer:
        connection = http.client.HTTPSConnection(NAME)
        connection.sock = self.connect(visitor)
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        with connection.getresponse() as answer:
            got = Answer(answer.status, answer.headers, answer.read())
        connection.close()
        return got

    @property
    def log(self) -> str:
        return (self.folder / "bookdesk.log").read_text()


@pytest.fixture(scope="module")
def one_front(the_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """One for all tests here: nginx counts by visitor, so a test that asks often comes from an address of its own."""
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "seen.py").write_text(SEEN)
    settings = {"PUBLIC_URL": f"https://{NAME}", "TRUSTED_PROXIES": "127.0.0.1"}
    with web_processes(the_app, folder, "seen:app", **settings) as web:
        port, plain_port = free_ports(2)
        front = Front(folder, port, plain_port)
        command = [str(NGINX), "-p", str(folder), "-c", str(configuration(front, web.port))]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        process = subprocess.Popen(command)
        try:
            wait_for(lambda: _listens(port), 10)
            yield front
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.fixture
def front(app: Flask, one_front: Front) -> Front:
    """The same, before an empty database."""
    return one_front


def configuration(front: Front, web_port: int) -> Path:
    """What a distribution's nginx.conf does, around our own file."""
    server_tls(front.folder, NAME)
    site = (ROOT / "docs" / "nginx.conf").read_text()
    for ours, here in (
        ("listen 80;", f"listen 127.0.0.1:{front.plain_port};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{front.port} ssl;"),
        ("http://127.0.0.1:8000", f"http://127.0.0.1:{web_port}"),
        ("/etc/letsencrypt/live/desk.example.com/fullchain.pem", str(front.folder / f"{NAME}.pem")),
        ("/etc/letsencrypt/live/desk.example.com/privkey.pem", str(front.folder / f"{NAME}.key")),
        ("/var/log/nginx", str(front.folder)),
    ):
        assert ours in site
        site = site.replace(ours, here)
    (front.folder / "site.conf").write_text(site)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"  {kind}_temp_path {front.folder}/{kind};\n" for kind in kinds)
    whole = front.folder / "nginx.conf"
    whole.write_text(
        f"daemon off;\npid {front.folder}/nginx.pid;\nerror_log {front.folder}/error.log;\nworker_processes 1;\n"
        f"events {{ worker_connections 768; }}\nhttp {{\n{temporary}  include site.conf;\n}}\n"
    )
    return whole


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_a_page_comes_through_and_bookdesk_knows_who_asks(front: Front) -> None:
    page = front.ask("GET", "/sign-in")
    assert page.status == 200
    assert page.headers["Set-Cookie"].startswith("__Host-bookdesk=") and "Secure" in page.headers["Set-Cookie"]
    assert page.headers["Strict-Transport-Security"]
    forged = {"X_Forwarded_For": "203.0.113.9", "X_Forwarded_Proto": "http", "X_Forwarded_Host": "evil.example"}
    seen = json.loads(front.ask("GET", "/health?seen=1", None, **forged).body)
    assert seen == {"who": "127.0.0.2", "url": f"https://{NAME}/health?seen=1"}


def test_who_comes_without_encryption_is_led_to_it(front: Front) -> None:
    assert plainly(front, "/sign-in") == (301, f"https://{NAME}/sign-in")


@pytest.mark.parametrize("path", ["/api/v2/orders", "//api/v2/orders", "/api/../api/v2/orders", "/%61pi/v2/orders"])
def test_a_program_without_encryption_is_refused_rather_than_led_on(front: Front, path: str) -> None:
    assert plainly(front, path) == (403, None)


def plainly(front: Front, path: str) -> tuple[int, str | None]:
    """How nginx answers without encryption, and where it leads to."""
    connection = http.client.HTTPConnection("127.0.0.1", front.plain_port)
    connection.request("GET", path, headers={"Host": NAME})
    with connection.getresponse() as answer:
        got = answer.status, answer.headers["Location"]
    connection.close()
    return got


def test_who_signs_in_without_end_is_slowed_down_and_others_are_not(front: Front) -> None:
    statuses = [front.ask("POST", "/sign-in", b"", visitor="127.0.0.5").status for _ in range(25)]
    assert statuses[:20] == [400] * 20, "a form without its token"
    assert 429 in statuses[20:]
    # One more is let through every three seconds.
    links = [front.ask("GET", f"/invitation/{'a' * 43}", visitor="127.0.0.5").status for _ in range(5)]
    assert 429 in links, "it asks for a password, too"
    assert front.ask("GET", "/health", visitor="127.0.0.5").status == 200
    assert front.ask("GET", "/sign-in", visitor="127.0.0.4").status == 200


def test_what_is_too_large_goes_no_further(front: Front) -> None:
    assert front.ask("POST", "/api/v2/orders", b"x", Content_Length=str(17 * 1024 * 1024)).status == 413


def test_half_sent_requests_hold_up_nobody(front: Front) -> None:
    waiting = [front.connect("127.0.0.3") for _ in range(64)]
    for number, connection in enumerate(waiting):
        head = b"POST /sign-in HTTP/1.1\r\nHost: desk.example.com\r\n"
        connection.sendall(head + b"Content-Length: 9\r\n\r\na" if number % 2 else head)
    took = []
    for _ in range(5):
        begun_at = time.monotonic()
        assert front.ask("GET", "/sign-in", visitor="127.0.0.6").status == 200
        took.append(time.monotonic() - begun_at)
    assert statistics.median(took) < 1, took
    for connection in waiting:
        connection.close()


def test_its_log_holds_no_link_that_opens_something(front: Front) -> None:
    token = "a" * 20 + "B-_9" * 6
    before = len(front.log)
    paths = (f"/set-up/{token}", f"/invitation/{token}", f"/integrations/zoho-books/callback?code={token}&state=s")
    for path in paths:
        front.ask("GET", path, visitor="127.0.0.7")
    wait_for(lambda: front.log[before:].count("\n") >= 3, 5)
    assert token not in front.log and "code=" not in front.log
    written = re.findall(r'"GET (\S+)" (\d+)', front.log[before:])
    assert [address for address, _ in written] == ["/set-up/-", "/invitation/-", "/integrations/zoho-books/callback"]
