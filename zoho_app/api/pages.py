"""Lists as streamed JSON: a page ends where it would become too large for the client."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from zoho_app.api import envelope
from zoho_app.extensions import db
from zoho_app.http.streams import in_parts

PAGE_BYTES = 8_000_000
PART_BYTES = 64_000  # sent together


class Element(NamedTuple):
    """One thing of a list: about how many bytes it has, and its JSON, piece by piece."""

    size: int
    pieces: Iterable[str]


def page(name: str, elements: Iterator[Element], total: int, offset: int, **more: Any) -> envelope.Answer:
    """The answer that lists elements from `offset` on, at least one; `next_offset` says where to go on, or null.

    Ends the transaction: the elements are read while the answer travels.
    """
    head = {"total_records": total, "offset": offset} | more
    begins = _begins(envelope.head(**head), name)
    return _answer(_joined(_page(begins, elements, total, offset)), 200)


def one(name: str, pieces: Iterable[str], message: str = "", status: int = 200, **more: Any) -> envelope.Answer:
    """The answer that shows one thing, however large. Ends the transaction."""
    begins = _begins(envelope.head(message, **more), name)
    return _answer(_joined(piece for some in ([begins], pieces, ["}"]) for piece in some), status)


def _answer(parts: Iterator[str], status: int) -> envelope.Answer:
    db.session.rollback()
    return envelope.Answer(in_parts(parts), status, mimetype="application/json")


def _page(begins: str, elements: Iterator[Element], total: int, offset: int) -> Iterator[str]:
    yield f"{begins}["
    sent = count = 0
    for element in elements:
        if count and sent + element.size > PAGE_BYTES:
            break
        if count:
            yield ", "
        for piece in element.pieces:
            sent += len(piece)
            yield piece
        count += 1
    following = offset + count
    tail = {"records_returned": count, "next_offset": following if count and following < total else None}
    yield f"], {json.dumps(tail)[1:]}"


def _begins(head: dict[str, Any], name: str) -> str:
    return f"{json.dumps(head)[:-1]}, {json.dumps(name)}: "


def _joined(pieces: Iterable[str]) -> Iterator[str]:
    """The same in parts that are worth sending."""
    waiting: list[str] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= PART_BYTES:
            yield "".join(waiting)
            waiting, size = [], 0
    yield "".join(waiting)
