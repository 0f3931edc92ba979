"""What Zoho's documentation leaves open, found out: how this organization answers. At most three calls, once."""

from sqlalchemy import func, select

from zoho_app.extensions import db
from zoho_app.zoho_books.api import observed
from zoho_app.zoho_books.api.client import CONTACT_PERSONS
from zoho_app.zoho_books.cache.models import CachedEmail
from zoho_app.zoho_books.errors import NotFound
from zoho_app.zoho_books.models import Connection
from zoho_app.zoho_books.preflight.checks import Check
from zoho_app.zoho_books.preflight.remote import Asked, Asking
from zoho_app.zoho_books.sales_orders import by_ids, repository

WORDS = {
    (observed.ADDRESSES, observed.AS_GIVEN): "Addresses come back as they were sent.",
    (observed.ADDRESSES, observed.NAMES): "Countries come back by name.",
    (observed.ADDRESSES, observed.NAMES_AND_CODES): "Countries come back by name and code.",
    (observed.IDS, observed.BY_ID): "One call asks for 200 sales orders.",
    (observed.IDS, observed.BY_CHARACTER): "One call asks for ten sales orders only, so comparing takes longer.",
    (observed.SEARCH, observed.ALL_PERSONS): "A search finds every contact person.",
    (observed.SEARCH, observed.PRIMARY_PERSON): "A search finds primary contact persons only.",
    (observed.NUMBERS, observed.SAME): "Numbers that differ only in upper and lower case are the same.",
    (observed.DRAFTS, observed.REFUSED): "Drafts have to be opened before they are voided.",
    (observed.LONG_TEXTS, observed.CUT): "Texts that are too long are cut.",
    (observed.LONG_TEXTS, observed.REFUSED): "Texts that are too long are refused.",
}


def _answers(line: Asked, asking: Asking) -> Check:
    """Ask what can be asked without changing anything; what is left shows in answers to come."""
    _ask_for_ids(asking)
    is_one_hidden = _search_for_second_person(asking)
    with asking.task.step():
        seen = db.session.get_one(Connection, asking.task.store_id).observed or {}
    words = [WORDS[pair] for pair in seen.items() if pair in WORDS]
    if code := seen.get(observed.UNKNOWN):
        words.append(f"An item that does not exist is refused with the code {code}.")
    if is_one_hidden:
        remedy = (
            "Let the person who connected read contact persons, or make the address with which a customer orders "
            "that of the primary contact person."
        )
        what = "Bookdesk can't find a customer by the e-mail address of a second contact person."
        return line.bad(" ".join([what, *words]), remedy, "zoho")
    return line.good(" ".join(words) or "Nothing unusual has been seen yet.")


def _ask_for_ids(asking: Asking) -> None:
    """Whether one call takes more than 200 characters of ids, once that many sales orders are there."""
    with asking.task.step():
        connection = db.session.get_one(Connection, asking.task.store_id)
        is_known = bool(observed.get(connection, observed.IDS))
        rows = [] if is_known else repository.in_zoho_after(connection, 0, 2 * observed.IDS_OF_CHARACTERS)
    ids: list[str] = []
    for _, salesorder_id in rows:
        ids.append(salesorder_id)
        if len(",".join(ids)) > observed.MOST_CHARACTERS:
            by_ids.list_by_ids(asking.task, asking.gateway, ids)
            return


def _search_for_second_person(asking: Asking) -> bool:
    """Search for a contact person who is not the primary one, where their list can't be read.

    Returns whether such a one can't be found at all.
    """
    with asking.task.step():
        connection = db.session.get_one(Connection, asking.task.store_id)
        is_listed = CONTACT_PERSONS not in (connection.unreadable or {})
        known = observed.get(connection, observed.SEARCH)
        contact_id = None if is_listed or known else _with_several_emails(asking.task.store_id)
    if is_listed or contact_id is None:
        return not is_listed and known == observed.PRIMARY_PERSON
    try:
        persons = asking.gateway.contact(contact_id).get("contact_persons") or []
    except NotFound:
        return False
    emails = [str(one.get("email") or "") for one in persons if not one.get("is_primary_contact")]
    email = next((one for one in emails if one), "")
    if not email:
        return False
    rows, _ = asking.gateway.contacts(search_text=email)
    is_found = any(str(row.get("contact_id")) == contact_id for row in rows)
    with asking.task.step():
        connection = db.session.get_one(Connection, asking.task.store_id)
        answer = observed.ALL_PERSONS if is_found else observed.PRIMARY_PERSON
        observed.keep(connection, observed.SEARCH, answer)
    return not is_found


def _with_several_emails(store_id: int) -> str | None:
    several = select(CachedEmail.contact_id).where(CachedEmail.store_id == store_id).group_by(CachedEmail.contact_id)
    return db.session.scalar(several.having(func.count() > 1).order_by(CachedEmail.contact_id).limit(1))


ALL = (Asked("How Zoho Books answers", _answers),)
