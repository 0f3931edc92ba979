"""The ISO code of a country that an address names by its code or by its English name."""

from functools import cache, lru_cache
from importlib.resources import files

from zoho_app.orders.input.keys import text_key

# Names that the list of ISO 3166 in the time zone database lacks or spells otherwise.
_OTHER_NAMES = {
    "united kingdom": "GB",
    "united kingdom of great britain and northern ireland": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "uk": "GB",
    "usa": "US",
    "u.s.a.": "US",
    "u.s.a": "US",
    "u.s.": "US",
    "united states of america": "US",
    "uae": "AE",
    "u.a.e.": "AE",
    "ksa": "SA",
    "kingdom of saudi arabia": "SA",
    "bharat": "IN",
    "czechia": "CZ",
    "south korea": "KR",
    "north korea": "KP",
    "türkiye": "TR",
    "holland": "NL",
    "the netherlands": "NL",
    "deutschland": "DE",
    "republic of ireland": "IE",
}


@cache
def _by_name() -> dict[str, str]:
    """The code of each country by its code and its name, from the list that `tzdata` brings."""
    text = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    codes = {code.casefold(): code for code, _ in rows}
    return {**codes, **{text_key(name): code for code, name in rows}, **_OTHER_NAMES}


@lru_cache(maxsize=1024)
def country_code(text: str) -> str:
    """The two letters of the country, such as "IN" for "India" or "in"; "" when it is not known."""
    return _by_name().get(text_key(text), "")
