"""One message of a stand-in to whoever asked for it: no redirect is followed."""

import http.client
import ssl
from collections.abc import Callable
from urllib.parse import urlsplit

CONNECT_SECONDS = 1
# Sends one message to an address and returns the status of the answer.
Post = Callable[[str, bytes, dict[str, str]], int]


def post(uri: str, body: bytes, headers: dict[str, str], seconds: float) -> int:
    """Post and return the status; raise OSError or HTTPException when no answer came in time."""
    parts = urlsplit(uri)
    if parts.scheme == "https":
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            parts.hostname or "", parts.port, timeout=CONNECT_SECONDS, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=CONNECT_SECONDS)
    try:
        connection.connect()
        assert connection.sock is not None
        connection.sock.settimeout(seconds)
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        connection.request("POST", target, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()
