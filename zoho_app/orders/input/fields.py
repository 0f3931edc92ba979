"""Reading untrusted fields (JSON, forms, CSV) one by one, collecting every problem with its field's name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zoho_app.orders.input import amounts, shapes, timestamps
from zoho_app.orders.input import text as texts
from zoho_app.orders.input.timestamps import Timestamp, day_from_text

ZERO = Decimal(0)
MOST_MONEY = Decimal(9_999_999_999)
MOST_QUANTITY = 1_000_000
HIGHEST_ID = 2**31 - 1
SMALLEST_MONEY = Decimal("0.0001")
NUMBER = re.compile(r"[+-]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})")
MOST_ERRORS = 100  # of one object; who sent more has made one mistake very often
LONGEST_PATH = 300
LONGEST_NAME = 200
LONGEST_VALUE = 5_000
LONGEST_QUOTE = 2_000  # characters of what was cut or left out that a repair cites


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field: its path, like "order_items[2].price", and words that follow it."""

    field: str
    words: str

    def __str__(self) -> str:
        return f"{self.field}: {self.words}" if self.field else self.words


class BadFields(Exception):
    """Untrusted data was refused; `errors` names the fields that are wrong, up to MOST_ERRORS at once."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors = list(errors)
        super().__init__(" ".join(f"{error}." for error in self.errors))


class Reader:
    """Reads the fields of one object; what is wrong goes into `errors`, and a harmless value comes back.

    Given a list of `repairs`, it is lenient, for programs that can't be asked: what can be read without changing what
    was ordered or paid is read, and what was done is noted there. People are told what is wrong instead.
    """

    def __init__(
        self,
        data: Any,
        path: str = "",
        errors: list[FieldError] | None = None,
        repairs: list[FieldError] | None = None,
    ) -> None:
        """`data` is anything; PHP writes an empty object as [] or false, so these and blanks count as {}."""
        self.path = path
        self.errors: list[FieldError] = [] if errors is None else errors
        self.repairs = repairs
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        self.is_object = isinstance(data, Mapping) or shapes.is_blank(data)
        if not self.is_object:
            self._note(path, "must be an object")

    @property
    def lenient(self) -> bool:
        """Whether what can be read is read."""
        return self.repairs is not None

    def has(self, key: str) -> bool:
        """Whether the field was given at all."""
        return key in self.data

    def error(self, key: str, words: str) -> None:
        """Note that a field is wrong."""
        self._note(self._at(key), words)

    def repair(self, key: str, words: str) -> None:
        """Note how a field was read that was not as it should be."""
        if self.repairs is not None and len(self.repairs) < MOST_ERRORS:
            told = texts.clean(self._at(key)[:LONGEST_PATH]), texts.clean(words, lines=True)  # it cites what was sent
            self.repairs.append(FieldError(*told))

    def _note(self, path: str, words: str) -> None:
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(FieldError(path[:LONGEST_PATH], words))

    def text(self, key: str, limit: int, lines: bool = False) -> str:
        """Clean text of at most `limit` characters; in several lines only if `lines`; numbers as text."""
        raw = self._raw(key)
        text, was_html = texts.plain_from(raw, lines) if self.lenient else (texts.clean(raw, lines), False)
        if texts.has_controls(raw):
            self.repair(key, "control characters became blanks")
        if texts.has_invisible(raw):
            self.repair(key, "characters that nobody sees were left out")
        if was_html:
            self.repair(key, "HTML became plain text")
        if len(text) <= limit:
            return text
        if not self.lenient:
            self.error(key, f"is too long; at most {limit} characters, it has {len(text)}")
            return ""
        self.repair(key, f"was cut to {limit} characters; all of it: “{texts.cut(text, LONGEST_QUOTE)}”")
        return texts.cut(text, limit)

    def identifier_text(self, key: str, limit: int) -> str:
        """A SKU, a number or the like of at most `limit` characters, which is never cut."""
        text = texts.identifier(self._raw(key))
        if len(text) > limit:
            self.error(key, f"is too long; at most {limit} characters, it has {len(text)}")
            return ""
        return text

    def _raw(self, key: str) -> str:
        value = self.data.get(key)
        if isinstance(value, str):
            return value
        if shapes.is_blank(value):
            return ""
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            return str(value)
        if not self.lenient:
            self.error(key, "must be text")
            return ""
        parts = value if isinstance(value, list) else [value]
        text = ", ".join(map(shapes.as_text, parts))
        self.repair(key, f"is no text; it was read as “{texts.cut(text, LONGEST_NAME)}”")
        return text

    def choice(self, key: str, choices: tuple[str, ...], default: str) -> str:
        """One of `choices`, in whatever case it was typed; `default` when blank."""
        text = self.text(key, 100)
        if not text:
            return default
        found = next((choice for choice in choices if choice.casefold() == text.casefold()), None)
        if found is None and self.lenient:
            self.repair(key, f"“{text}” is not known; it was read as {default}")
        elif found is None:
            self.error(key, f"must be one of {', '.join(choices)}")
        return found or default

    def money(self, key: str, negative: bool = False, size_only: bool = False) -> Decimal:
        """An amount, rounded half up to the four decimals that are kept; 0 when blank.

        `size_only`: the field says which way it goes, so that a lenient reader takes a negative one without its sign.
        """
        number = self._number(key, "12.50")
        if number is None:
            return ZERO
        if abs(number) > MOST_MONEY:
            self.error(key, f"must not be more than {MOST_MONEY}")
            return ZERO
        if number < 0 and size_only and self.lenient:
            self.repair(key, f"{number} was read as {-number}")
            number = -number
        if number < 0 and not negative:
            self.error(key, "must not be negative")
            return ZERO
        return number.quantize(SMALLEST_MONEY, ROUND_HALF_UP)

    def whole(self, key: str, default: int, least: int, most: int) -> int:
        """A whole number from `least` to `most`; `default` when blank."""
        number = self._number(key, "2")
        if number is None:
            return default
        if abs(number) > MOST_MONEY or number != number.to_integral_value() or not least <= number <= most:
            self.error(key, f"must be a whole number from {least} to {most}")
            return default
        return int(number)

    def detail(self, key: str) -> Decimal:
        """An amount that does not matter to the sale: what can't be read is 0, and told."""
        own = Reader(self.data, self.path)
        amount = own.money(key)
        if own.errors and not self.lenient:
            self.error(key, own.errors[0].words)
        elif own.errors:
            self.repair(key, f"“{shapes.as_text(self.data.get(key))[:60]}” can't be read; it was read as 0")
        return amount

    def identifier(self, key: str) -> int | None:
        """The id of one of the desk's rows; None when blank."""
        return self.whole(key, 0, 1, HIGHEST_ID) or None

    def timestamp(self, key: str, zone: tzinfo = UTC) -> Timestamp | None:
        """A time in UTC, in `zone` where the text names none; None when blank or "no date"."""
        moment = Reader({key: shapes.as_moment(self.data.get(key))}, self.path, self.errors, self.repairs)
        text = moment._raw(key).strip()
        try:
            return timestamps.read(text, zone)
        except (ValueError, OverflowError, TypeError):
            shown = texts.cut(texts.clean(text), 60)
            if self.lenient:
                self.repair(key, f"“{shown}” can't be read as a time; the time of arrival stands for it")
            else:
                self.error(key, "must be a time like 2026-01-31 13:45:00")
            return None

    def day(self, key: str) -> date | None:
        """A day; None when blank."""
        text = self.text(key, 40)
        try:
            return day_from_text(text) if text and not timestamps.NO_DATE.fullmatch(text) else None
        except ValueError:
            self.error(key, "must be a day like 2026-01-31")
            return None

    def mapping(self, key: str, most: int = 200) -> dict[str, str]:
        """Names with values, both text, in any shape that programs write them; at most `most` of them."""
        value = self.data.get(key)
        given = {} if shapes.is_blank(value) else shapes.as_names(value)
        if given is None:
            self.error(key, "must be an object")
            return {}
        if len(given) > most:
            if not self.lenient:
                self.error(key, f"has too many entries; at most {most}")
                return {}
            self.repair(key, f"the first {most} of {len(given)} entries were kept")
            given = dict(list(given.items())[:most])
        inner = Reader(
            {name: shapes.as_text(one) for name, one in given.items()}, self._at(key), self.errors, self.repairs
        )
        named: dict[str, str] = {}
        for raw in given:
            name = texts.clean(raw)
            if not 1 <= len(name) <= LONGEST_NAME:
                if not self.lenient:
                    self.error(key, f"each name must have 1 to {LONGEST_NAME} ordinary characters")
                    return {}
                name = texts.cut(name, LONGEST_NAME) or "unnamed"
            named[name] = inner.text(raw, LONGEST_VALUE, lines=True)
        return named

    def inner(self, key: str) -> "Reader":
        """A reader for the object in a field; of a list of one it is that one."""
        value = self.data.get(key)
        if self.lenient and isinstance(value, list) and len(value) == 1:
            value = value[0]
        return Reader(value, self._at(key), self.errors, self.repairs)

    def rows(self, key: str, most: int = 1_000) -> list["Reader"]:
        """A reader for each object of the list in a field, numbered from 0 as in JSON, in whatever shape it is."""
        value = self.data.get(key)
        rows = [] if shapes.is_blank(value) else shapes.as_rows(value)
        if rows is None:
            self.error(key, "must be a list")
            return []
        if len(rows) > most:
            self.error(key, f"has too many entries; at most {most}")
            return []
        kept = [(place, row) for place, row in enumerate(rows) if not (self.lenient and row in (None, ""))]
        return [Reader(row, f"{self._at(key)}[{place}]", self.errors, self.repairs) for place, row in kept]

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _number(self, key: str, example: str) -> Decimal | None:
        """The number in a field; None when it is blank or no number (which is noted)."""
        value = self.data.get(key)
        if value is None or value == [] or (isinstance(value, str) and not value.strip()):
            return None
        number = None
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            number = Decimal(str(value))
        elif isinstance(value, str) and NUMBER.fullmatch(text := amounts.plain_number(texts.clean(value))):
            number = Decimal(text)
        if number is None or not number.is_finite():
            self.error(key, f"must be a number like {example}")
            return None
        return number
