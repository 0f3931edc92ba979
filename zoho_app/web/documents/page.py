"""A document as its page shows it: the sheets, and the line above them that is not printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import url_for
from markupsafe import Markup

from zoho_app.accounts.models import Store
from zoho_app.counts import count_noun
from zoho_app.documents import choice, packing_slip, pick_list, press, settings, standard
from zoho_app.documents.choice import Chosen
from zoho_app.documents.models import PrintSettings
from zoho_app.documents.packing_slip import Page
from zoho_app.documents.press import Printed
from zoho_app.web.documents.address import PICK_LIST, SLIPS, Address

MOST_NAMED = 3


class Kind(NamedTuple):
    """A kind of document: its title, and that of the other one."""

    title: str
    several: str
    other: str
    other_title: str


KINDS = {
    SLIPS: Kind("Packing slip", "Packing slips", PICK_LIST, "Pick list"),
    PICK_LIST: Kind("Pick list", "Pick list", SLIPS, "Packing slips"),
}


@dataclass(frozen=True)
class Source:
    """What a document is made from."""

    template: str
    pages: list[Page]
    settings: PrintSettings
    title: str


@dataclass(frozen=True)
class DocumentPage:
    """The page; `sheets` is empty when `problem` says why there are none."""

    title: str
    words: str
    sheets: list[Markup]
    paper: str
    back: str
    pdf: str
    other: tuple[str, str]
    sort: tuple[str, str] | None
    following: tuple[str, str] | None
    notes: list[str]
    prints: bool


def source(kind: str, store: Store, chosen: Chosen) -> Source:
    """The template of that kind and the data of its pages."""
    look, orders = settings.get(store), chosen.orders
    title = f"{title_of(kind, chosen)} - {store.name}"
    if kind == PICK_LIST:
        return Source(standard.template(standard.PICK_LIST), [pick_list.page(store, look, orders)], look, title)
    template = look.template or standard.template(standard.PACKING_SLIP)
    return Source(template, packing_slip.pages(store, look, orders), look, title)


def title_of(kind: str, chosen: Chosen) -> str:
    """What the document is called, such as "Packing slip 1001"."""
    one = chosen.orders[0].source_id if len(chosen.orders) == 1 and kind == SLIPS else ""
    return f"{KINDS[kind].title} {one}" if one else KINDS[kind].several


def build(kind: str, store: Store, address: Address, chosen: Chosen) -> DocumentPage:
    """The page of the chosen orders' document. Raises press.NotMade."""
    made = source(kind, store, chosen)
    printed = press.for_browser(made.template, made.pages, logo_alt(made.settings, store), logo_href(made.settings))
    return DocumentPage(
        title=title_of(kind, chosen),
        words=count_noun(len(chosen.orders), "order"),
        sheets=[Markup(sheet) for sheet in printed.pages],  # noqa: S704 - the press has cleaned it
        paper=made.settings.paper,
        back=address.back_href(),
        pdf=address.shown().href(kind, "documents.pdf"),
        other=(KINDS[kind].other_title, address.shown().href(KINDS[kind].other)),
        sort=_sort(kind, address, chosen),
        following=_following(kind, address, chosen),
        notes=_notes(address, chosen, printed),
        prints=address.prints,
    )


def logo_alt(look: PrintSettings, store: Store) -> str:
    """What stands for the logo where it is not seen; "" when there is none."""
    return store.name if look.logo_width else ""


def logo_href(look: PrintSettings) -> str:
    """The address of the logo, which changes with it; "" when there is none."""
    return url_for("documents.logo", store_id=look.store_id, v=look.logo_digest[:12]) if look.logo_width else ""


def _sort(kind: str, address: Address, chosen: Chosen) -> tuple[str, str] | None:
    if len(chosen.orders) < 2 or kind == PICK_LIST:
        return None
    words = "Sort as in the list" if address.is_by_number else "Sort by number"
    return words, address.turned().href(kind)


def _following(kind: str, address: Address, chosen: Chosen) -> tuple[str, str] | None:
    if not chosen.next:
        return None
    return f"Next {choice.MOST} orders", address.from_cursor(chosen.next).href(kind)


def _notes(address: Address, chosen: Chosen, printed: Printed) -> list[str]:
    """What a person should know before printing."""
    notes = []
    gone = len(address.selection.order_ids) - len(chosen.orders)
    if gone > 0:
        notes.append(f"{count_noun(gone, 'checked order')} can't be printed: deleted since the list was opened.")
    if chosen.next:
        notes.append(f"A document has at most {choice.MOST} orders. Print this one, then go on with the next.")
    if printed.without_barcode:
        named = _named(printed.without_barcode, ", ")
        notes.append(f"No bar code for {named}: it would need letters beyond A to Z, or more than 30 of them.")
    if printed.not_in_pdf:
        letters = _named(printed.not_in_pdf, " ")
        notes.append(f"A PDF can't show {letters}: its font has European letters only. A browser can.")
    return notes


def _named(texts: Sequence[str], between: str) -> str:
    """The first few of them, and how many more there are."""
    more = len(texts) - MOST_NAMED
    return between.join(texts[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
