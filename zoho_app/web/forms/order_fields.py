"""Form fields of the order desk: amounts, details typed as "name = value" lines, and the errors of verbs."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from wtforms import FieldList, StringField, TextAreaField

from zoho_app.orders.input import pairs
from zoho_app.orders.input.fields import BadFields, FieldError
from zoho_app.orders.input.order_data import plain

PAIRS_HELP = "One “name = value” per line. A line that begins with a space continues the value above it."
PATH_PART = re.compile(r"(\w+)(?:\[(\d+)\])?")


class AmountField(StringField):
    """An amount as it was typed; one that comes from the database is shown plainly. The verb reads it."""

    def _value(self) -> str:
        return plain(self.data) if isinstance(self.data, Decimal) else self.data or ""


class PairsField(TextAreaField):
    """Names with values, one "name = value" a line; `data` is a dict. Errors name the line."""

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else pairs.show(self.data or {})

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        try:
            self.data = pairs.parse(valuelist[0], self.label.text)
        except BadFields as refused:
            self.data = {}
            raise ValueError("\n".join(f"{error}." for error in refused.errors)) from None


def filled_rows(rows: FieldList) -> list[dict[str, Any]]:
    """What is typed in the rows that aren't blank; the blank ones go last, so that errors count the same rows."""
    rows.entries.sort(key=_is_blank)
    return [row.data for row in rows.entries if not _is_blank(row)]


def _is_blank(row: Any) -> bool:
    return not any(str(value or "").strip() for value in row.data.values())


def show_errors(form: Any, errors: Iterable[FieldError]) -> None:
    """Show errors beside the form's fields; those without a field go to the top."""
    for error in errors:
        field = _find(form, error.field)
        if field is None:
            form.form_errors.append(f"{error}.")
        elif hasattr(field, "form") or isinstance(field, FieldList):
            form.form_errors.append(f"{field.label.text}: {error.words}.")
        else:
            field.errors = [*field.errors, f"{field.label.text} {error.words}."]
    for rows in form:
        if isinstance(rows, FieldList):
            rows.errors = [row.errors for row in rows if row.errors]


def _find(form: Any, path: str) -> Any:
    """The field of a path such as "shipping.city" or "order_items[0].price"; None when the form has none."""
    found = form
    for name, number in PATH_PART.findall(path):
        found = getattr(found, "form", found)
        if name not in getattr(found, "_fields", {}):
            return None
        found = found[name]
        if number and isinstance(found, FieldList):
            found = found[int(number)]
    return None if found is form else found
