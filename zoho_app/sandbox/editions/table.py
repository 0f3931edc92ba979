"""What each edition is made of: country, currency, taxes, and what a sales order may say there.

The rates are those of the country in 2026; Kuwait has the rate that the Gulf states agreed on. Everything else is
what Zoho's documentation says about an edition, or what was seen in live answers.
"""

from dataclasses import dataclass
from decimal import Decimal

from .places import GULF_PLACES, INDIAN_STATES
from .treatments import GST, GULF, UK, Treatments


@dataclass(frozen=True)
class TaxRate:
    """A tax; with `parts` (names of other taxes) a tax group.

    In India, `specification` says where it holds (intra or inter a state), `kind` which of the three taxes it is.
    """

    name: str
    percentage: str
    parts: tuple[str, ...] = ()
    specification: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Edition:
    """One edition.

    `places`: its codes for the place of supply; `contact_place`: which field of a contact has one; `home_state`:
    where an organization of India is; `exemptions`: the codes of those that it lists; `price_factor` turns a price in
    USD into a usual one.
    """

    label: str
    country_code: str
    country_name: str
    time_zone: str
    currency_code: str
    taxes: tuple[TaxRate, ...]
    tax_rounding: str = "entity_level"
    rounding_type: str = "no_rounding"
    has_inclusive_tax: bool = True
    has_exemptions: bool = False
    exemptions: tuple[str, ...] = ()
    treatments: Treatments | None = None
    places: frozenset[str] = frozenset()
    contact_place: str = ""
    is_place_required: bool = False
    home_state: str = ""
    shipping_tax: str = ""
    price_factor: int = 1


def _indian_taxes() -> tuple[TaxRate, ...]:
    taxes: list[TaxRate] = []
    for rate in ("5", "12", "18", "28"):
        half = f"{Decimal(rate) / 2:f}"
        taxes += [
            TaxRate(f"CGST{half}", half, kind="cgst"),
            TaxRate(f"SGST{half}", half, kind="sgst"),
            TaxRate(f"GST{rate}", rate, (f"CGST{half}", f"SGST{half}"), "intra"),
            TaxRate(f"IGST{rate}", rate, specification="inter", kind="igst"),
        ]
    return (
        *taxes,
        TaxRate("GST0", "0", specification="intra"),
        TaxRate("IGST0", "0", specification="inter", kind="igst"),
    )


CANADIAN_TAXES = (
    TaxRate("GST", "5"),
    TaxRate("HST (ON)", "13"),
    TaxRate("PST (BC)", "7"),
    TaxRate("QST", "9.975"),
    TaxRate("GST + PST (BC)", "12", ("GST", "PST (BC)")),
    TaxRate("GST + QST", "14.975", ("GST", "QST")),
)

EDITIONS = {
    "us": Edition(
        "United States",
        "US",
        "U.S.A",
        "America/New_York",
        "USD",
        (TaxRate("Sales Tax", "8.25"), TaxRate("Reduced Tax", "4")),
        has_inclusive_tax=False,
        has_exemptions=True,
        exemptions=("RESELLER",),
    ),
    "ca": Edition("Canada", "CA", "Canada", "America/Toronto", "CAD", CANADIAN_TAXES, has_inclusive_tax=False),
    "uk": Edition(
        "United Kingdom",
        "GB",
        "United Kingdom",
        "Europe/London",
        "GBP",
        (TaxRate("Standard VAT", "20"), TaxRate("Reduced VAT", "5"), TaxRate("Zero VAT", "0")),
        treatments=UK,
    ),
    "eu": Edition(
        "Germany (global edition)",
        "DE",
        "Germany",
        "Europe/Berlin",
        "EUR",
        (TaxRate("USt 19", "19"), TaxRate("USt 7", "7"), TaxRate("USt 0", "0")),
    ),
    "au": Edition(
        "Australia", "AU", "Australia", "Australia/Sydney", "AUD", (TaxRate("GST", "10"), TaxRate("GST Free", "0"))
    ),
    "in": Edition(
        "India",
        "IN",
        "India",
        "Asia/Kolkata",
        "INR",
        _indian_taxes(),
        tax_rounding="item_level",
        rounding_type="nearest_whole",
        has_exemptions=True,
        treatments=GST,
        places=INDIAN_STATES,
        contact_place="place_of_contact",
        home_state="TN",
        shipping_tax="GST18",
        price_factor=80,
    ),
    "ae": Edition(
        "United Arab Emirates",
        "AE",
        "United Arab Emirates",
        "Asia/Dubai",
        "AED",
        (TaxRate("Standard Rate", "5"), TaxRate("Zero Rate", "0")),
        treatments=GULF,
        places=GULF_PLACES,
        contact_place="country_code",
        is_place_required=True,
        price_factor=4,
    ),
    "jp": Edition(
        "Japan",
        "JP",
        "Japan",
        "Asia/Tokyo",
        "JPY",
        (TaxRate("Consumption Tax", "10"), TaxRate("Reduced Consumption Tax", "8")),
        price_factor=100,
    ),
    "kw": Edition(
        "Kuwait",
        "KW",
        "Kuwait",
        "Asia/Kuwait",
        "KWD",
        (TaxRate("Standard Rate", "5"), TaxRate("Zero Rate", "0")),
        treatments=GULF,
        places=GULF_PLACES,
        contact_place="country_code",
        is_place_required=True,
    ),
}
DEFAULT_EDITION = "us"


def edition_by_country(country_code: str) -> Edition:
    """Return the edition of a country; raise KeyError when it has none."""
    return next(edition for edition in EDITIONS.values() if edition.country_code == country_code)
