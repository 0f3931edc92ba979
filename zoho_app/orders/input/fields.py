"""Reading untrusted fields (JSON, forms, CSV) one by one, collecting every problem with its field's name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from zoho_app.orders.input.timestamps import day_from_text, from_text

ZERO = Decimal(0)
MOST_MONEY = Decimal(9_999_999_999)
MOST_QUANTITY = 1_000_000
HIGHEST_ID = 2**31 - 1
SMALLEST_MONEY = Decimal("0.0001")
NUMBER = re.compile(r"[+-]?([0-9]{1,30}(\.[0-9]{0,30})?|\.[0-9]{1,30})")
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
MOST_ERRORS = 100  # of one object; who sent more has made one mistake very often
LONGEST_PATH = 300
LINE_BREAKS = re.compile(r"[\r\n\t]+")


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
    """Reads the fields of one object; what is wrong goes into `errors`, and a harmless value comes back."""

    def __init__(self, data: Any, path: str = "", errors: list[FieldError] | None = None) -> None:
        """`data` is anything; PHP writes an empty object as [], so [] and blanks count as {}."""
        self.path = path
        self.errors: list[FieldError] = [] if errors is None else errors
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        self.is_object = isinstance(data, Mapping) or _is_blank(data)
        if not self.is_object:
            self._note(path, "must be an object")

    def has(self, key: str) -> bool:
        """Whether the field was given at all."""
        return key in self.data

    def error(self, key: str, words: str) -> None:
        """Note that a field is wrong."""
        self._note(self._at(key), words)

    def _note(self, path: str, words: str) -> None:
        if len(self.errors) < MOST_ERRORS:
            self.errors.append(FieldError(path[:LONGEST_PATH], words))

    def text(self, key: str, limit: int, lines: bool = False) -> str:
        """Text of at most `limit` characters, trimmed; in several lines only if `lines`; numbers as text."""
        value = self.data.get(key)
        if _is_blank(value):
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
            self.error(key, "must be text")
            return ""
        text = str(value).strip()
        if len(text) > limit:
            self.error(key, f"is too long; at most {limit} characters, it has {len(text)}")
            return ""
        if UNSTORABLE.search(text):
            self.error(key, "has a character that can't be stored")
            return ""
        return text if lines else LINE_BREAKS.sub(" ", text)

    def choice(self, key: str, choices: tuple[str, ...], default: str) -> str:
        """One of `choices`, in whatever case it was typed; `default` when blank."""
        text = self.text(key, 100)
        if not text:
            return default
        found = next((choice for choice in choices if choice.casefold() == text.casefold()), None)
        if found is None:
            self.error(key, f"must be one of {', '.join(choices)}")
        return found or default

    def money(self, key: str, negative: bool = False) -> Decimal:
        """An amount, rounded half up to the four decimals that are kept; 0 when blank."""
        number = self._number(key, "12.50")
        if number is None:
            return ZERO
        if abs(number) > MOST_MONEY:
            self.error(key, f"must not be more than {MOST_MONEY}")
            return ZERO
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

    def identifier(self, key: str) -> int | None:
        """The id of one of the desk's rows; None when blank."""
        return self.whole(key, 0, 1, HIGHEST_ID) or None

    def timestamp(self, key: str) -> datetime | None:
        """A time in UTC; None when blank."""
        text = self.text(key, 40)
        try:
            return from_text(text, UTC) if text else None
        except (ValueError, OverflowError):
            self.error(key, "must be a time in UTC like 2026-01-31 13:45:00")
            return None

    def day(self, key: str) -> date | None:
        """A day; None when blank."""
        text = self.text(key, 40)
        try:
            return day_from_text(text) if text else None
        except ValueError:
            self.error(key, "must be a day like 2026-01-31")
            return None

    def mapping(self, key: str, most: int = 200) -> dict[str, str]:
        """Names with values, both text; at most `most` of them."""
        inner = self.inner(key)
        if len(inner.data) > most:
            self.error(key, f"has too many entries; at most {most}")
            return {}
        named = {str(name).strip(): (str(name), inner) for name in inner.data}
        for name in named:
            if not name or len(name) > 200 or UNSTORABLE.search(name):
                self.error(key, "each name must have 1 to 200 ordinary characters")
                return {}
        return {name: reader.text(raw, 5_000, lines=True) for name, (raw, reader) in named.items()}

    def inner(self, key: str) -> "Reader":
        """A reader for the object in a field."""
        return Reader(self.data.get(key), self._at(key), self.errors)

    def rows(self, key: str, most: int = 1_000) -> list["Reader"]:
        """A reader for each object of the list in a field, numbered from 0 as in JSON."""
        value = self.data.get(key)
        if _is_blank(value):
            return []
        if not isinstance(value, list):
            self.error(key, "must be a list")
            return []
        if len(value) > most:
            self.error(key, f"has too many entries; at most {most}")
            return []
        return [Reader(row, f"{self._at(key)}[{index}]", self.errors) for index, row in enumerate(value)]

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _number(self, key: str, example: str) -> Decimal | None:
        """The number in a field; None when it is blank or no number (which is noted)."""
        value = self.data.get(key)
        if _is_blank(value):
            return None
        number = None
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            number = Decimal(str(value))
        elif isinstance(value, str) and NUMBER.fullmatch(value.strip()):
            number = Decimal(value.strip())
        if number is None or not number.is_finite():
            self.error(key, f"must be a number like {example}")
            return None
        return number


def _is_blank(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())
