"""The contact that a person chose for an e-mail address, when several have it or none does.

A choice holds for one store. Once its contact is gone or inactive it is forgotten, and asked again.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, delete, func, literal, or_, select, union_all

from zoho_app.accounts import audit
from zoho_app.clock import now
from zoho_app.extensions import db, rows_changed
from zoho_app.orders.input.keys import text_key
from zoho_app.zoho_books.cache.models import CachedContact, CachedEmail, ChosenContact

FOUND_AT_MOST = 20
LONGEST_NAME = 200


class NotOffered(Exception):
    """The contact is not, or no longer, an active one of the store; its text is for people."""


def candidates(store_id: int, email: str, query: str = "") -> list[CachedContact]:
    """Active contacts to choose from: those that have the address, or whose name, company or address has `query`."""
    key = text_key(query or email)
    having = select(CachedEmail.contact_id).where(
        CachedEmail.store_id == store_id,
        CachedEmail.email_key.contains(key, autoescape=True) if query else CachedEmail.email_key == key,
    )
    wanted: ColumnElement[bool] = CachedContact.contact_id.in_(having)
    if query:
        texts = (CachedContact.name, CachedContact.company)
        wanted = or_(wanted, *(text.icontains(query.strip(), autoescape=True) for text in texts))
    rows = select(CachedContact).where(CachedContact.store_id == store_id, CachedContact.is_active, wanted)
    return list(db.session.scalars(rows.order_by(CachedContact.name, CachedContact.id).limit(FOUND_AT_MOST)))


def choose(store_id: int, email: str, contact_id: str, who: str) -> CachedContact:
    """Take this contact for the address from now on. Raises NotOffered."""
    contact = db.session.scalar(
        select(CachedContact).where(CachedContact.store_id == store_id, CachedContact.contact_id == contact_id)
    )
    if contact is None or not contact.is_active:
        raise NotOffered("This contact is no longer in Zoho Books, or it is inactive. Choose another.")
    choice = db.session.get(ChosenContact, (store_id, text_key(email)))
    if choice is None:
        choice = ChosenContact(store_id=store_id, email_key=text_key(email))
        db.session.add(choice)
    choice.contact_id, choice.own_name, choice.chosen_by, choice.chosen_at = contact_id, "", who, now()
    audit.note(store_id, who, f"Chose the contact “{contact.name}” for orders of {email}", event="answer.changed")
    db.session.flush()
    return contact


def choose_own_name(store_id: int, email: str, name: str, who: str) -> None:
    """Make the address a contact of its own under this name, when it orders next. Raises NotOffered."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise NotOffered(f"Name of the account: type a name, at most {LONGEST_NAME} characters.")
    taken = select(CachedContact.id).where(
        CachedContact.store_id == store_id, func.lower(CachedContact.name) == name.lower()
    )
    if db.session.scalar(taken.limit(1)) is not None:
        raise NotOffered(
            f"Name of the account: a contact in Zoho Books is named “{name}” already. Choose another name."
        )
    choice = db.session.get(ChosenContact, (store_id, text_key(email)))
    if choice is None:
        choice = ChosenContact(store_id=store_id, email_key=text_key(email))
        db.session.add(choice)
    choice.contact_id, choice.own_name, choice.chosen_by, choice.chosen_at = "", name, who, now()
    audit.note(store_id, who, f"Chose a separate account “{name}” for orders of {email}", event="answer.changed")
    db.session.flush()


def own_name(store_id: int, email: str) -> str:
    """The name that was chosen for the address' own contact; "" when none was."""
    choice = db.session.get(ChosenContact, (store_id, text_key(email)))
    return choice.own_name if choice else ""


def names(store_id: int, emails: Collection[str], taken: Collection[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The names that were chosen for these addresses, and the contact_ids of who has one of the names `taken`.

    Both by `text_key`; one statement.
    """
    keys = set(map(text_key, emails))
    chosen = select(literal("chosen").label("kind"), ChosenContact.email_key, ChosenContact.own_name)
    chosen = chosen.where(ChosenContact.store_id == store_id, ChosenContact.email_key.in_(keys))
    there = select(literal("there"), CachedContact.name, CachedContact.contact_id)
    there = there.where(
        CachedContact.store_id == store_id, func.lower(CachedContact.name).in_(set(map(text_key, taken)))
    )
    rows = db.session.execute(union_all(chosen.where(ChosenContact.own_name != ""), there)).all()
    found = {kind: {text_key(row[1]): row[2] for row in rows if row[0] == kind} for kind in ("chosen", "there")}
    return found["chosen"], found["there"]


def in_words(store_id: int, emails: Collection[str]) -> dict[str, str]:
    """What becomes of orders of these addresses by what was chosen, by `text_key`; one statement."""
    rows = db.session.execute(
        select(ChosenContact.email_key, ChosenContact.own_name, CachedContact.name)
        .outerjoin(
            CachedContact,
            (CachedContact.store_id == ChosenContact.store_id)
            & (CachedContact.contact_id == ChosenContact.contact_id)
            & CachedContact.is_active,
        )
        .where(ChosenContact.store_id == store_id, ChosenContact.email_key.in_(set(map(text_key, emails))))
    )
    words = {}
    for email_key, own_name, contact_name in rows:
        if own_name:
            words[email_key] = f"get a separate account, “{own_name}”."
        elif contact_name:
            words[email_key] = f"go to the contact “{contact_name}”."
    return words


def forget(store_id: int, email: str, who: str) -> bool:
    """Ask again from now on; False when it was forgotten already."""
    mine = (ChosenContact.store_id == store_id, ChosenContact.email_key == text_key(email))
    if not rows_changed(delete(ChosenContact).where(*mine)):
        return False
    audit.note(store_id, who, f"Forgot what was chosen for orders of {email}", event="answer.changed")
    return True


def chosen_id(store_id: int, email: str) -> str | None:
    """The contact_id that was chosen for the address."""
    choice = db.session.get(ChosenContact, (store_id, text_key(email)))
    return choice.contact_id or None if choice else None


def chosen(store_id: int, emails: Collection[str]) -> dict[str, CachedContact]:
    """The usable choices for these addresses, by `text_key`."""
    rows = db.session.execute(
        select(ChosenContact.email_key, CachedContact)
        .join(
            CachedContact,
            (CachedContact.store_id == ChosenContact.store_id)
            & (CachedContact.contact_id == ChosenContact.contact_id),
        )
        .where(ChosenContact.store_id == store_id, ChosenContact.email_key.in_(set(map(text_key, emails))))
        .where(CachedContact.is_active)
    )
    return {row.email_key: row.CachedContact for row in rows}


def keep_if_usable(store_id: int, email: str) -> bool:
    """Forget the choice for the address unless its contact is there and active; whether it stays."""
    if chosen(store_id, [email]):
        return True
    mine = (ChosenContact.store_id == store_id, ChosenContact.email_key == text_key(email))
    db.session.execute(delete(ChosenContact).where(*mine))
    return False
