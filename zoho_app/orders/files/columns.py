"""Which field each column of a file fills: recognized, remembered, chosen or proposed; and what is still open."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from zoho_app.orders.files import shops
from zoho_app.orders.files.cells import unwrapped
from zoho_app.orders.files.fields import DATE, FIELDS, ITEM, MONEY, OPEN, is_field, kind_of
from zoho_app.orders.files.layouts import Layout
from zoho_app.orders.files.tables.table import Table
from zoho_app.orders.files.titles import is_telling, loose, named, taxes_in, without_taxes
from zoho_app.orders.files.values import amounts, dates, states

SAMPLES = 3
MOST_NAMED = 10
LONGEST_SAMPLE = 80  # characters
LEFT_OUT = ""
TAXES = ("tax_total", "line.tax", "line.shipping_tax", "line.handling_tax", "shipping_tax")
PACKED = f"{ITEM}packed"
_FURTHER_ITEM = re.compile(r"lineitem[0-9]{1,4}")
ADDED, INSIDE = "added", "inside"
# What a title probably means where it does not say so for certain.
PROPOSED = {
    **dict.fromkeys(("po", "pono", "ponumber", "ordernum", "auftrag", "invoice", "invoiceno"), "source_id"),
    **dict.fromkeys(("invoicenumber", "rechnungsnummer", "rechnungsnr", "facture", "factura"), "source_id"),
    **dict.fromkeys(("total", "gesamt", "summe", "importe", "montant", "amount"), "order_total"),
    **dict.fromkeys(("status", "state", "statut", "estado", "etat", "orderstate"), "status"),
    **dict.fromkeys(
        ("customer", "buyer", "client", "kunde", "cliente", "account", "retailer", "kaufer"), "customer_name"
    ),
    **dict.fromkeys(("recipient", "shipto", "contact", "contactname", "fullname", "empfanger"), "shipping_name"),
    **dict.fromkeys(("firstname", "vorname", "prenom"), "shipping_first_name"),
    **dict.fromkeys(("lastname", "surname", "nachname", "apellidos"), "shipping_last_name"),
    **dict.fromkeys(("company", "firma", "societe", "empresa", "store", "storename"), "shipping_company"),
    **dict.fromkeys(
        ("address", "address1", "street", "adresse", "strae", "strasse", "direccion"), "shipping_address1"
    ),
    "address2": "shipping_address2",
    **dict.fromkeys(("city", "town", "ort", "stadt", "ville", "ciudad"), "shipping_city"),
    **dict.fromkeys(("province", "region", "bundesland", "provincia"), "shipping_state"),
    **dict.fromkeys(("zip", "zipcode", "postalcode", "postcode", "plz", "codepostal"), "shipping_postal_code"),
    **dict.fromkeys(("country", "countrycode", "land", "pays", "pais"), "shipping_country"),
    **dict.fromkeys(("phone", "telephone", "telefon", "tel", "telefono"), "shipping_phone"),
    **dict.fromkeys(("wholesale", "wholesaleprice", "cost", "unitcost", "net", "netprice", "rate"), f"{ITEM}price"),
    **dict.fromkeys(("units", "pcs", "ordered", "count"), f"{ITEM}quantity"),
    **dict.fromkeys(("style", "model", "itemno", "itemnumber", "productid", "barcode", "ean"), f"{ITEM}code"),
    **dict.fromkeys(("reference", "referencia", "riferimento", "referenz", "ref"), f"{ITEM}code"),
    **dict.fromkeys(("description", "details", "beschreibung"), f"{ITEM}name"),
}


@dataclass(frozen=True)
class Choices:
    """What a person has decided about files with these titles; kept as JSON."""

    fields: dict[str, str] = field(default_factory=dict)  # loose title -> field; "" leaves the column out
    dates: str = ""
    decimals: str = ""
    taxes: str = ""
    source: str = ""
    encoding: str = ""


@dataclass(frozen=True)
class Column:
    """One column: what it fills, and whether a person still has to say so."""

    place: int
    title: str
    field: str
    samples: list[str]
    proposal: str = ""  # what it probably is
    is_open: bool = False


@dataclass(frozen=True)
class Plan:
    """How a file is read."""

    columns: list[Column]
    layout: Layout | None
    dates: str
    decimals: str
    taxes: str
    source: str
    questions: list[str]
    ask_dates: bool = False
    ask_decimals: bool = False
    asks_values: bool = False  # whether a question is about how values are read
    notes: list[str] = field(default_factory=list)

    @property
    def unused(self) -> list[Column]:
        """The columns that fill nothing although they have a title."""
        return [column for column in self.columns if not column.field and column.title]

    @property
    def open(self) -> list[Column]:
        """The columns that somebody has to assign or to leave out."""
        return [column for column in self.columns if column.is_open]

    @property
    def undecided(self) -> list[Column]:
        """The open columns for which there is no proposal."""
        return [column for column in self.open if not column.proposal]


def plan(table: Table, choices: Choices | None = None) -> Plan:
    """Say how the file is read: as chosen, else as its shop writes it, else as its titles say."""
    layout = shops.recognize(table.titles)
    filled = _filled(table, choices, layout)
    columns = [_column(table, place, title, filled, choices, layout) for place, title in enumerate(table.titles)]
    chosen = choices or Choices()
    days, days_open = dates.order_of(_values(table, columns, DATE))
    signs, signs_mixed = amounts.decimals_of(_values(table, columns, MONEY))
    day_order = days or chosen.dates or (layout.dates if layout else "")
    decimals = signs or chosen.decimals or (layout.decimals if layout else "")
    ask_days = days_open and not day_order
    ask_signs = not decimals and any(map(amounts.is_doubtful, _values(table, columns, MONEY)))
    said_taxes = "" if layout else _said_taxes(columns)
    ask_taxes = not (chosen.taxes or said_taxes or layout) and _taxes_are_open(table, columns)
    return Plan(
        columns=columns,
        layout=layout,
        dates=day_order,
        decimals="" if signs_mixed else decimals,
        taxes=chosen.taxes or said_taxes,
        source=chosen.source or (layout.source if layout else ""),
        questions=[*_missing(columns), *_open_questions(columns, ask_days, ask_signs, ask_taxes)],
        ask_dates=ask_days or bool(chosen.dates),
        ask_decimals=ask_signs or bool(chosen.decimals),
        asks_values=ask_days or ask_signs or ask_taxes,
        notes=_notes(table, columns),
    )


def _filled(table: Table, choices: Choices | None, layout: Layout | None) -> dict[int, str]:
    """Column -> field, each field once; what is chosen goes before the shop's layout, that before the title."""
    filled: dict[int, str] = {}
    taken: set[str] = set()

    def fill(place: int, key: str) -> None:
        if key and is_field(key) and place not in filled and (key not in taken or key == PACKED):
            filled[place] = key
            taken.add(key)

    chosen = choices.fields if choices else {}
    for place, title in enumerate(table.titles):
        fill(place, chosen.get(loose(title), ""))
    free = {place: title for place, title in enumerate(table.titles) if loose(title) not in chosen}
    if layout:
        for place, key in layout.assign(table.titles, table.filled).items():
            if place in free:
                fill(place, key)
    for place, title in free.items():
        if PACKED in taken and _FURTHER_ITEM.fullmatch(loose(title)):
            fill(place, PACKED)
        elif not (layout and layout.knows(title)):
            fill(place, named(title))
    return filled


def _column(
    table: Table, place: int, title: str, filled: dict[int, str], choices: Choices | None, layout: Layout | None
) -> Column:
    samples = _samples(table, place)
    key = filled.get(place, LEFT_OUT)
    is_decided = bool(key) or (choices is not None and loose(title) in choices.fields)
    if is_decided or not title or not samples or (layout and layout.knows(title)):
        return Column(place, title, key, samples)
    proposal = PROPOSED.get(loose(title)) or named(title) or named(without_taxes(title))
    if proposal == "status" and proposal in filled.values():
        proposal = "shipping_state"  # in English the state of an order and of an address have one name
    if proposal in filled.values():
        proposal = ""
    says_something = any(loose(sample) not in ("", "0", "000") for sample in samples)
    tells = any(amounts.is_money(sample) or states.keeps_back(sample) for sample in samples)
    is_open = (layout is None and (bool(proposal) or tells)) or (is_telling(title) and says_something)
    return Column(place, title, key, samples, proposal, is_open)


def _samples(table: Table, place: int) -> list[str]:
    """The first values of a column that differ."""
    found: dict[str, None] = {}
    for row in table.rows:
        if place < len(row.cells) and (text := row.cells[place].strip()):
            found.setdefault(text[:LONGEST_SAMPLE])
            if len(found) == SAMPLES:
                break
    return list(found)


def _values(table: Table, columns: Sequence[Column], kind: str) -> list[str]:
    """All that stands in the columns of a kind."""
    places = [column.place for column in columns if column.field and kind_of(column.field) == kind]
    return [
        text
        for row in table.rows
        for place in places
        if place < len(row.cells) and (text := unwrapped(row.cells[place].strip()))
    ]


def _missing(columns: Sequence[Column]) -> list[str]:
    """What an order can't do without, where no column is proposed for it either."""
    there = {column.field or column.proposal for column in columns}
    missing = []
    if not there & {f"{ITEM}name", f"{ITEM}code", PACKED}:
        missing.append("No column names the item: assign SKU or Item Name.")
    if not there & {f"{ITEM}price", "line.total", PACKED}:
        missing.append("No column has a price: assign Price, or the price of the line.")
    if not any(re.fullmatch(r"(shipping|customer)_((first_|last_)?name|company)", key) for key in there):
        missing.append("No column says who the customer is: assign a name or a company.")
    return missing


def _taxes_are_open(table: Table, columns: Sequence[Column]) -> bool:
    """Whether there are taxes, and neither a total nor a title of our own says how they are meant."""
    there = {column.field: column for column in columns if column.field}
    if there.keys() & {"order_total", "taxes_included"}:
        return False
    own_titles = {loose(FIELDS[key].label) for key in TAXES}
    taxes = [there[key] for key in TAXES if key in there and loose(there[key].title) not in own_titles]
    places = {column.place for column in taxes}
    return any(
        any(one in "123456789" for one in row.cells[place])
        for row in table.rows
        for place in places
        if place < len(row.cells)
    )


def _said_taxes(columns: Sequence[Column]) -> str:
    """Whether the title of the price says how taxes are meant."""
    prices = [column for column in columns if (column.field or column.proposal) in (f"{ITEM}price", "line.total")]
    return next((said for column in prices if (said := taxes_in(column.title))), "")


def _notes(table: Table, columns: Sequence[Column]) -> list[str]:
    """What is read without being asked about."""
    notes = []
    there = {column.field for column in columns}
    if there & {f"{ITEM}price", "line.total"} and not there & {f"{ITEM}quantity", PACKED}:
        notes.append("No column is the quantity, so each line counts as one piece.")
    if dates.are_mixed(_values(table, columns, DATE)):
        notes.append(
            "Some days are written as 2026-03-05, others as 31/03/2026. A spreadsheet of another country may have"
            " swapped day and month where it could: compare a few with the shop."
        )
    return notes


def _open_questions(columns: Sequence[Column], ask_days: bool, ask_signs: bool, ask_taxes: bool) -> list[str]:
    questions = []
    open_ones = [column for column in columns if column.is_open]
    if proposed := [column.title for column in open_ones if column.proposal]:
        questions.append(f"Check what is proposed for these columns: {_named(proposed)}.")
    if undecided := [column.title for column in open_ones if not column.proposal]:
        questions.append(f"Choose what these columns mean: {_named(undecided)}.")
    if ask_days:
        questions.append("Nothing shows whether 5/3 is the fifth of March or the third of May: choose it below.")
    if ask_signs:
        questions.append("Nothing shows whether 1,234 is a thousand or a little more than one: choose it below.")
    if ask_taxes:
        questions.append("Nothing shows whether the taxes are part of the prices or added to them: choose it below.")
    return questions


def _named(titles: Sequence[str]) -> str:
    return ", ".join(titles[:MOST_NAMED]) + (" and more" if len(titles) > MOST_NAMED else "")


def choices_of(fields: dict[str, str], others: dict[str, str]) -> Choices:
    """Choices from untrusted texts; what is no field, no title or no choice is left out."""
    kept = {loose(title): key for title, key in fields.items() if loose(title) and (not key or is_field(key))}
    return Choices(
        fields=kept,
        dates=others.get("dates", "") if others.get("dates") in (dates.DAY_FIRST, dates.MONTH_FIRST) else "",
        decimals=others.get("decimals", "") if others.get("decimals") in (amounts.POINT, amounts.COMMA) else "",
        taxes=others.get("taxes", "") if others.get("taxes") in (ADDED, INSIDE) else "",
        source=" ".join(others.get("source", "").split())[:100],
        encoding=others.get("encoding", "")[:20],
    )


def options() -> dict[str, list[tuple[str, str]]]:
    """What a column can be assigned to, in groups: (field, words)."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in FIELDS.values():
        groups.setdefault(one.group, []).append((one.key, one.label))
    return groups


def own_name(title: str, prefix: str) -> str:
    """The field of that prefix that keeps a column under its own title."""
    assert prefix in OPEN
    return prefix + title[:200]
