"""Rows of a file, read batch by batch, with times in the store's time zone."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Select

from zoho_app.extensions import db
from zoho_app.web.downloads import BATCH

T = TypeVar("T")


def in_batches(following: Callable[[T | None], Select[T]]) -> Iterator[list[T]]:
    """The rows, each batch by the statement that follows the last row of the one before."""
    last: T | None = None
    while batch := list(db.session.scalars(following(last).limit(BATCH))):
        yield batch
        last = batch[-1]


def backwards(read: Callable[[int | None], list[T]], id_of: Callable[[T], int]) -> Iterator[list[T]]:
    """The rows, newest first; `read` gives those before an id, or the newest."""
    last: int | None = None
    while batch := read(last):
        yield batch
        last = id_of(batch[-1])


def at(timestamp: datetime | None, zone: ZoneInfo) -> datetime | None:
    """The time in that zone; None stays None."""
    return timestamp.astimezone(zone) if timestamp else None
