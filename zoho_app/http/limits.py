"""Limits for requests: how much is read before the sender is known, and which characters are kept.

A form has at most FORM_BYTES and FIELDS. More is read only after authentication, where a route says so
(access.py: `body=`) or the API's key does. U+0000, which no keyboard types and PostgreSQL can't keep, is left out of
every form and every address.
"""

import io
from collections.abc import Iterable
from typing import IO, Any

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

FORM_BYTES = 500_000
FIELDS = 2_000
FILE_BYTES = 9_000_000  # a CSV file of 8 MB, and the form around it
LISTS_BYTES = 4_000_000  # a form with a list of all of a store's products
API_BYTES = 16 * 1024 * 1024
# The web server takes no body larger than what some route does.
LARGEST_BODY = max(FORM_BYTES, FILE_BYTES, LISTS_BYTES, API_BYTES)
NUL = "\x00"


class Typed(ImmutableMultiDict[str, Any]):
    """Names and values without U+0000; what has no name, as a field in parts may, is left out."""

    def __init__(self, pairs: Iterable[tuple[str | None, Any]] = ()) -> None:
        super().__init__([(_clean(name), _clean(value)) for name, value in pairs if name])


class BoundedForms(FormDataParser):
    """Counts the fields of a plain form before it takes them apart, as is done for one with files anyway."""

    def parse(
        self, stream: IO[bytes], mimetype: str, content_length: int | None, options: dict[str, str] | None = None
    ) -> Any:
        """Read a form from the stream, whose length is limited."""
        if mimetype == "application/x-www-form-urlencoded":
            body = stream.read()
            refuse_more(stream)
            if self.max_form_parts is not None and body.count(b"&") >= self.max_form_parts:
                raise RequestEntityTooLarge()
            stream = io.BytesIO(body)
        return super().parse(stream, mimetype, content_length, options)


class Incoming(Request):
    """A request whose forms are bounded and whose texts are clean."""

    form_data_parser_class = BoundedForms
    parameter_storage_class = Typed


def refuse_more(stream: IO[bytes]) -> None:
    """Refuse a body without a length that was read up to its limit: what is left of it would be cut off."""
    stream.read(1)  # raises


def init_app(app: Flask) -> None:
    """Read every request of the application so."""
    app.request_class = Incoming
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = FORM_BYTES
    app.config["MAX_FORM_PARTS"] = FIELDS
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    """No page has such an address, and no browser such a header."""
    if NUL in request.path:
        abort(404)
    if any(NUL in value for value in request.headers.values()):
        abort(400)


def _clean(value: Any) -> Any:
    return value.replace(NUL, "") if isinstance(value, str) else value
