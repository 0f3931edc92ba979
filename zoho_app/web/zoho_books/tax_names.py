"""The taxes of Zoho Books by name and rate, as the settings offer them."""

from zoho_app.zoho_books.models import Connection
from zoho_app.zoho_books.taxes import organization_taxes


def listed(connection: Connection | None) -> list[str]:
    """The active taxes, such as "Standard VAT (20%)"; none until they have been read."""
    taxes = organization_taxes.read(connection.taxes or ()) if connection else ()
    return [tax.label for tax in taxes if tax.is_active]
