"""What people have decided about files with the same titles: kept for the store, so that nobody is asked twice."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select

from zoho_app.extensions import db
from zoho_app.orders.files.columns import Choices, choices_of
from zoho_app.orders.files.models import FileColumns
from zoho_app.orders.files.titles import loose

LONGEST_NAME = 100


def key_of(titles: Sequence[str]) -> str:
    """What files with the same titles have in common, in whatever order these stand."""
    loosely = sorted({loose(title) for title in titles if loose(title)})
    return hashlib.sha256("\n".join(loosely).encode()).hexdigest()


def find(store_id: int, titles: Sequence[str]) -> FileColumns | None:
    """What the store remembers of files with these titles."""
    wanted = (FileColumns.store_id == store_id, FileColumns.titles_key == key_of(titles))
    return db.session.scalars(select(FileColumns).where(*wanted)).first()


def get(store_id: int, columns_id: int) -> FileColumns | None:
    """One of those that the store remembers."""
    wanted = (FileColumns.store_id == store_id, FileColumns.id == columns_id)
    return db.session.scalars(select(FileColumns).where(*wanted)).first()


def all_of(store_id: int) -> list[FileColumns]:
    """All that the store remembers, the last changed first."""
    wanted = select(FileColumns).where(FileColumns.store_id == store_id)
    return list(db.session.scalars(wanted.order_by(FileColumns.changed_at.desc(), FileColumns.id.desc())))


def choices_in(row: FileColumns | None) -> Choices | None:
    """The choices that a row keeps; None without a row."""
    if row is None:
        return None
    others = {name: str(value) for name, value in row.choices.items() if name != "fields"}
    return choices_of(dict(row.choices.get("fields", {})), others)


def save(store_id: int, titles: Sequence[str], choices: Choices, name: str, who: str) -> FileColumns:
    """Keep the choices for all files with these titles. Flushed, not committed."""
    row = find(store_id, titles)
    if row is None:
        row = FileColumns(store_id=store_id, titles_key=key_of(titles))
        db.session.add(row)
    row.titles, row.choices = [title for title in titles if title], asdict(choices)
    row.name = " ".join(name.split())[:LONGEST_NAME] or row.name or "Files"
    row.changed_by = who
    db.session.flush()
    return row


def forget(row: FileColumns) -> None:
    """Ask anew at the next file with these titles."""
    db.session.delete(row)
    db.session.flush()
