"""Numbers, switches and web addresses."""

import re
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from zoho_app.environment.refusal import ConfigError


def ports(environ: Mapping[str, str]) -> tuple[int, int, int, int]:
    """The ports of Bookdesk itself and of its three sandboxes. Raises ConfigError when two are the same."""
    port, zoho = _port(environ, "PORT", 8000), _port(environ, "SANDBOX_PORT", 8001)
    shopify = _port(environ, "SHOPIFY_SANDBOX_PORT", 8002)
    if zoho == port:
        raise ConfigError(f"SANDBOX_PORT: {port} is the port of Bookdesk itself; give another port.")
    if shopify in (port, zoho):
        raise ConfigError(f"SHOPIFY_SANDBOX_PORT: {shopify} is the port of another part; give another port.")
    woocommerce = _port(environ, "WOOCOMMERCE_SANDBOX_PORT", 8003)
    if woocommerce in (port, zoho, shopify):
        raise ConfigError(f"WOOCOMMERCE_SANDBOX_PORT: {woocommerce} is the port of another part; give another port.")
    return port, zoho, shopify, woocommerce


def _port(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "").strip() or str(default)
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise ConfigError(f"{name}: {text!r} is not a port; give a number from 1 to 65535.")
    return int(text)


def switch(environ: Mapping[str, str], name: str, default: bool = False) -> bool:
    text = environ.get(name, "").strip() or ("1" if default else "0")
    if text not in ("0", "1"):
        raise ConfigError(f"{name}: {text!r} is neither 0 (off) nor 1 (on).")
    return text == "1"


def public_url(environ: Mapping[str, str]) -> str:
    address = web_address(environ, "PUBLIC_URL")
    if urlsplit(address).path:
        raise ConfigError(
            "PUBLIC_URL: Bookdesk can't run below a path; give an address like https://desk.example.com."
        )
    return address


def web_address(environ: Mapping[str, str], name: str) -> str:
    """The address without a slash at its end; the words of a refusal don't repeat it, as it may hold a password."""
    address = environ.get(name, "").strip().rstrip("/")
    if not address:
        return ""
    parts = split(address)
    is_host = re.fullmatch(r"[\w.:-]+", parts.hostname or "")
    if parts.scheme not in ("http", "https") or not is_host or "@" in parts.netloc or parts.query or parts.fragment:
        raise ConfigError(
            f"{name}: this is not a web address, or it has more than host and port; give one like "
            "https://desk.example.com or http://192.0.2.7:8000."
        )
    return address


def split(address: str) -> SplitResult:
    """The parts of an address; all are empty when it, or the port in it, can't be understood."""
    try:
        parts = urlsplit(address)
        return parts if parts.port != 0 else urlsplit("")
    except ValueError:
        return urlsplit("")


def log_format(environ: Mapping[str, str]) -> str:
    """LOG_FORMAT: text for people, json for programs. Raises ConfigError."""
    chosen = environ.get("LOG_FORMAT", "").strip() or "text"
    if chosen not in ("text", "json"):
        raise ConfigError(f"LOG_FORMAT: {chosen!r} is neither text nor json.")
    return chosen
