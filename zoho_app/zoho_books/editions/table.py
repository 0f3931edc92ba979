"""What is known of the country editions of Zoho Books.

Zoho Books API: `is_inclusive_tax` exists in all editions but those of the United States and Canada; `place_of_supply`
in India and the Gulf; `gst_treatment` in India, `tax_treatment` in the Gulf, `vat_treatment` in the United Kingdom.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Edition:
    """One edition; `key` is "" for those that want nothing but taxes, `does` says what Bookdesk does there."""

    label: str
    key: str = ""
    does: str = "Prices may include tax."
    has_inclusive_tax: bool = True


US, CANADA, UK, INDIA, GULF = "us", "ca", "uk", "in", "gcc"

_NET = "Zoho Books has no prices that include tax there: Bookdesk sends prices without it."
_PLACE = "Prices may include tax. Bookdesk sends the place of supply"
_OWN = {
    "US": Edition("United States", US, f"{_NET} Orders that say tax_exempt are sent without tax.", False),
    "CA": Edition("Canada", CANADA, f"{_NET} Tax Match may name the province: CA-ON: 13 = HST ON.", False),
    "GB": Edition(
        "United Kingdom", UK, "Prices may include tax. Orders that leave the country have the VAT treatment overseas."
    ),
    "IN": Edition("India", INDIA, f"{_PLACE}, which is the state that the order goes to."),
    "AU": Edition("Australia"),
}
_GULF = {
    "AE": "United Arab Emirates",
    "SA": "Saudi Arabia",
    "BH": "Bahrain",
    "KW": "Kuwait",
    "OM": "Oman",
    "QA": "Qatar",
}
_GLOBAL = {
    "AT": "Austria", "BE": "Belgium", "BG": "Bulgaria", "CH": "Switzerland", "CY": "Cyprus", "CZ": "Czechia",
    "DE": "Germany", "DK": "Denmark", "EE": "Estonia", "ES": "Spain", "FI": "Finland", "FR": "France",
    "GR": "Greece", "HR": "Croatia", "HU": "Hungary", "IE": "Ireland", "IT": "Italy", "JP": "Japan",
    "LT": "Lithuania", "LU": "Luxembourg", "LV": "Latvia", "MT": "Malta", "NL": "Netherlands", "NO": "Norway",
    "NZ": "New Zealand", "PL": "Poland", "PT": "Portugal", "RO": "Romania", "SE": "Sweden", "SG": "Singapore",
    "SI": "Slovenia", "SK": "Slovakia",
}  # fmt: skip
EDITIONS = {
    **_OWN,
    **{code: Edition(name, GULF, f"{_PLACE}: the emirate or the country.") for code, name in _GULF.items()},
    **{code: Edition(f"{name} (global)") for code, name in _GLOBAL.items()},
}
# As before editions were known: prices may include tax, and nothing else is sent.
UNKNOWN = Edition("not known")


def by_country(code: str) -> Edition:
    """The edition of an organization in that country (ISO code); UNKNOWN for any other."""
    return EDITIONS.get(code, UNKNOWN)
