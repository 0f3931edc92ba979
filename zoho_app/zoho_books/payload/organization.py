"""What of an organization decides about the JSON and its total."""

from dataclasses import dataclass
from decimal import Decimal

from zoho_app.accounts.currencies import smallest_unit
from zoho_app.zoho_books.models import Connection
from zoho_app.zoho_books.taxes import known
from zoho_app.zoho_books.taxes.known import Tax
from zoho_app.zoho_books.taxes.totals import Rules

# Zoho Books API: `is_inclusive_tax` exists in all editions but these.
WITHOUT_INCLUSIVE_TAX = ("US", "CA")


@dataclass(frozen=True)
class Organization:
    """`precision` is how many digits amounts have after the point; `taxes` is None until they have been read."""

    time_zone: str
    currency_code: str
    precision: int
    taxes: tuple[Tax, ...] | None
    rules: Rules
    has_inclusive_tax: bool = True  # whether its edition has prices that include tax

    @property
    def unit(self) -> Decimal:
        """The smallest amount of the currency."""
        return smallest_unit(self.precision)

    def tax(self, tax_id: str) -> Tax | None:
        """The tax of that id, active or not."""
        return next((tax for tax in self.taxes or () if tax.tax_id == tax_id), None)


def organization_of(connection: Connection) -> Organization:
    """What the connection knows of its organization."""
    learned = connection.totals_rules or {}
    return Organization(
        time_zone=connection.time_zone,
        currency_code=connection.currency_code,
        precision=connection.price_precision,
        taxes=None if connection.taxes is None else known.read(connection.taxes),
        rules=Rules(
            unit=smallest_unit(connection.price_precision),
            tax_rounding=str(learned.get("tax_rounding") or "entity_level"),
            is_discount_before_tax=bool(learned.get("is_discount_before_tax", True)),
        ),
        has_inclusive_tax=learned.get("country_code") not in WITHOUT_INCLUSIVE_TAX,
    )
