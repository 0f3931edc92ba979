"""Keeping which contact in Zoho Books the orders of a source belong to."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, or_, select, update

from zoho_app.accounts import audit
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.input import source
from zoho_app.orders.input.keys import text_key
from zoho_app.zoho_books.answers.line_answers import BadAnswer
from zoho_app.zoho_books.answers.models import SourceContact
from zoho_app.zoho_books.cache.models import CachedContact
from zoho_app.zoho_books.payload.draft import Account

LONGEST_NAME, LONGEST_SOURCE = 200, 100
# So many contacts are compared or offered.
MOST_ALIKE = 20


def for_sources(store_id: int, source_names: Collection[str]) -> dict[str, SourceContact]:
    """What was decided about these sources, by `text_key`; one statement."""
    keys = {text_key(name) for name in source_names}
    wanted = select(SourceContact).where(SourceContact.store_id == store_id, SourceContact.source_key.in_(keys))
    return {row.source_key: row for row in db.session.scalars(wanted)}


def account(answers: Mapping[str, SourceContact], source_name: str, email: str) -> Account | None:
    """The contact that an order of that source belongs to; None when its e-mail address says it."""
    row = answers.get(text_key(source_name))
    if row is None or (email.strip() and not row.is_for_all):
        return None
    return Account(row.source_key, source.shown(row.store_id, row.source_name), row.contact_name, row.contact_id)


def keep(store_id: int, source_name: str, contact_name: str, is_for_all: bool, who: str) -> SourceContact:
    """Let orders of the source belong to the contact of that name; without an e-mail address, or all of them.

    Raises BadAnswer when the name can't be a contact's, or is that of an inactive one.
    """
    source_name, contact_name = source_name.strip(), contact_name.strip()
    if not source_name or len(source_name) > LONGEST_SOURCE:
        raise BadAnswer(f"Source: type the name of a source, at most {LONGEST_SOURCE} characters.")
    if not contact_name or len(contact_name) > LONGEST_NAME:
        raise BadAnswer(f"Contact: type the name of a contact, at most {LONGEST_NAME} characters.")
    contact = named(store_id, contact_name)
    if contact is not None and not contact.is_active:
        raise BadAnswer(
            f"Contact: “{contact.name}” is inactive in Zoho Books. Mark it as active there, or choose another."
        )
    found = db.session.get(SourceContact, (store_id, text_key(source_name)))
    if found is None:
        found = SourceContact(store_id=store_id, source_key=text_key(source_name), source_name=source_name)
        db.session.add(found)
    found.contact_name = contact.name if contact else contact_name
    found.contact_id = contact.contact_id if contact else ""
    found.is_for_all, found.chosen_by, found.chosen_at = is_for_all, who, now()
    audit.note(store_id, who, f"Decided about a source: {in_words(found)}", event="answer.changed")
    db.session.flush()
    return found


def forget(store_id: int, source_name: str, who: str) -> str:
    """Ask again from now on; returns the source, "" when it was forgotten already."""
    found = db.session.get(SourceContact, (store_id, text_key(source_name)))
    if found is None:
        return ""
    audit.note(store_id, who, f"Forgot the contact of a source: {in_words(found)}", event="answer.changed")
    db.session.execute(
        delete(SourceContact).where(SourceContact.store_id == store_id, SourceContact.source_key == found.source_key)
    )
    return found.source_name


def tell_id(store_id: int, source_key: str, contact_id: str) -> None:
    """Note which contact of Zoho Books has the name; "" when it is gone there."""
    mine = (SourceContact.store_id == store_id, SourceContact.source_key == source_key)
    db.session.execute(update(SourceContact).where(*mine).values(contact_id=contact_id))


def in_words(answer: SourceContact) -> str:
    """Such as orders of Etsy without an e-mail address go to the contact “Etsy customers”."""
    which = "" if answer.is_for_all else " without an e-mail address"
    name = source.shown(answer.store_id, answer.source_name)
    return f"orders of {name}{which} go to the contact “{answer.contact_name}”"


def sentence(answer: SourceContact) -> str:
    """The same as a sentence."""
    words = in_words(answer)
    return f"{words[0].upper()}{words[1:]}."


def named(store_id: int, name: str) -> CachedContact | None:
    """The contact of exactly this name as the desk knows it, ignoring case; an active one goes first."""
    alike = [row for row in _with(store_id, name) if text_key(row.name) == text_key(name)]
    return min(alike, key=lambda row: not row.is_active, default=None)


def offered(store_id: int, limit: int = MOST_ALIKE) -> list[str]:
    """Names of companies to choose from, where a field completes what is typed."""
    wanted = select(CachedContact.name).where(
        CachedContact.store_id == store_id, CachedContact.is_active, CachedContact.company != ""
    )
    return list(db.session.scalars(wanted.order_by(CachedContact.name).limit(limit)))


def _with(store_id: int, name: str) -> list[CachedContact]:
    has_name = or_(CachedContact.name == name, CachedContact.name.icontains(name, autoescape=True))
    wanted = select(CachedContact).where(CachedContact.store_id == store_id, has_name)
    shortest_first = wanted.order_by(CachedContact.name != name, CachedContact.id).limit(MOST_ALIKE)
    return list(db.session.scalars(shortest_first))
