"""The cells of one row as fields with clean values; what can't be read is an error, what was repaired a note."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from zoho_app.orders.files.cells import unwrapped
from zoho_app.orders.files.columns import PACKED, Plan
from zoho_app.orders.files.fields import ITEM, MONEY, NAME, PLACE, QUANTITY, TEXT, kind_of
from zoho_app.orders.files.limits import shortened
from zoho_app.orders.files.tables.delimited import Row
from zoho_app.orders.files.titles import currencies_in
from zoho_app.orders.files.values import amounts
from zoho_app.orders.files.values.amounts import Doubtful

# What stands for nothing in a column of numbers, and what a spreadsheet writes instead of a value.
BLANKS = frozenset({"-", "–", "—", "n/a", "na", "null", "none", "nan", "#n/a"})
_BROKEN = re.compile(r"#+|#(?:REF|VALUE|NAME|DIV/0|NUM|NULL|N/A)[!?]?", re.IGNORECASE)
_NOTHING = re.compile(r"-{2,3}|[–—]")
_CUT = re.compile(r"[0-9](?:[.,][0-9]{1,14})?E\+[0-9]{1,3}", re.IGNORECASE)
_PIECES = re.compile(
    r"x? ?(-?[0-9][0-9., ]{0,20}) ?(?:x|pcs?|pieces?|st(?:k|ck|ück)?|ea|each|units?|uds?|個|件)?\.?", re.IGNORECASE
)
_WHOLE = re.compile(r"([0-9]{1,40})\.0+")
IDENTITIES = ("source_id", f"{ITEM}code", "shipping_postal_code", "customer_postal_code")
PHONES = ("shipping_phone", "customer_phone")
# How many digits postal codes have; a spreadsheet drops the zeros in front.
POSTAL_DIGITS = {
    **dict.fromkeys(("US", "USA", "UNITED STATES", "PR"), 5),
    **dict.fromkeys(("DE", "DEU", "GERMANY", "DEUTSCHLAND"), 5),
    **dict.fromkeys(("FR", "FRA", "FRANCE"), 5),
    **dict.fromkeys(("ES", "ESP", "SPAIN", "ESPAÑA"), 5),
    **dict.fromkeys(("IT", "ITA", "ITALY", "ITALIA"), 5),
    **dict.fromkeys(("MX", "MEX", "MEXICO", "FI", "FINLAND", "HR", "EE", "LT", "UA"), 5),
}
Note = Callable[[int, str, str], None]


@dataclass
class Line:
    """One row: its fields as texts, numbers as plain ones, and where each stands."""

    number: int
    values: dict[str, str] = field(default_factory=dict)
    packed: list[str] = field(default_factory=list)  # cells that hold all items of an order
    currencies: tuple[str, ...] = ()  # that the signs beside its amounts may mean


def read(row: Row, plan: Plan, wrong: Note, repaired: Note) -> Line:
    """Read a row; `wrong` and `repaired` are told line, column and words."""
    line = Line(row.line)
    for column in plan.columns:
        if not column.field or column.place >= len(row.cells):
            continue
        raw = row.cells[column.place].strip()
        if not raw:
            continue
        text = unwrapped(raw)
        if column.field == PACKED:
            line.packed.append(text)
            continue
        value = _value(line, column.field, column.title, text, plan.decimals, wrong, repaired)
        if value:
            line.values[column.field] = value
    if any(cell.strip() for cell in row.cells[len(plan.columns) :]):
        wrong(row.line, "", "has more cells than there are columns; a text with the separator needs quotation marks")
    _restore_postal_codes(line, plan, repaired)
    return line


def _value(line: Line, key: str, title: str, text: str, decimals: str, wrong: Note, repaired: Note) -> str:
    kind = kind_of(key)
    if kind in (MONEY, QUANTITY):
        return _plain_number(line, title, text, kind, decimals, wrong, repaired)
    if _NOTHING.fullmatch(text) and kind in (NAME, PLACE, TEXT):
        return ""  # eBay writes -- for a name that it does not tell
    if _BROKEN.fullmatch(text):
        wrong(
            line.number, title, f"says {shortened(text)}: the spreadsheet had no value there; export the file again"
        )
        return ""
    if key in IDENTITIES and _CUT.fullmatch(text):
        wrong(
            line.number,
            title,
            f"a spreadsheet has cut this number to {text}; export the file anew and don't save it in a spreadsheet",
        )
        return ""
    if key in PHONES and _CUT.fullmatch(text):
        repaired(line.number, title, f"a spreadsheet has cut the number to {text}; it is left out")
        return ""
    if key in IDENTITIES and (whole := _WHOLE.fullmatch(text)):
        repaired(line.number, title, f"{text} became {whole[1]}: a spreadsheet took it for a number")
        return whole[1]
    return text


def _plain_number(line: Line, title: str, text: str, kind: str, decimals: str, wrong: Note, repaired: Note) -> str:
    """The number as "1234.5"; "" and an error when it can't be read."""
    if text.casefold() in BLANKS:
        return ""
    if _BROKEN.fullmatch(text):
        wrong(
            line.number, title, f"says {shortened(text)}: the spreadsheet had no value there; export the file again"
        )
        return ""
    if kind == QUANTITY and (pieces := _PIECES.fullmatch(text)):
        text = pieces[1].strip()
    try:
        amount = amounts.read(text, decimals)
    except Doubtful:
        wrong(
            line.number,
            title,
            f"{shortened(text)} may be two numbers; say on the columns step what stands before decimals",
        )
        return ""
    except ValueError:
        words = "a whole number like 2" if kind == QUANTITY else "a number like 12.50"
        wrong(line.number, title, f"must be {words}; it says “{shortened(text)}”")
        return ""
    if meant := amount.currencies or (currencies_in(title) if kind == MONEY else ()):
        line.currencies = meant
    if amounts.is_scientific(text):
        repaired(line.number, title, f"{text} was read as {amount.value:f}")
    return plain(amount.value)


def plain(number: Decimal) -> str:
    """A number as order data takes it, without power of ten and needless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text and text.endswith("000") else text


def _restore_postal_codes(line: Line, plan: Plan, repaired: Note) -> None:
    for kind in ("shipping", "customer"):
        code = line.values.get(f"{kind}_postal_code", "")
        digits = POSTAL_DIGITS.get(line.values.get(f"{kind}_country", "").strip().upper())
        if digits and code.isascii() and code.isdigit() and digits - 2 <= len(code) < digits:
            line.values[f"{kind}_postal_code"] = code.zfill(digits)
            title = next(column.title for column in plan.columns if column.field == f"{kind}_postal_code")
            repaired(line.number, title, f"{code} became {code.zfill(digits)}: a spreadsheet drops zeros in front")
