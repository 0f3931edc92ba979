"""What would keep orders back, as the pages show it that ask before anything is sent, with the way to decide it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for

from zoho_app import kinds
from zoho_app.web.remedies import causes
from zoho_app.zoho_books import errors
from zoho_app.zoho_books.preview.findings import Finding

SHOWN_AT_MOST = 12
# A longer address is not carried along: servers take some thousand characters.
LONGEST_BACK = 1_500

# Where each cause is decided: (the argument of the page of answers, the words of the link).
ANSWERS = {
    errors.NO_EMAIL: ("source", "Choose their contact"),
    errors.SOURCE_CONTACT: ("source", "Choose another contact"),
    errors.NO_SKU: ("line", "Decide about these lines"),
}
SETTINGS = {
    errors.InvalidSku.cause: ("product-settings", "Match or skip the SKU"),
    errors.NoProductsAvailable.cause: ("product-settings", "Open the Product Settings"),
    errors.NO_TAX: ("tax_match", "Choose the tax in Tax Match"),
    errors.DISCOUNT: ("discount_pays_shipping", "Let it pay the shipping"),
    errors.CONTACT_MISSING: ("create_contact_if_missing", "Create Contact If Missing"),
    errors.CONTACT_NAME_TAKEN: ("separate_same_names", "Make separate accounts"),
}


@dataclass(frozen=True)
class Shown:
    """One finding, and what it keeps back, such as "3 orders".

    `href` leads to where it is decided once and for all, "" where each order has to be corrected.
    """

    title: str
    things: str
    words: str
    href: str
    label: str


def shown(store_id: int, found: Iterable[Finding], may_change: bool = True) -> list[Shown]:
    """The most frequent findings, with links for somebody who may change something."""
    return [_shown(store_id, one, may_change) for one in list(found)[:SHOWN_AT_MOST]]


def ways(store_id: int, found: Iterable[Finding]) -> list[Shown]:
    """The same where the words are said already: only those that can be decided once and for all."""
    return [replace(one, words="") for one in shown(store_id, found) if one.href]


def _shown(store_id: int, one: Finding, may_change: bool) -> Shown:
    cause = causes.find(kinds.SUBMIT.name, one.cause, one.details)
    title, things = cause.title.format(subject=one.subject), causes.things(kinds.SUBMIT.name, one.count)
    href, label = _way(store_id, one) if may_change else ("", "")
    return Shown(title, things, one.words if one.count == 1 else cause.advice, href, label)


def _way(store_id: int, one: Finding) -> tuple[str, str]:
    if one.cause in ANSWERS and one.subject:
        name, label = ANSWERS[one.cause]
        asked: dict[str, Any] = {"store_id": store_id, "back": here(), name: one.subject}
        return url_for("zoho_books.answers", **asked), label
    if one.cause in SETTINGS:
        anchor, label = SETTINGS[one.cause]
        return url_for("zoho_books.settings", store_id=store_id, _anchor=anchor), label
    return "", ""


def here() -> str | None:
    """The address of this page, to come back to; None when it is too long, or nobody can open it."""
    address = request.full_path.rstrip("?")
    return address if request.method == "GET" and len(address) <= LONGEST_BACK else None
