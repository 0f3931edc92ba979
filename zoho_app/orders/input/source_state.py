"""Reading from untrusted order data what its source says of the order's state."""

import re
from collections.abc import Mapping
from typing import Any

from zoho_app.orders.input import shapes, state_words
from zoho_app.orders.input import text as texts
from zoho_app.orders.input.choices import PAYMENT_STATUSES
from zoho_app.orders.input.fields import Reader
from zoho_app.orders.input.state_words import CANCELED, TEST, Said
from zoho_app.orders.input.timestamps import NO_DATE

# Where shops put it when they don't say payment_status, in the data itself or in its metadata.
PAYMENT_FIELDS = ("payment_status", "financial_status")
STATUS_FIELDS = ("source_status", "order_status", "status")
CANCELED_FIELDS = ("cancelled_at", "canceled_at", "cancelled", "canceled", "is_cancelled", "is_canceled")
TEST_FIELDS = ("test", "is_test", "test_mode", "testmode")
# Where the word stands in an object that programs write instead of it.
WORD_KEYS = ("value", "name", "code", "label", "status", "date", "id")
METADATA = "order_metadata"
UNKNOWN = "Pending"
LONGEST = 100  # characters of a word
CURRENCY = re.compile(r"[A-Z]{3}")
# What programs write for a currency and can mean only one.
CURRENCY_NAMES = {"EURO": "EUR", "EUROS": "EUR", "€": "EUR", "£": "GBP"}
CURRENCY_NAMES |= dict.fromkeys(("US$", "US DOLLAR", "US DOLLARS"), "USD")


def payment_status(reader: Reader) -> dict[str, Any]:
    """The payment status as a column, where the data says one; a shop's own word is read as Order Desk's.

    A word that nobody knows is an error for people; a program's order is Pending then, which is told.
    """
    if not reader.lenient:
        given = reader.has("payment_status")
        return {"payment_status": reader.choice("payment_status", PAYMENT_STATUSES, "Captured")} if given else {}
    word = _first(reader, PAYMENT_FIELDS)
    unread = reader.data.get("payment_status")
    if not word and not shapes.is_blank(unread):
        word = shapes.as_text(unread)[:LONGEST]
    if not word:
        status_word = _first(reader, STATUS_FIELDS)
        said = state_words.read(status_word)
        if status_word and said is None:
            reader.repair("status", f"“{status_word}” is not known; nothing was read from it")
        said = said or Said("")
        canceled = "Voided" if _canceled(reader) else ""
        status = said.payment_status or canceled
        return {"payment_status": status or "Captured"} if status or reader.has("payment_status") else {}
    exact = next((one for one in PAYMENT_STATUSES if one.casefold() == word.casefold()), "")
    read = state_words.read(word)
    found = exact or (read or Said("")).payment_status
    if not exact and read is None:
        reader.repair("payment_status", f"“{word}” is not known; it was read as {UNKNOWN}")
        found = UNKNOWN
    elif not exact and not state_words.is_known(word):
        reader.repair("payment_status", f"“{word}” was read as {found or 'Captured'}")
    return {"payment_status": found or "Captured"}


def told(reader: Reader, names: dict[str, str]) -> dict[str, str]:
    """The order's metadata with what else the source says of the order: its state, its currency, taxes in prices."""
    said = {
        "source_status": _source_status(reader),
        "currency": _currency(reader),
        "taxes_included": _taxes_included(reader),
    }
    return {**names, **{name: value for name, value in said.items() if value}}


def _currency(reader: Reader) -> str:
    """The code of the order's currency; a word that is none is kept, and holds the order when it is sent."""
    said = _first(reader, ("currency", "currency_code"))
    code = CURRENCY_NAMES.get(said.upper(), said.upper())
    if said and not CURRENCY.fullmatch(code):
        reader.repair("currency", f"“{said}” is no currency like USD; correct it before the order is sent")
        return said
    return code


def _taxes_included(reader: Reader) -> str:
    word = _first(reader, ("taxes_included", "prices_include_tax"))
    return "yes" if state_words.is_yes(word) else "no" if state_words.is_no(word) else word


def _source_status(reader: Reader) -> str:
    if state_words.is_yes(_first(reader, TEST_FIELDS)):
        return TEST
    if _canceled(reader):
        return CANCELED
    for word in (_first(reader, STATUS_FIELDS), _first(reader, PAYMENT_FIELDS)):
        said = None if word in PAYMENT_STATUSES else state_words.read(word)
        if said is not None and said.source_status:
            return said.source_status
        if said is not None and said.payment_status == state_words.VOIDED:
            return "voided"
    return _in_metadata(reader, "source_status").casefold()


def _canceled(reader: Reader) -> bool:
    word = _first(reader, CANCELED_FIELDS)
    return bool(word) and not NO_DATE.fullmatch(word.casefold()) and not state_words.is_no(word)


def _first(reader: Reader, fields: tuple[str, ...]) -> str:
    """What the first of the fields says that says anything, in the data itself before its metadata."""
    values = [_word(reader.data.get(field)) for field in fields]
    values += [_in_metadata(reader, field) for field in fields]
    return next((value for value in values if value), "")


def _in_metadata(reader: Reader, field: str) -> str:
    return _word((shapes.as_names(reader.data.get(METADATA)) or {}).get(field))


def _word(value: Any) -> str:
    """The word in a field: also of a list, or of an object in which programs write it."""
    if value is True:
        return "true"
    if isinstance(value, list):
        return next(filter(None, map(_plain, value)), "")
    if isinstance(value, Mapping):
        return next(filter(None, (_plain(value.get(key)) for key in WORD_KEYS)), "")
    return _plain(value)


def _plain(value: Any) -> str:
    is_word = isinstance(value, str | int | float) and not isinstance(value, bool)
    return texts.plain(str(value)[:LONGEST]) if is_word else ""
