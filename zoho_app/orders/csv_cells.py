"""What may stand in a cell of a CSV file that people open in a spreadsheet."""

from datetime import date, datetime
from decimal import Decimal

# A spreadsheet takes a text that begins so for a formula, and runs it (OWASP, CSV Injection).
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: object) -> str:
    """One cell: texts that a spreadsheet would run get an apostrophe in front; numbers and times stay what they are.

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
    text = str(value).replace("\x00", "")
    return f"'{text}" if _is_formula(text) else text


def said(text: str) -> str:
    """What a cell says that `cell` may have written: without the apostrophe in front."""
    return text[1:] if text.startswith("'") and _is_formula(text[1:]) else text


def _is_formula(text: str) -> bool:
    return text.lstrip(" ").startswith(FORMULA_BEGINS)
