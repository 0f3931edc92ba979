"""Addresses of machines: where to listen, and which reverse proxies are believed."""

from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from zoho_app.environment.refusal import ConfigError

Network = IPv4Network | IPv6Network

THIS_MACHINE = "127.0.0.1"


def listening_host(environ: Mapping[str, str]) -> str:
    """The address at which to listen: this machine alone unless another is given."""
    host = environ.get("HOST", "").strip() or THIS_MACHINE
    if host == "localhost":
        return THIS_MACHINE
    try:
        return str(ip_address(host.strip("[]")))
    except ValueError as error:
        raise ConfigError(
            f"HOST: {host!r} is no address to listen at; give 127.0.0.1 (this machine alone), 0.0.0.0 (every "
            "network), or one address of this machine."
        ) from error


def trusted_proxies(environ: Mapping[str, str]) -> tuple[Network, ...]:
    """The networks of the reverse proxies that are believed when they say who asks, how, and under which name."""
    parts = [part.strip() for part in environ.get("TRUSTED_PROXIES", "").split(",") if part.strip()]
    return tuple(_network(part) for part in parts)


def _network(text: str) -> Network:
    if text.isdecimal():
        raise ConfigError(
            f"TRUSTED_PROXIES: {text} is a number; give the addresses of the proxies instead, such as 127.0.0.1 or "
            "127.0.0.1,10.0.0.0/8, or leave it empty if there is no proxy."
        )
    try:
        return ip_network(text)
    except ValueError as error:
        raise ConfigError(
            f"TRUSTED_PROXIES: {text!r} is neither an address nor a network; give addresses such as "
            "127.0.0.1,10.0.0.0/8."
        ) from error
