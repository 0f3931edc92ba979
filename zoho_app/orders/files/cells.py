"""What may stand in a cell of a CSV file that people open in a spreadsheet, and what such a cell says."""

import re
from datetime import date, datetime
from decimal import Decimal

# A spreadsheet takes a text that begins so for a formula, and runs it (OWASP, CSV Injection). Many part
# lines at semicolons, whatever the commas and quotation marks around them mean: there a cell begins after each.
_FORMULA = re.compile(r"""(?:\A(?=[' "]*[-=+@＝＋－＠\t\r\n])|[;\t\r\n](?=[' "]*[-=+@＝＋－＠]))""")
_PROTECTED = re.compile(r"""(?:\A'(?=[' "]*[-=+@＝＋－＠\t\r\n])|([;\t\r\n])'(?=[' "]*[-=+@＝＋－＠]))""")
# Shops write an apostrophe or ="..." so that a spreadsheet keeps the zeros in front of a number.
_APOSTROPHE = re.compile(r"'[-+(]{0,2}[0-9][-+0-9 ().,/]*")
_WRAPPED = re.compile(r'=\s?"([^"]*)"')


def cell(value: object) -> str:
    """One cell: where a spreadsheet would run a text it gets an apostrophe; numbers and times stay what they are.

    Money and other numbers are plain ("-5.00"), times ISO 8601 with their offset; nothing is an empty cell.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return _FORMULA.sub(r"\g<0>'", str(value).replace("\x00", ""))


def said(text: str) -> str:
    """What a cell says that `cell` may have written: without these apostrophes."""
    return _PROTECTED.sub(r"\1", text)


def unwrapped(text: str) -> str:
    """What a cell says that a shop has wrapped against spreadsheets: '07302 and ="07302" are 07302."""
    if wrapped := _WRAPPED.fullmatch(text):
        return wrapped[1].strip()
    if _APOSTROPHE.fullmatch(text):
        return text[1:].strip()
    return said(text)
