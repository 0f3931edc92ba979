"""Addresses that people type: what Bookdesk refuses to reach, however it is spelled."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from zoho_app.config import ConfigError, load
from zoho_app.deliveries import addresses, outside
from zoho_app.deliveries.addresses import AddressRefused, NotReached

FORBIDDEN_HOSTS = [
    # This machine
    "127.0.0.1",
    "127.0.0.53",
    "127.255.255.254",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "shop.localhost",
    "localhost.localdomain",
    "0.0.0.0",
    "0.1.2.3",
    # The same in other spellings
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0x7f.1",
    "017700000001",
    "0177.0.0.1",
    "0",
    "127.0.0.1.",
    # Private networks
    "10.0.0.1",
    "10.255.255.255",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "192.168.255.255",
    "3232235777",
    "0xc0a80101",
    "printer.local",
    "db.internal",
    "nas.lan",
    "router.home.arpa",
    # Shared address space of providers
    "100.64.0.1",
    "100.127.255.254",
    # Link-local, and what clouds tell about a machine
    "169.254.169.254",
    "169.254.0.1",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "metadata.google.internal",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "[fd00:ec2::254]",
    # Addresses for special ends
    "192.0.0.1",
    "192.0.2.1",
    "198.51.100.1",
    "203.0.113.1",
    "198.18.0.1",
    "192.88.99.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    # IPv6
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[fe80::1]",
    "[fc00::1]",
    "[fd12:3456:789a::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[ff0e::1]",
    "[100::1]",
    "[2001:db8::1]",
    "[3fff::1]",
    "[5f00::1]",
    # IPv4 inside IPv6
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:169.254.169.254]",
    "[::ffff:8.8.8.8]",
    "[::ffff:0:127.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::a00:1]",
    "[64:ff9b::a9fe:a9fe]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2002:a00:1::1]",
    "[2002:c0a8:101::1]",
    "[2001:0:7f00:1::1]",
]

FORBIDDEN_ADDRESSES = [
    "",
    "shop.example.com/hook",
    "//shop.example.com/hook",
    "ftp://shop.example.com/hook",
    "file:///etc/passwd",
    "gopher://shop.example.com/_x",
    "dict://shop.example.com:11211/stat",
    "javascript:alert(1)",
    "data:text/plain,x",
    "http://shop.example.com/hook",
    "https://",
    "https:///hook",
    "https://?q=1",
    "https://user@shop.example.com/",
    "https://user:password@shop.example.com/",
    "https://shop.example.com@127.0.0.1/",
    "https://127.0.0.1\\@shop.example.com/",
    "https://shop.example.com\\.evil.example/",
    "https://shop.example.com#@127.0.0.1/",
    "https://shop.example.com/hook#part",
    "https://shop.example.com%2f@127.0.0.1/",
    "https://127.0.0.1%00.example.com/",
    "https://shop.exa mple.com/",
    "https://shop.example.com/a b",
    "https://shop.example.com/\r\nX-Evil: 1",
    "https://shop.example.com/\x00",
    "https://①②⑦.⓪.⓪.①/",
    "https://127。0。0。1/",
    "https://ⓛocalhost/",
    "https://shop.example.com:22/",
    "https://shop.example.com:25/",
    "https://shop.example.com:0/",
    "https://shop.example.com:65536/",
    "https://shop.example.com:-1/",
    "https://shop.example.com:4a3/",
    "https://[::1/",
    "https://[fe80::1%25eth0]/",
    "https://[::1]evil.example.com/",
    "https://[v1.fe]/",
    "https://-shop.example.com/",
    "https://shop..example.com/",
    "https://$(id).example.com/",
    "https://" + "a" * 2000 + ".example.com/",
]

GOOD = "https://shop.example.com/hook"


@pytest.fixture
def guarded() -> Iterator[Flask]:
    """An application whose own network is closed, as by default."""
    app = Flask(__name__)
    app.config["ALLOW_PRIVATE_ADDRESSES"] = False
    with app.app_context():
        yield app


@pytest.fixture
def opened(guarded: Flask) -> Flask:
    """An application started with ALLOW_PRIVATE_ADDRESSES=1."""
    guarded.config["ALLOW_PRIVATE_ADDRESSES"] = True
    return guarded


@pytest.fixture
def name_server(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """name_server("93.184.215.14", ...): each look-up gives the next answer; returns the names asked for."""

    def answer_with(*answers: str | list[str]) -> list[str]:
        asked: list[str] = []

        def look_up(host: str, port: int, **_: Any) -> list[Any]:
            answer = answers[min(len(asked), len(answers) - 1)]
            asked.append(host)
            ips = [answer] if isinstance(answer, str) else answer
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ips]

        monkeypatch.setattr(socket, "getaddrinfo", look_up)
        return asked

    return answer_with


@pytest.mark.parametrize("host", FORBIDDEN_HOSTS)
def test_a_host_inside_is_refused_as_it_is_typed(guarded: Flask, host: str) -> None:
    with pytest.raises(AddressRefused):
        addresses.check(f"https://{host}/hook")


@pytest.mark.parametrize("url", FORBIDDEN_ADDRESSES)
def test_an_address_with_a_trick_in_its_wording_is_refused(guarded: Flask, url: str) -> None:
    with pytest.raises(AddressRefused):
        addresses.check(url)


@pytest.mark.parametrize("host", [host for host in FORBIDDEN_HOSTS if host.strip("[]")[0] in "0123456789:f"])
def test_a_public_name_that_leads_inside_is_refused_before_anything_is_sent(
    guarded: Flask, name_server: Callable[..., list[str]], no_connections: list[Any], host: str
) -> None:
    try:
        ip = socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        ip = host.strip("[].")
    name_server(ip)
    with pytest.raises(AddressRefused, match="not on the public internet"):
        outside.post(GOOD, b"{}", {})
    assert no_connections == []


@pytest.fixture
def no_connections(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every connection is refused; the list tells where they were to go."""
    tried: list[Any] = []

    def refuse(where: Any, *_: Any) -> None:
        tried.append(where)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refuse)
    return tried


def test_one_private_number_among_public_ones_is_enough_to_refuse(
    guarded: Flask, name_server: Callable[..., list[str]], no_connections: list[Any]
) -> None:
    name_server(["93.184.215.14", "10.0.0.1"])
    with pytest.raises(AddressRefused):
        outside.post(GOOD, b"{}", {})
    assert no_connections == []


def test_a_name_server_that_changes_its_mind_is_not_asked_twice(
    guarded: Flask, name_server: Callable[..., list[str]], no_connections: list[Any]
) -> None:
    asked = name_server("93.184.215.14", "127.0.0.1")
    with pytest.raises(NotReached, match=r"shop\.example\.com refused the connection"):
        outside.post(GOOD, b"{}", {})
    assert asked == ["shop.example.com"]
    assert no_connections == [("93.184.215.14", 443)]


@pytest.mark.parametrize("ip", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e"])
def test_public_numbers_are_reached(
    guarded: Flask, name_server: Callable[..., list[str]], no_connections: list[Any], ip: str
) -> None:
    name_server(ip)
    with pytest.raises(NotReached):
        outside.post(f"  {GOOD}?a=1\n", b"{}", {})
    assert no_connections == [(ip, 443)]


def test_an_unknown_name_counts_as_not_reached_so_that_it_is_tried_again(
    guarded: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(*_: Any, **__: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", nothing)
    with pytest.raises(NotReached, match="No server was found under the name"):
        outside.post(GOOD, b"{}", {})


def test_a_name_server_that_never_answers_holds_nobody_up(guarded: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: ended.wait(10) and [])
    monkeypatch.setattr(addresses, "RESOLVE_SECONDS", 0.1)
    with pytest.raises(NotReached, match="could not be looked up"):
        outside.post(GOOD, b"{}", {})
    ended.set()


def test_an_open_network_may_be_reached_without_https_but_the_public_one_never(
    opened: Flask, name_server: Callable[..., list[str]], no_connections: list[Any]
) -> None:
    name_server("10.0.0.1", "93.184.215.14")
    with pytest.raises(NotReached):
        outside.post("http://shop.lan:8080/hook", b"{}", {})
    assert no_connections == [("10.0.0.1", 8080)]
    with pytest.raises(AddressRefused, match="https://"):
        outside.post("http://shop.example.com/hook", b"{}", {})


@pytest.mark.parametrize(("text", "is_on"), [("", False), ("0", False), ("1", True), (" 1 ", True)])
def test_the_own_network_is_opened_by_an_environment_variable(tmp_path: Path, text: str, is_on: bool) -> None:
    settings = load({"INSTANCE_DIR": str(tmp_path), "ALLOW_PRIVATE_ADDRESSES": text})
    assert settings.allow_private_addresses is is_on


def test_a_bad_value_of_the_variable_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="ALLOW_PRIVATE_ADDRESSES"):
        load({"INSTANCE_DIR": str(tmp_path), "ALLOW_PRIVATE_ADDRESSES": "yes"})
