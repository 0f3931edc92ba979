"""Lists as files: CSV for spreadsheets, JSON for programs; written row by row, however long the list is."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Response

from zoho_app.clock import now
from zoho_app.http.streams import in_parts
from zoho_app.logs import events
from zoho_app.orders.files.cells import cell

BATCH = 500
Row = Sequence[object]
CSV, JSON = "csv", "json"
FORMS = f"any({CSV},{JSON}):form"
BYTE_ORDER_MARK = "\ufeff"  # without it, Excel takes UTF-8 for the letters of its own country


@dataclass(frozen=True)
class Sheet:
    """A list to download: the columns' titles, and the rows in batches that are read one after the other."""

    name: str
    titles: Sequence[str]
    batches: Iterable[Iterable[Row]]


def download(sheet: Sheet, form: str) -> Response:
    """The answer that carries the list as a file of this form; never more than a batch of it in memory."""
    parts, mime = (_csv(sheet), "text/csv") if form == CSV else (_json(sheet), "application/json")
    answer = Response(in_parts(parts), content_type=f"{mime}; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{sheet.name}-{now():%Y-%m-%d}.{form}")
    events.note("export.begun", list=sheet.name, form=form)
    return answer


def _csv(sheet: Sheet) -> Iterator[str]:
    yield BYTE_ORDER_MARK + _lines([sheet.titles])
    for batch in sheet.batches:
        yield _lines(batch)


def _lines(rows: Iterable[Row]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


def _json(sheet: Sheet) -> Iterator[str]:
    """One array; each row is an object under the columns' titles in lower case."""
    names = [title.lower().replace(" ", "_").replace("-", "_") for title in sheet.titles]
    before = "[\n"
    for batch in sheet.batches:
        rows = [json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False) for row in batch]
        if rows:
            yield before + ",\n".join(rows)
            before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _plain(value: Any) -> Any:
    """Money stays exact as text, times name their offset."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date | datetime) else value
