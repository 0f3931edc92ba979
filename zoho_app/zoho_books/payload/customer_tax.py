"""What an order says of its customer's tax, for the edition of the organization."""

from collections.abc import Mapping
from dataclasses import replace

from zoho_app.orders.input.tax_facts import TAX_EXEMPTION_CODE
from zoho_app.orders.models import Order
from zoho_app.zoho_books.editions import tax_fields
from zoho_app.zoho_books.editions.table import US
from zoho_app.zoho_books.editions.tax_fields import TaxFields
from zoho_app.zoho_books.errors import BAD_TAX, CannotSubmit, TaxesNotRead
from zoho_app.zoho_books.payload import item_taxes
from zoho_app.zoho_books.payload.organization import Organization

NAMED = 5


def fields_of(order: Order, organization: Organization) -> TaxFields:
    """Place of supply, treatment and the like, as the edition wants them. Raises CannotSubmit."""
    ships_to, customer = item_taxes.destination(order), order.customer or order.shipping
    metadata = order.order_metadata
    found = tax_fields.tax_fields(organization.edition, organization.country, metadata, ships_to, customer)
    return replace(found, order=_taken(found.order, organization), contact=_taken(found.contact, organization))


def _taken(fields: Mapping[str, str], organization: Organization) -> Mapping[str, str]:
    """Those of the fields that the organization takes."""
    return {name: value for name, value in fields.items() if organization.takes(name)}


def exemption(fields: TaxFields, organization: Organization) -> Mapping[str, str]:
    """The field of the sales order that says why it is free of tax; {} when it is not.

    The code that the order names goes first, else the only exemption that Zoho Books has. Raises CannotSubmit when
    there is none or there are several, TaxesNotRead when they have not been read.
    """
    if not fields.is_exempt:
        return {}
    if fields.exemption_code:
        return {"tax_exemption_code": fields.exemption_code}
    if organization.edition.key == US and organization.exemptions is None:
        raise TaxesNotRead("Bookdesk has not read the tax exemptions yet. It reads them when the order is sent.")
    known = organization.exemptions or ()
    if len(known) == 1:
        return {"tax_exemption_id": known[0]["id"]}
    codes = ", ".join(one["code"] for one in known[:NAMED])
    has = f"several tax exemptions: {codes}" if known else "no tax exemption that Bookdesk could choose"
    raise CannotSubmit(
        f"The order says tax_exempt, and Zoho Books has {has}. Write the code of one into the order metadata "
        f"{TAX_EXEMPTION_CODE}, then submit again.",
        BAD_TAX,
        [TAX_EXEMPTION_CODE],
    )
