"""The tax that is sent for an item of an order."""

from zoho_app.orders.input import tax_facts
from zoho_app.orders.models import Order, OrderItem
from zoho_app.zoho_books.errors import BAD_TAX, CannotSubmit, TaxesNotRead
from zoho_app.zoho_books.models import TAX_FROM_THE_ORDER, ZohoBooksSettings
from zoho_app.zoho_books.payload.line_items import detail
from zoho_app.zoho_books.payload.organization import Organization
from zoho_app.zoho_books.taxes import choice, tax_match


def tax_id_of(item: OrderItem, order: Order, settings: ZohoBooksSettings, organization: Organization) -> str:
    """The id of the item's tax, "" when Zoho Books decides.

    Its own `tax_id` goes first. Raises NoTax, TaxesNotRead, or CannotSubmit about a rate that can't be read.
    """
    own = detail(item, "tax_id")
    if own or settings.tax_on_items != TAX_FROM_THE_ORDER:
        return own
    try:
        rate = tax_facts.rate(item.item_metadata, tax_facts.TAX_RATE)
    except tax_facts.Unreadable as problem:
        words = f"Metadata of the item “{item.name}”, {problem}, then submit again."
        raise CannotSubmit(words, BAD_TAX, [tax_facts.TAX_RATE]) from problem
    name = tax_facts.told(item.item_metadata, tax_facts.TAX_NAME)
    if rate is None and not name:
        return ""
    if organization.taxes is None:
        raise TaxesNotRead("Bookdesk has not read the taxes of Zoho Books yet. It reads them when the order is sent.")
    match = tax_match.parse(settings.tax_match)
    tax = choice.choose(organization.taxes, match, rate, name, _places(order))
    return tax.tax_id if tax else ""


def _places(order: Order) -> list[str]:
    """Where the order goes, the nearest first: state, country."""
    address = order.shipping if order.shipping.get("country") or order.shipping.get("state") else order.customer
    return [address.get("state", ""), address.get("country", "")]
