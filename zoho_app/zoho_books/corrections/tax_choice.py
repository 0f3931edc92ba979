"""Choosing once which tax of Zoho Books stands for a rate or a tax name of orders: a line of Tax Match."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.orders.places import country_code
from zoho_app.zoho_books import settings
from zoho_app.zoho_books.contacts.choice import NotOffered
from zoho_app.zoho_books.models import Connection
from zoho_app.zoho_books.payload import item_taxes
from zoho_app.zoho_books.taxes import organization_taxes, tax_match
from zoho_app.zoho_books.taxes.organization_taxes import Tax
from zoho_app.zoho_books.taxes.tax_match import Rule

QUOTES = "“”"
MOST_PLACES = 20


@dataclass(frozen=True)
class Offer:
    """What can be chosen: the active taxes, those of the wanted rate first, and the places it may hold for."""

    taxes: tuple[Tax, ...]
    places: tuple[str, ...]

    def fitting(self, subject: str) -> list[Tax]:
        """The taxes of the wanted rate, or with the wanted name."""
        name = subject.strip(QUOTES).casefold()
        rate = organization_taxes.rate_text
        return [tax for tax in self.taxes if rate(tax.rate) == subject or tax.name.casefold() == name]


def offer(store_id: int, subject: str, order_ids: Collection[int]) -> Offer:
    """The choices for a rate or a name, as failures about it name it; two statements."""
    orders = db.session.scalars(select(Order).where(Order.store_id == store_id, Order.id.in_(order_ids)))
    return offer_to(store_id, subject, orders)


def offer_to(store_id: int, subject: str, orders: Iterable[Order]) -> Offer:
    """The same for orders that are read already; one statement at most."""
    connection = db.session.get(Connection, store_id)
    taxes = [
        tax for tax in organization_taxes.read((connection.taxes if connection else None) or ()) if tax.is_active
    ]
    taxes.sort(key=lambda tax: (organization_taxes.rate_text(tax.rate) != subject, tax.name.casefold()))
    places = {place for order in orders for place in _places(order)}
    return Offer(tuple(taxes), tuple(sorted(places))[:MOST_PLACES])


def _places(order: Order) -> list[str]:
    """The country, and the state together with it."""
    address = item_taxes.destination(order)
    code = country_code(address.get("country", ""))
    return (
        [code, *(place for place in item_taxes.places_of(order)[:1] if place.startswith(f"{code}-"))] if code else []
    )


def choose(store_id: int, subject: str, tax_id: str, place: str, who: str) -> str:
    """Let that tax stand for the rate or the name, everywhere or in that place ("" is everywhere). Returns the line.

    Lines for the same that name no active tax any more are corrected with it. Raises NotOffered, or at the flush
    StaleDataError when somebody saves the settings at the same moment.
    """
    found, connection = settings.get(store_id), db.session.get(Connection, store_id)
    taxes = [
        tax for tax in organization_taxes.read((connection.taxes if connection else None) or ()) if tax.is_active
    ]
    chosen = next((tax for tax in taxes if tax.tax_id == tax_id), None)
    if found is None or chosen is None:
        raise NotOffered("This tax is not active in Zoho Books any more. Choose another.")
    left = subject.strip(QUOTES).removesuffix("%")
    line = f"{place}: {left} = {chosen.name}" if place else f"{left} = {chosen.name}"
    names = {tax.name.casefold() for tax in taxes}
    text = tax_match.with_line(found.tax_match, line, names)
    match = tax_match.parse(text)
    if (match.by_name(left, [place]) or match.by_rate_text(left, [place])) != chosen.name:
        raise NotOffered(
            f"“{line}” can't be written in Tax Match. Give the tax another name in Zoho Books or in the shop."
        )
    settings.save(found, {"tax_match": text}, who)
    return line


def fixed(store_id: int, subjects: Sequence[str]) -> list[str]:
    """In words, for each rate or name which active tax Tax Match has for it by now; "" when it has none."""
    found, connection = settings.get(store_id), db.session.get(Connection, store_id)
    if found is None or connection is None:
        return ["" for _ in subjects]
    active = {
        tax.name.casefold(): tax.name for tax in organization_taxes.read(connection.taxes or ()) if tax.is_active
    }
    match = tax_match.parse(found.tax_match)
    return [_in_words(subject, match.about(subject.strip(QUOTES)), active) for subject in subjects]


def _in_words(subject: str, rules: Sequence[Rule], active: dict[str, str]) -> str:
    if not rules or any(rule.tax_name.casefold() not in active for rule in rules):
        return ""
    where = [f"“{rule.tax_name}”{f' for orders to {rule.place.upper()}' if rule.place else ''}" for rule in rules]
    return f"A tax of {subject} is {', '.join(where)} in Zoho Books."
