"""The tax that is sent for an item of an order, and for its shipping when that is a line."""

from collections.abc import Callable
from decimal import Decimal

from zoho_app.orders.input import tax_facts
from zoho_app.orders.models import Order, OrderItem
from zoho_app.orders.places import country_code, state_code
from zoho_app.zoho_books.editions import places
from zoho_app.zoho_books.errors import BAD_TAX, CannotSubmit, TaxesNotRead
from zoho_app.zoho_books.models import TAX_FROM_THE_ORDER, ZohoBooksSettings
from zoho_app.zoho_books.payload.line_items import detail
from zoho_app.zoho_books.payload.organization import Organization
from zoho_app.zoho_books.taxes import choice, tax_match


def tax_id_of(
    item: OrderItem, order: Order, settings: ZohoBooksSettings, organization: Organization, place: str = ""
) -> str:
    """The id of the item's tax, "" when Zoho Books decides; `place` is the order's place of supply.

    Its own `tax_id` goes first. Raises NoTax, TaxesNotRead, or CannotSubmit about a rate that can't be read.
    """
    own = detail(item, "tax_id")
    if own or settings.tax_on_items != TAX_FROM_THE_ORDER:
        return own
    whose = f"Metadata of the item “{item.name}”,"
    rate = _readable(lambda: tax_facts.rate(item.item_metadata, tax_facts.TAX_RATE), whose, tax_facts.TAX_RATE)
    name = tax_facts.told(item.item_metadata, tax_facts.TAX_NAME)
    return _choose(rate, name, order, settings, organization, place)


def shipping_tax_id(order: Order, settings: ZohoBooksSettings, organization: Organization, place: str) -> str:
    """The same for the shipping; the order's metadata shipping_tax_rate and shipping_tax_name choose. Raises so."""
    if settings.tax_on_items != TAX_FROM_THE_ORDER:
        return ""
    name = tax_facts.told(order.order_metadata, tax_facts.SHIPPING_TAX_NAME)
    return _choose(shipping_rate(order), name, order, settings, organization, place)


def shipping_rate(order: Order) -> Decimal | None:
    """The tax rate of the shipping in percent, None when the order says none. Raises CannotSubmit."""
    name = tax_facts.SHIPPING_TAX_RATE
    return _readable(lambda: tax_facts.rate(order.order_metadata, name), "The order's metadata", name)


def places_of(order: Order) -> list[str]:
    """Where the order goes, the nearest first: state and country together, state, country; by code and as written."""
    address = destination(order)
    state, country = address.get("state", ""), address.get("country", "")
    code = country_code(country)
    own_code = places.indian_state(state) if code == "IN" else state_code(code, state)
    together = [f"{code}-{one}" for one in (own_code, state) if code and one]
    return [*together, state, own_code, country, code]


def destination(order: Order) -> dict[str, str]:
    """The address that the order goes to: the customer's when no place to ship to is told."""
    return order.shipping if order.shipping.get("country") or order.shipping.get("state") else order.customer


def _readable(read: Callable[[], Decimal | None], whose: str, name: str) -> Decimal | None:
    try:
        return read()
    except tax_facts.Unreadable as problem:
        raise CannotSubmit(f"{whose} {problem}, then submit again.", BAD_TAX, [name]) from problem


def _choose(
    rate: Decimal | None,
    name: str,
    order: Order,
    settings: ZohoBooksSettings,
    organization: Organization,
    place: str,
) -> str:
    if rate is None and not name:
        return ""
    if organization.taxes is None:
        raise TaxesNotRead("Bookdesk has not read the taxes of Zoho Books yet. It reads them when the order is sent.")
    match, spec = tax_match.parse(settings.tax_match), organization.specification(place)
    tax = choice.choose(organization.taxes, match, rate, name, places_of(order), spec)
    return tax.tax_id if tax else ""
