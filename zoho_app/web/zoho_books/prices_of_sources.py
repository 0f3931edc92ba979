"""The field "Prices in orders" of single sources: one row a source."""

from collections.abc import Iterable
from itertools import takewhile
from typing import Any

from wtforms import Field, Form
from wtforms.validators import StopValidation

from zoho_app.orders.input.keys import text_key
from zoho_app.zoho_books.models import AS_THE_ORDER_SAYS, TAX_INCLUDED, WITHOUT_TAX

CHOICES = {WITHOUT_TAX: "Without tax", TAX_INCLUDED: "With tax included", AS_THE_ORDER_SAYS: "As the order says"}
AS_ALL = "As all orders"
LONGEST_SOURCE, MOST_SOURCES = 100, 200


class PricesOfSources(Field):
    """{source: one of CHOICES}; a source that is treated as all orders is left out.

    Each row is posted as two fields with its number: the source, and what is chosen for it.
    """

    choices_of_row = {"": AS_ALL, **CHOICES}

    def offer(self, sources: Iterable[str]) -> None:
        """Set the sources that get a row though nothing is chosen for them."""
        self.sources: list[str] = list(sources)

    def rows(self) -> list[tuple[str, str]]:
        """[(source, what is chosen for it)], by name."""
        chosen = {text_key(source): value for source, value in (self.data or {}).items()}
        names = {text_key(source): source for source in (*self.sources, *(self.data or {})) if source.strip()}
        return sorted(((name, chosen.get(key, "")) for key, name in names.items()), key=lambda row: row[0].casefold())

    def in_words(self) -> str:
        """Such as "Etsy: With tax included"."""
        chosen = sorted((self.data or {}).items())
        return ", ".join(f"{source}: {CHOICES.get(value, value)}" for source, value in chosen) or AS_ALL

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the stored values, or what is posted."""
        self.sources = []
        self.process_errors = ()
        self.object_data = self.data = dict(data or {}) if isinstance(data, dict) else {}
        if formdata is not None and f"{self.name}-0-source" in formdata:
            numbers = takewhile(lambda row: f"{self.name}-{row}-source" in formdata, range(MOST_SOURCES + 2))
            self.data = _merged(
                (self._posted(formdata, row, "source"), self._posted(formdata, row, "value")) for row in numbers
            )

    def _posted(self, formdata: Any, row: int, part: str) -> str:
        return " ".join("".join(formdata.getlist(f"{self.name}-{row}-{part}")[:1]).split())

    def pre_validate(self, form: Form) -> None:
        """Refuse a choice that is not offered, and a source that no order can have."""
        for source, value in self.data.items():
            if value not in CHOICES:
                raise StopValidation(f"Prices in orders of “{source[:LONGEST_SOURCE]}”: choose one from the list.")
            if len(source) > LONGEST_SOURCE:
                raise StopValidation(f"Another source: at most {LONGEST_SOURCE} characters.")
        if len(self.data) > MOST_SOURCES:
            raise StopValidation(f"Prices in orders of single sources: at most {MOST_SOURCES} sources.")


def _merged(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The rows with a source and a choice; of two that name the same source the last one counts."""
    found: dict[str, tuple[str, str]] = {}
    for source, value in rows:
        if source and value:
            found[text_key(source)] = (source, value)
    return dict(found.values())
