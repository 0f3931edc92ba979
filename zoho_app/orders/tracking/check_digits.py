"""Which carrier a tracking number belongs to, as its form or its check digit tells.

The check digits are those of the package `tracking_numbers`. It also knows forms of ten or twelve bare digits, which
every tenth number of any other carrier has by chance: these prove nothing here.
"""

import re
from functools import lru_cache

from tracking_numbers import get_tracking_number

from zoho_app.orders.tracking.names import Carrier, by_key

LONGEST = 40
# A form that only one carrier gives its numbers, whatever their check digit.
_FORMS = (
    ("ups", re.compile(r"1Z[0-9A-Z]{16}")),
    ("usps", re.compile(r"(?:420[0-9]{5}(?:[0-9]{4})?)?9[1-5][0-9]{20}")),
    ("amazon", re.compile(r"TB[ABCM][0-9]{12}")),
    ("dhl", re.compile(r"JJD[0-9]{14,21}|JVGL[0-9]{10,20}|JD[0-9]{16,20}")),
    ("dhl-de", re.compile(r"00340[0-9]{15}")),
    ("fedex", re.compile(r"96[0-9]{20}")),
    ("ontrac", re.compile(r"C[0-9]{14}")),
)
_POSTAL = re.compile(r"[A-Z]{2}[0-9]{9}([A-Z]{2})")  # Universal Postal Union, S10
# The posts that are alone in giving their country's S10 numbers.
_POSTS = {"US": "usps", "CA": "canadapost", "AU": "auspost", "NZ": "nzpost", "NL": "postnl", "JP": "japanpost"}
_PROVING = {"ups": "ups", "usps": "usps", "ontrac": "ontrac"}


def plain(number: str) -> str:
    """The number without what people put between its groups."""
    return re.sub(r"[\s.-]+", "", number).upper()


def is_known_form(number: str) -> bool:
    """Whether the number has a form that carriers give to tracking numbers and to nothing else."""
    return form_of(number) is not None or _POSTAL.fullmatch(plain(number)) is not None


def form_of(number: str) -> Carrier | None:
    """The carrier whose numbers look like this one; its check digit may be wrong."""
    text = plain(number)
    if len(text) > LONGEST:
        return None
    return next((by_key(key) for key, form in _FORMS if form.fullmatch(text)), None)


@lru_cache(maxsize=1_000)
def proved(number: str) -> Carrier | None:
    """The carrier that gave this number, where form and check digit together leave no doubt."""
    text = plain(number)
    if len(text) > LONGEST or not is_known_form(text):
        return None
    found = get_tracking_number(text)
    if found is None:
        return None
    postal = _POSTAL.fullmatch(text)
    key = _POSTS.get(postal[1], "") if postal else _PROVING.get(found.courier.code, "")
    looks_like = form_of(text)
    return by_key(key) if postal or (looks_like is not None and looks_like.key == key) else None
