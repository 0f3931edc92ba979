"""Behind reverse proxies: who asks, how and under which name is believed to known addresses alone."""

from ipaddress import ip_network
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import create_environ

from harness.desk import Desk
from zoho_app.http.proxies import TrustedProxies

NETWORKS = (ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("2001:db8::/64"))


def seen(came_from: str, **forwarded: str) -> tuple[str, str, str]:
    """Address, scheme and name of a request as the application sees them."""
    found: dict[str, Any] = {}

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        found.update(environ)
        return []

    headers = {f"HTTP_X_FORWARDED_{name.upper()}": value for name, value in forwarded.items()}
    environ = {**create_environ(base_url="http://inside:8000"), "REMOTE_ADDR": came_from, **headers}
    TrustedProxies(application, NETWORKS)(environ, lambda *_: None)
    return found["REMOTE_ADDR"], found["wsgi.url_scheme"], found["HTTP_HOST"]


VISITOR, STRANGER = "198.51.100.1", "203.0.113.9"
THROUGH = {"proto": "https", "host": "desk.example.com"}


@pytest.mark.parametrize(
    ("came_from", "forwarded_for", "address"),
    [
        ("127.0.0.1", VISITOR, VISITOR),
        ("127.0.0.1", f"{STRANGER}, {VISITOR}", VISITOR),
        ("127.0.0.1", f"{STRANGER}, {VISITOR}, 10.1.2.3", VISITOR),
        ("127.0.0.1", f"10.9.9.9, {VISITOR}, 10.1.2.3, 10.1.2.4", VISITOR),
        ("2001:db8::1", "2001:db8:1::5", "2001:db8:1::5"),
        ("127.0.0.1", "10.1.2.3", "10.1.2.3"),
        ("127.0.0.1", "", "127.0.0.1"),
    ],
)
def test_known_proxies_are_believed_and_what_a_visitor_wrote_is_not(
    came_from: str, forwarded_for: str, address: str
) -> None:
    assert seen(came_from, **{"for": forwarded_for}, **THROUGH) == (address, "https", "desk.example.com")


@pytest.mark.parametrize("came_from", [STRANGER, "192.168.0.1", "2001:db8:0:1::1", "", "unix:"])
def test_nobody_else_is_believed(came_from: str) -> None:
    assert seen(came_from, **{"for": VISITOR}, **THROUGH) == (came_from, "http", "inside:8000")


def test_of_several_names_that_of_the_outermost_known_proxy_counts() -> None:
    assert seen("127.0.0.1", **{"for": VISITOR}, host="evil.example, desk.example.com")[2] == "desk.example.com"
    two = {"for": f"{VISITOR}, 10.1.2.3", "host": "evil.example, desk.example.com, inside"}
    assert seen("127.0.0.1", **two)[2] == "desk.example.com"


# Under which name it is asked


def host_of(client: FlaskClient, path: str, host: str) -> int:
    return client.get(path, headers={"Host": host}).status_code


def test_pages_are_there_under_our_own_names_alone(app: Flask, desk: Desk) -> None:
    app.config["PUBLIC_URL"] = "https://desk.example.com"
    client = app.test_client()
    for host in ("desk.example.com", "DESK.example.com:443", "localhost:8000", "127.0.0.1:8000", "[::1]:8000"):
        assert host_of(client, "/sign-in", host) == 200, host
    for host in ("evil.example", "desk.example.com.evil.example", "evil.example:8000", "10.0.0.7", "a b", "@"):
        for path in ("/sign-in", "/static/style.css", "/api/v2/orders", "/nothing"):
            assert host_of(client, path, host) == 421, (host, path)
    assert "has another address" in client.get("/sign-in", headers={"Host": "evil.example"}).text
    assert client.get("/api/v2/orders", headers={"Host": "evil.example"}).is_json


def test_a_form_sent_under_another_name_changes_nothing(app: Flask, owner: FlaskClient, desk: Desk) -> None:
    assert owner.post("/sign-out", headers={"Host": "evil.example"}).status_code == 421
    assert owner.get(desk.address).status_code == 200


def test_a_monitor_may_know_the_machine_by_any_name(app: Flask) -> None:
    assert host_of(app.test_client(), "/health", "10.0.0.7:8000") == 200
