"""Names and codes of countries and states, as live answers pair them: "India" with IN, "Gujarat" with GJ.

Not every country, only those that people try the sandbox with; any other name comes back as it was given.
"""

COUNTRIES = {
    "AE": "United Arab Emirates",
    "AT": "Austria",
    "AU": "Australia",
    "BE": "Belgium",
    "BH": "Bahrain",
    "BR": "Brazil",
    "CA": "Canada",
    "CH": "Switzerland",
    "CN": "China",
    "CZ": "Czech Republic",
    "DE": "Germany",
    "DK": "Denmark",
    "ES": "Spain",
    "FI": "Finland",
    "FR": "France",
    "GB": "United Kingdom",
    "GR": "Greece",
    "IE": "Ireland",
    "IN": "India",
    "IT": "Italy",
    "JP": "Japan",
    "KE": "Kenya",
    "KW": "Kuwait",
    "LU": "Luxembourg",
    "MX": "Mexico",
    "NL": "Netherlands",
    "NO": "Norway",
    "NZ": "New Zealand",
    "OM": "Oman",
    "PL": "Poland",
    "PT": "Portugal",
    "QA": "Qatar",
    "SA": "Saudi Arabia",
    "SE": "Sweden",
    "SG": "Singapore",
    # The name that a recorded answer has.
    "US": "U.S.A",
    "ZA": "South Africa",
}
OTHER_NAMES = {
    "USA": "US",
    "United States": "US",
    "United States of America": "US",
    "UK": "GB",
    "Great Britain": "GB",
    "UAE": "AE",
    "Deutschland": "DE",
}
STATES = {
    "US": {
        "AZ": "Arizona",
        "CA": "California",
        "CO": "Colorado",
        "FL": "Florida",
        "GA": "Georgia",
        "IL": "Illinois",
        "MA": "Massachusetts",
        "NJ": "New Jersey",
        "NY": "New York",
        "OH": "Ohio",
        "OR": "Oregon",
        "PA": "Pennsylvania",
        "TX": "Texas",
        "VA": "Virginia",
        "WA": "Washington",
    },
    "IN": {
        "DL": "Delhi",
        "GJ": "Gujarat",
        "KA": "Karnataka",
        "KL": "Kerala",
        "MH": "Maharashtra",
        "TN": "Tamil Nadu",
        "WB": "West Bengal",
    },
    "CA": {"AB": "Alberta", "BC": "British Columbia", "ON": "Ontario", "QC": "Quebec"},
    "AU": {"NSW": "New South Wales", "QLD": "Queensland", "VIC": "Victoria", "WA": "Western Australia"},
}


def named(address: dict[str, str]) -> dict[str, str]:
    """Return an address with country and state by name and code, whichever of the two it has."""
    country_code = _code(address.get("country") or address.get("country_code", ""), COUNTRIES)
    if not country_code:
        return address
    found = {**address, "country": COUNTRIES[country_code], "country_code": country_code}
    states = STATES.get(country_code, {})
    state_code = _code(address.get("state") or address.get("state_code", ""), states)
    return {**found, "state": states[state_code], "state_code": state_code} if state_code else found


def _code(text: str, names: dict[str, str]) -> str:
    """Return the code that a text is or names, "" when it is not known."""
    codes = {name.casefold(): code for code, name in names.items()}
    if names is COUNTRIES:
        codes |= {name.casefold(): code for name, code in OTHER_NAMES.items()}
    codes |= {code.casefold(): code for code in names}
    return codes.get(text.strip().casefold(), "")
