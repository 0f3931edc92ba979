"""What of an organization decides about the JSON and its total."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zoho_app.accounts.currencies import smallest_unit
from zoho_app.zoho_books.editions import table
from zoho_app.zoho_books.editions.table import Edition
from zoho_app.zoho_books.models import Connection
from zoho_app.zoho_books.taxes import learned, organization_taxes
from zoho_app.zoho_books.taxes.organization_taxes import Tax
from zoho_app.zoho_books.taxes.totals import Rules


@dataclass(frozen=True)
class Organization:
    """`precision` is how many digits amounts have after the point; `taxes` is None until they have been read.

    `exemptions` are [{"id", "code"}], None until they have been read; `learned` is what answers have taught.
    """

    time_zone: str
    currency_code: str
    precision: int
    taxes: tuple[Tax, ...] | None
    rules: Rules
    country: str = ""  # ISO code, "" until it is known
    exemptions: tuple[Mapping[str, str], ...] | None = None
    learned: Mapping[str, Any] = field(default_factory=dict)

    @property
    def unit(self) -> Decimal:
        """The smallest amount of the currency."""
        return smallest_unit(self.precision)

    @property
    def edition(self) -> Edition:
        """The edition of its country."""
        return table.by_country(self.country)

    @property
    def has_inclusive_tax(self) -> bool:
        """Whether it can be told that prices include tax."""
        return self.edition.has_inclusive_tax and self.takes("is_inclusive_tax")

    def takes(self, name: str) -> bool:
        """Whether it takes a field of that name, as far as is known; see cache/elements.py."""
        return name not in self.learned.get("refused_elements", ())

    def tax(self, tax_id: str) -> Tax | None:
        """The tax of that id, active or not."""
        return next((tax for tax in self.taxes or () if tax.tax_id == tax_id), None)

    def specification(self, place: str) -> str:
        """Within a state or across states, for a place of supply; "" where that is not known or does not matter."""
        return learned.specification(self.learned, place)

    def shipping_tax(self, place: str) -> Tax | None:
        """The tax that Zoho Books puts on a shipping charge, as its answers have taught; None for none."""
        tax_id = learned.shipping_tax_id(self.learned, self.specification(place))
        tax = self.tax(tax_id) if tax_id else None
        return self.specified(tax, place) if tax else None

    def specified(self, tax: Tax, place: str) -> Tax:
        """The tax of the same rate for trade within or across states, as Zoho Books chooses it in India."""
        spec = self.specification(place)
        kept = self.tax(tax.tax_id) or tax
        if not spec or not self.taxes or kept.specification in ("", spec):
            return kept
        fitting = [one for one in self.taxes if one.specification == spec and one.rate == kept.rate]
        return fitting[0] if fitting else kept


def organization_of(connection: Connection) -> Organization:
    """What the connection knows of its organization."""
    rules = connection.totals_rules or {}
    exemptions = rules.get("exemptions")
    return Organization(
        time_zone=connection.time_zone,
        currency_code=connection.currency_code,
        precision=connection.price_precision,
        taxes=None if connection.taxes is None else organization_taxes.read(connection.taxes),
        rules=Rules(
            unit=smallest_unit(connection.price_precision),
            tax_rounding=str(rules.get("tax_rounding") or "entity_level"),
            is_discount_before_tax=bool(rules.get("is_discount_before_tax", True)),
            round_off_step=Decimal(str(rules.get("round_off_step") or 0)),
            shipping_includes_tax=bool(rules.get("shipping_includes_tax", True)),
        ),
        country=str(rules.get("country_code") or ""),
        exemptions=None if exemptions is None else tuple(exemptions),
        learned=rules,
    )
