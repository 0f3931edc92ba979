"""How the causes of failures were corrected since, in words, so that only another try is left."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from flask import g

from zoho_app.orders.input.keys import text_key
from zoho_app.web.remedies.cause import Cause
from zoho_app.web.remedies.remedy import Remedy
from zoho_app.zoho_books import settings
from zoho_app.zoho_books.answers import line_answers, source_contacts
from zoho_app.zoho_books.contacts import choice as contact_choice
from zoho_app.zoho_books.corrections import sku_mapping, tax_choice
from zoho_app.zoho_books.payload.line_names import LineNames


class Failed(Protocol):
    """Failures for one cause, about one subject."""

    @property
    def cause(self) -> Cause: ...

    @property
    def subject(self) -> str: ...

    @property
    def latest(self) -> datetime: ...


def in_words(store_id: int, groups: Sequence[Failed]) -> list[str]:
    """For each of them how it was corrected since, "" when it was not; three statements at most for each remedy."""
    by_remedy: dict[Remedy, list[Failed]] = {}
    for group in groups:
        by_remedy.setdefault(group.cause.remedy, []).append(group)
    found: dict[int, str] = {}
    for remedy, of_it in by_remedy.items():
        if remedy in FINDERS:
            found |= dict(zip(map(id, of_it), FINDERS[remedy](store_id, of_it), strict=True))
    return [found.get(id(group), "") for group in groups]


def line_names(store_id: int) -> LineNames:
    """The answers about lines without a SKU, read once for a page."""
    if "line_names" not in g:
        g.line_names = line_answers.for_store(store_id)
    found: LineNames = g.line_names
    return found


def _items(store_id: int, groups: Sequence[Failed]) -> list[str]:
    found = g.settings if "settings" in g else settings.get(store_id)  # what a page has read may be None
    words = sku_mapping.fixed(store_id, found, [group.subject for group in groups])
    return [words.get(text_key(group.subject), "") for group in groups]


def _contacts(store_id: int, groups: Sequence[Failed]) -> list[str]:
    emails = [group.subject for group in groups]
    words = contact_choice.in_words(store_id, emails)
    said = [words.get(text_key(email), "") for email in emails]
    return [f"Orders of {email} {one}" if one else "" for email, one in zip(emails, said, strict=True)]


def _lines(store_id: int, groups: Sequence[Failed]) -> list[str]:
    answers = line_answers.fixed(line_names(store_id), [group.subject for group in groups])
    found = settings.get(store_id)
    default = found.default_sku.strip() if found else ""
    otherwise = f"Items without a SKU go to Zoho Books as {default}, the default item." if default else ""
    return [answers.get(text_key(group.subject), otherwise) for group in groups]


def _sources(store_id: int, groups: Sequence[Failed]) -> list[str]:
    answers = source_contacts.for_sources(store_id, [group.subject for group in groups if group.subject])
    said = [answers.get(text_key(group.subject)) for group in groups]
    return [source_contacts.sentence(one) if one else "" for one in said]


def _other_accounts(store_id: int, groups: Sequence[Failed]) -> list[str]:
    """Another contact was chosen for the source after the last failure."""
    answers = source_contacts.for_sources(store_id, [group.subject for group in groups if group.subject])
    said = [(group, answers.get(text_key(group.subject))) for group in groups]
    return [source_contacts.sentence(one) if one and one.chosen_at > group.latest else "" for group, one in said]


def _discounts(store_id: int, groups: Sequence[Failed]) -> list[str]:
    found = settings.get(store_id)
    is_allowed = found is not None and found.discount_pays_shipping
    return ["Discounts pay the shipping, too." if is_allowed else ""] * len(groups)


def _taxes(store_id: int, groups: Sequence[Failed]) -> list[str]:
    return tax_choice.fixed(store_id, [group.subject for group in groups])


FINDERS: dict[Remedy, Callable[[int, Sequence[Failed]], list[str]]] = {
    Remedy.CHOOSE_ITEM: _items,
    Remedy.CHOOSE_CONTACT: _contacts,
    Remedy.CHOOSE_TAX: _taxes,
    Remedy.GIVE_SKUS: _lines,
    Remedy.GIVE_EMAILS: _sources,
    Remedy.CHOOSE_ACCOUNT: _other_accounts,
    Remedy.PAY_SHIPPING: _discounts,
}
