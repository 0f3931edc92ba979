"""What an order says of its customer's tax, for the edition of the organization."""

from collections.abc import Mapping

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
    return tax_fields.tax_fields(organization.edition, organization.country, order.order_metadata, ships_to, customer)


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
