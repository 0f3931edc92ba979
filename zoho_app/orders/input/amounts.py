"""Numbers that arrive as text: decimal commas and thousands separators where only one reading is possible."""

import re
import unicodedata

THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[+-]?[0-9]{1,3}(?:,[0-9]{3}){2,}")
EUROPEAN = re.compile(r"[+-]?[0-9]{1,3}(?:[.' ][0-9]{3})+,[0-9]+|[+-]?[0-9]{1,3}(?:[.][0-9]{3}){2,}")
MINUS_BEHIND = re.compile(r"[0-9.,' ]{1,39}-")
DECIMAL_COMMA = re.compile(r"[+-]?[0-9]{1,12},(?:[0-9]{1,2}|[0-9]{4})")
LONGEST = 40


def plain_number(text: str) -> str:
    """ "1,234.50", "1.234,50" and "12,50" as "1234.50" and "12.50"; anything doubtful, like "1,234", as it is."""
    if len(text) > LONGEST:
        return text
    text = unicodedata.normalize("NFKC", text)  # full-width digits
    if MINUS_BEHIND.fullmatch(text):
        text = f"-{text[:-1].rstrip()}"
    if THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    if EUROPEAN.fullmatch(text):
        return re.sub(r"[.' ]", "", text).replace(",", ".")
    return text.replace(",", ".") if DECIMAL_COMMA.fullmatch(text) else text
