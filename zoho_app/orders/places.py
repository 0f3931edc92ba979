"""Countries and their states by the codes of ISO 3166, however people, shops and Zoho Books write them.

The lists are those of the package pycountry. It is not imported: as its objects the states of the world would take
six megabytes of each process. Its files are read instead, the states of a country once somebody asks for them.
"""

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

# Names that ISO 3166 does not have, as shops and people write them; folded. EL is Greece in the European Union.
_OTHER_NAMES = """
AE uae | AT osterreich | BE belgique, belgie | BN brunei | BO bolivia | BR brasil | CH schweiz, suisse, svizzera
CI ivory coast | CV cape verde | CZ czech republic | DE deutschland | DK danmark | ES espana | FI suomi
GB uk, great britain, britain, england, scotland, wales, northern ireland | GR el | IE eire, republic of ireland
IN bharat | IR iran | IT italia | KP north korea | KR south korea | LA laos | MD moldova | MK macedonia | MM burma
MO macau | NL holland, nederland, the netherlands | NO norge | PL polska | PS palestine | RU russia | SA ksa
SE sverige | SY syria | SZ swaziland | TL east timor | TR turkey | TW taiwan | TZ tanzania
US america, united states america | VA vatican, vatican city | VE venezuela | VN vietnam | XK kosovo
"""
# Codes that ISO 3166-2 had before, or that shops have of their own.
_OTHER_STATES = {
    "IN": {"TG": "TS", "OR": "OD", "CT": "CG", "UT": "UK", "DN": "DH", "DD": "DH", "orissa": "OD"},
    "MX": {"DF": "CMX", "distrito federal": "CMX", "mexico city": "CMX"},
    "CA": {"PQ": "QC", "NF": "NL"},
}
_MOST_COUNTRIES = 64  # whose states are remembered


def country_code(*texts: str) -> str:
    """The two letters of the first of the texts that is or names a country, "" when none does."""
    return next((code for text in texts if (code := _countries().get(_folded(text)))), "")


def state_code(country: str, *texts: str) -> str:
    """The code of the first of the texts that is or names a state of that country, such as "CA"; "" when none does.

    `country` is a country's code. What several states are called is none's name.
    """
    states = _states(country) if country else {}
    return next((code for text in texts if (code := states.get(_folded(text)))), "")


@cache
def _countries() -> dict[str, str]:
    entries = (entry.strip().partition(" ") for entry in re.split(r"[|\n]", _OTHER_NAMES) if entry.strip())
    found = {name.strip(): code for code, _, names in entries for name in names.split(",")}
    for row in json.loads(_database("iso3166-1"))["3166-1"]:
        code = row["alpha_2"]
        for name in ("alpha_2", "alpha_3", "name", "common_name", "official_name"):
            if name in row:
                found[_folded(row[name])] = code
    return found


@lru_cache(maxsize=_MOST_COUNTRIES)
def _states(country: str) -> dict[str, str]:
    names: dict[str, set[str]] = {}
    rows = re.findall(rf'\{{[^{{}}]*"code":\s*"{re.escape(country)}-[^{{}}]*\}}', _database("iso3166-2"))
    codes: dict[str, str] = {}
    for row in map(json.loads, rows):
        code = row["code"].partition("-")[2]
        codes |= {_folded(code): code, _folded(row["code"]): code}
        for name in re.split(r"[\[\]/]", row["name"]):  # some have a second name in brackets
            if name.strip():
                names.setdefault(_folded(name), set()).add(code)
    others = {_folded(text): code for text, code in _OTHER_STATES.get(country, {}).items()}
    return {**{name: min(found) for name, found in names.items() if len(found) == 1}, **others, **codes}


def _database(name: str) -> str:
    spec = find_spec("pycountry")
    assert spec is not None and spec.origin is not None
    return (Path(spec.origin).parent / "databases" / f"{name}.json").read_text(encoding="utf-8")


def _folded(text: str) -> str:
    """The text without case, accents, dots and other marks: "U.S.A." is "usa", "Gujarāt" is "gujarat"."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w\s]", " ", re.sub(r"[.'’`]", "", letters)).split())
