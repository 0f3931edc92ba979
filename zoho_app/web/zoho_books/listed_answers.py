"""The answers that hold for later orders, as the pages list them; read by one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g
from sqlalchemy import Select, func, literal, null, select, union_all

from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.web.zoho_books.prices_of_sources import MOST_SOURCES
from zoho_app.zoho_books.answers import line_answers, source_contacts
from zoho_app.zoho_books.answers.models import LineName, SourceContact
from zoho_app.zoho_books.cache.models import CachedContact, ChosenContact

SOURCE, LINE, EMAIL = "source", "line", "email"
SEEN = "seen"  # no answer: a source that orders have come from


@dataclass(frozen=True)
class Answer:
    """One answer: the source, the name or the address that it is about, what was decided, by whom and when."""

    subject: str
    words: str
    chosen_by: str
    chosen_at: datetime
    id: int = 0  # of a line's name


def listed(store_id: int, limit: int) -> dict[str, list[Answer]]:
    """So many answers of each kind, in the order of what they are about."""
    return _listed(_sources(store_id).limit(limit), _lines(store_id).limit(limit), _emails(store_id).limit(limit))


def listed_with_sources(store_id: int, limit: int) -> tuple[dict[str, list[Answer]], list[str]]:
    """The same, and the sources that orders have come from."""
    found = _listed(
        _sources(store_id).limit(limit),
        _lines(store_id).limit(limit),
        _emails(store_id).limit(limit),
        _seen(store_id),
    )
    return found, [one.subject for one in found.pop(SEEN, [])]


def _listed(*parts: Select[Any]) -> dict[str, list[Answer]]:
    wanted = [part.subquery() for part in parts]
    rows = db.session.execute(union_all(*(select(part) for part in wanted)))
    found: dict[str, list[Answer]] = {SOURCE: [], LINE: [], EMAIL: []}
    for row in rows:
        found.setdefault(row.kind, []).append(Answer(row.subject, _words(row), row.chosen_by, row.chosen_at, row.id))
    return {kind: sorted(answers, key=lambda one: one.subject.casefold()) for kind, answers in found.items()}


def _columns(kind: str, id_: Any, subject: Any, value: Any, how: Any, table: Any) -> tuple[Any, ...]:
    named = (literal(kind).label("kind"), id_.label("id"), subject.label("subject"), value.label("value"))
    return (*named, how.label("how"), table.chosen_by.label("chosen_by"), table.chosen_at.label("chosen_at"))


def _sources(store_id: int) -> Select[Any]:
    which = SourceContact.is_for_all.cast(LineName.meaning.type)
    columns = _columns(
        SOURCE, literal(0), SourceContact.source_name, SourceContact.contact_name, which, SourceContact
    )
    return select(*columns).where(SourceContact.store_id == store_id).order_by(SourceContact.source_key)


def _lines(store_id: int) -> Select[Any]:
    columns = _columns(LINE, LineName.id, LineName.name, LineName.sku, LineName.meaning, LineName)
    return select(*columns).where(LineName.store_id == store_id).order_by(LineName.name_key)


def _emails(store_id: int) -> Select[Any]:
    name = func.coalesce(func.nullif(ChosenContact.own_name, ""), CachedContact.name, ChosenContact.contact_id)
    columns = _columns(EMAIL, literal(0), ChosenContact.email_key, name, ChosenContact.own_name, ChosenContact)
    contact = (CachedContact.store_id == ChosenContact.store_id) & (
        CachedContact.contact_id == ChosenContact.contact_id
    )
    wanted = select(*columns).outerjoin(CachedContact, contact).where(ChosenContact.store_id == store_id)
    return wanted.order_by(ChosenContact.chosen_at.desc(), ChosenContact.email_key)


def _seen(store_id: int) -> Select[Any]:
    nobody, never = literal("").label("chosen_by"), null().cast(ChosenContact.chosen_at.type).label("chosen_at")
    sources = select(Order.source_name.label("subject")).where(Order.store_id == store_id, Order.source_name != "")
    named = sources.distinct().subquery()
    texts = (literal(SEEN).label("kind"), literal(0).label("id"), named.c.subject, literal("").label("value"))
    return select(*texts, literal("").label("how"), nobody, never).order_by(named.c.subject).limit(MOST_SOURCES)


def _words(row: Any) -> str:
    if row.kind == SEEN:
        return ""
    if row.kind == SOURCE:
        is_for_all = str(row.how).lower() in ("1", "true", "t")
        return source_contacts.sentence(
            SourceContact(store_id=g.store.id, source_name=row.subject, contact_name=row.value, is_for_all=is_for_all)
        )
    if row.kind == LINE:
        return f"{line_answers.in_words(LineName(name=row.subject, sku=row.value, meaning=row.how))}."
    return f"A separate account, “{row.value}”." if row.how else f"The contact “{row.value}”."
