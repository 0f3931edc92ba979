"""The currencies of ISO 4217, how many digits their amounts have after the point, and amounts as text."""

import re
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

# The table of ISO 4217 that the package iso4217 carries. Read as text: the package itself would keep a megabyte of
# XML in each process, and babel has the digits that people use (none for IQD), not those of the standard.
_TABLE = "table.xml"
_ENTRY = re.compile(
    r"<CcyNm(?P<fund>[^>]*)>[^<]*</CcyNm>\s*<Ccy>(?P<code>[A-Z]{3})</Ccy>\s*<CcyNbr>\d+</CcyNbr>\s*"
    r"<CcyMnrUnts>(?P<digits>[0-3])</CcyMnrUnts>"
)


def _read() -> dict[str, int]:
    """The digits of each currency that people pay with; funds and metals are none."""
    spec = find_spec("iso4217")
    assert spec is not None and spec.origin is not None
    text = Path(spec.origin).with_name(_TABLE).read_text(encoding="utf-8")
    return {one["code"]: int(one["digits"]) for one in _ENTRY.finditer(text) if not one["fund"]}


# How English writes amounts in them (Unicode CLDR, en); all others have their code in front.
_SYMBOLS = {
    "AUD": "A$",
    "BRL": "R$",
    "CAD": "CA$",
    "CNY": "CN¥",
    "EUR": "€",
    "GBP": "£",
    "HKD": "HK$",
    "ILS": "₪",
    "INR": "₹",
    "JPY": "¥",
    "KRW": "₩",
    "MXN": "MX$",
    "NZD": "NZ$",
    "PHP": "₱",
    "TWD": "NT$",
    "USD": "$",
    "VND": "₫",
}
_NO_BREAK, _MINUS = "\u00a0", "\u2212"

_DIGITS = _read()
CODES = tuple(sorted(_DIGITS))


def digits(code: str) -> int:
    """How many digits an amount in this currency has after the point; 2 for a currency that is not known."""
    return _DIGITS.get(code, 2)


def smallest_unit(digits_after_point: int) -> Decimal:
    """The smallest amount with so many digits after the point, such as 0.01."""
    return Decimal(1).scaleb(-digits_after_point)


def text(amount: Decimal, code: str) -> str:
    """An amount with the digits of its currency, such as "49.90"; digits beyond those are kept."""
    exact = -int(Decimal(amount).normalize().as_tuple().exponent)
    return f"{Decimal(amount):,.{max(digits(code), exact)}f}"


def written(amount: Decimal, code: str) -> str:
    """An amount as people read it, such as "€49.90", "−$5.00" or "CHF 12.00"; bare digits without a currency."""
    exact = Decimal(amount)
    sign = _MINUS if exact < 0 else ""
    currency = _SYMBOLS.get(code) or (code and f"{code}{_NO_BREAK}")
    return f"{sign}{currency}{text(abs(exact), code)}"
