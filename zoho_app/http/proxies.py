"""Trust X-Forwarded headers only from reverse proxies with known addresses."""

from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

from zoho_app.config import Network

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class TrustedProxies:
    """WSGI middleware: takes over what the proxies in front say in X-Forwarded-For, -Proto and -Host.

    Each of them adds to the end of X-Forwarded-For whom it was asked by. What lies before the first address that is
    none of theirs was written by a stranger.
    """

    def __init__(self, application: Application, networks: tuple[Network, ...]) -> None:
        self._application = application
        self._networks = networks

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request in the name of whom the proxies name."""
        proxies = self._count_proxies(environ)
        if not proxies:
            return self._application(environ, start_response)
        believed = ProxyFix(
            self._application,
            x_for=min(proxies, _count(environ, "FOR")),
            x_proto=min(proxies, _count(environ, "PROTO")),
            x_host=min(proxies, _count(environ, "HOST")),
        )
        return believed(environ, start_response)

    def _count_proxies(self, environ: dict[str, Any]) -> int:
        """How many proxies of ours, one behind the other, the request came through."""
        came_by = [*_entries(environ, "FOR"), environ.get("REMOTE_ADDR", "")]
        count = 0
        while count < len(came_by) and self._is_ours(came_by[-1 - count]):
            count += 1
        return count

    def _is_ours(self, address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self._networks)


def _count(environ: dict[str, Any], what: str) -> int:
    return len(_entries(environ, what))


def _entries(environ: dict[str, Any], what: str) -> list[str]:
    text = environ.get(f"HTTP_X_FORWARDED_{what}", "")
    return [entry.strip() for entry in text.split(",")] if text.strip() else []
