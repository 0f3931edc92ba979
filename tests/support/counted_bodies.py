"""A body that counts how much of it is read, and clients that send one without saying how long it is."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient

FORM = "application/x-www-form-urlencoded"


class Counted(io.RawIOBase):
    """So many bytes of a pattern, made as they are read; `meanwhile` is called at the first read."""

    def __init__(
        self, length: int, pattern: bytes = b"a", before: bytes = b"", meanwhile: Callable[[], None] | None = None
    ):
        self.length, self.pattern, self.before, self.meanwhile = length, pattern, before, meanwhile
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.meanwhile and not self.count:
            self.meanwhile()
        size = min(len(buffer), self.length - self.count)
        buffer[:size] = bytes(self._byte(self.count + place) for place in range(size))
        self.count += size
        return size

    def _byte(self, place: int) -> int:
        return self.before[place] if place < len(self.before) else self.pattern[place % len(self.pattern)]


def send(client: FlaskClient, path: str, body: Counted, is_chunked: bool = False, **more: Any) -> Any:
    """Send the body; chunked, as gunicorn passes on what came without a length."""
    said = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    environ = {"wsgi.input": body, **(said if is_chunked else {"CONTENT_LENGTH": str(body.length)})}
    return client.open(path, environ_overrides=environ, **{"method": "POST", "content_type": FORM, **more})
