"""The addresses that Bookdesk may call: never a machine in its own network."""

import ipaddress
import re
import socket
import threading
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from flask import current_app

from zoho_app.masks import BLANK

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

RESOLVE_SECONDS = 3
LONGEST = 2000
# Letters, digits, dots and dashes: whatever else a host could hold is a trick, or needs its "xn--" form.
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?", re.IGNORECASE)
_VISIBLE_ASCII = re.compile(r"[\x21-\x7e]+")
_NEEDS_HTTPS = "The address must start with https://, so that nobody can read the messages on their way."
_PRIVATE_NAMES = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "home.arpa",
    "localdomain",
)

# Forms that carry an IPv4 address through IPv6, and blocks that Python's `is_global` lets through.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NEVER = (
    ipaddress.ip_network("192.0.0.0/24"),  # protocol assignments; a cloud's metadata service among them
    ipaddress.ip_network("192.88.99.0/24"),  # 6to4 relays
    ipaddress.ip_network("168.63.129.16/32"),  # Azure's metadata and health service has a public number
    ipaddress.ip_network("2001::/23"),  # Teredo, benchmarking, ORCHID
    ipaddress.ip_network("2001:db8::/32"),  # documentation
    ipaddress.ip_network("2002::/16"),  # 6to4
    ipaddress.ip_network("3fff::/20"),  # documentation
)


class AddressRefused(Exception):
    """An address that Bookdesk doesn't reach; its text says why, for people."""


class NotReached(Exception):
    """Nobody answered in time; its text says what happened, for people. A message may have arrived."""


@dataclass(frozen=True)
class Address:
    """A web address that was checked, and where it leads: only these may be connected to."""

    url: str
    host: str
    ips: tuple[str, ...]


def check(url: str) -> str:
    """Return the address, trimmed, when nothing in its wording forbids it; asks no name server.

    Raises AddressRefused. An address that passes may still be refused by `resolve`.
    """
    url = url.strip()
    parts = _split(url)
    host = _host(parts)
    _port(parts)
    if not private_allowed():
        _refuse_private_name(host)
        if parts.scheme == "http":
            raise AddressRefused(_NEEDS_HTTPS)
    return url


def resolve(url: str) -> Address:
    """Look the host up once and return where to connect to.

    Raises AddressRefused when the address is malformed or leads to a machine that isn't on the public
    internet (unless ALLOW_PRIVATE_ADDRESSES is on), and NotReached when its name can't be looked up now.
    """
    url = check(url)
    parts = _split(url)
    host, port = _host(parts), _port(parts)
    ips = _look_up(host, port)
    for ip in ips:
        _refuse_ip(ip, host, parts.scheme)
    return Address(url, host, tuple(str(ip) for ip in ips))


def is_public(ip: IpAddress) -> bool:
    """Whether the number belongs to a machine on the public internet, also when it wraps an IPv4 address."""
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64:
            return is_public(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if ip not in _GLOBAL_UNICAST or ip.scope_id:
            return False
    if any(ip in block for block in _NEVER if block.version == ip.version):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


def private_allowed() -> bool:
    """Whether the person who runs Bookdesk opened its own network with ALLOW_PRIVATE_ADDRESSES=1."""
    return bool(current_app.config["ALLOW_PRIVATE_ADDRESSES"])


def _split(url: str) -> SplitResult:
    if BLANK in url:
        raise AddressRefused(
            f"{BLANK} stands for a hidden part. Type the whole address again, or leave it as it was."
        )
    if len(url) > LONGEST:
        raise AddressRefused(f"The address is longer than {LONGEST} characters.")
    if not _VISIBLE_ASCII.fullmatch(url) or "\\" in url:
        raise AddressRefused(
            "The address has a space, a backslash or a non-ASCII character; copy it from the receiver."
        )
    try:
        parts = urlsplit(url)
    except ValueError:
        raise AddressRefused("The address can't be read; give one like https://shop.example.com/hook.") from None
    if parts.scheme not in ("http", "https"):
        raise AddressRefused("The address must start with https://.")
    if "@" in parts.netloc:
        raise AddressRefused("The address must not contain a user name or a password.")
    if parts.fragment:
        raise AddressRefused("The address must not have a part after #.")
    return parts


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if not host:
        raise AddressRefused("The address has no host; give one like https://shop.example.com/hook.")
    is_ipv6 = parts.netloc.startswith("[")
    if is_ipv6:
        try:
            ipaddress.IPv6Address(host)
        except ValueError:
            raise AddressRefused(f"{host} is not an IPv6 address.") from None
    elif len(host) > 253 or not _NAME.fullmatch(host):
        raise AddressRefused("The address has no usable host name; give one like https://shop.example.com/hook.")
    return host


def _port(parts: SplitResult) -> int:
    try:
        port = parts.port
    except ValueError:
        raise AddressRefused("The address has a port that is not a number from 1 to 65535.") from None
    if port is None:
        return 443 if parts.scheme == "https" else 80
    if port not in (80, 443) and port < 1024:
        raise AddressRefused(f"Port {port} is not a port for a web server; use 443, or a port from 1024 on.")
    return port


def _refuse_private_name(host: str) -> None:
    name = host.casefold()
    if any(name == private or name.endswith(f".{private}") for private in _PRIVATE_NAMES):
        raise AddressRefused(_private(host))
    ip = _number(host)
    if ip is not None and not is_public(ip):
        raise AddressRefused(_private(host))


def _number(host: str) -> IpAddress | None:
    """The number that a host spells out, also in the old short, octal and hexadecimal ways; or None."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        return ipaddress.IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def _look_up(host: str, port: int) -> list[IpAddress]:
    """Ask for the host's numbers, in a thread of its own: the system's resolver has no time limit."""
    found: list[IpAddress] = []
    failed: list[Exception] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(ipaddress.ip_address(answer[4][0]) for answer in answers))
        except (OSError, ValueError) as error:
            failed.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(RESOLVE_SECONDS)
    if asking.is_alive():
        raise NotReached(f"The name {host} could not be looked up within {RESOLVE_SECONDS} seconds.")
    if failed or not found:
        raise NotReached(f"No server was found under the name {host}.")
    return found


def _refuse_ip(ip: IpAddress, host: str, scheme: str) -> None:
    if is_public(ip):
        if scheme != "https":
            raise AddressRefused(_NEEDS_HTTPS)
    elif not private_allowed():
        raise AddressRefused(_private(host))


def _private(host: str) -> str:
    return (
        f"{host} is not on the public internet. Bookdesk does not send to its own network unless the "
        "administrator starts it with ALLOW_PRIVATE_ADDRESSES=1."
    )
