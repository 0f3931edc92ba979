"""Whatever the shop, the locale and the damage: what was written comes out or is told; nothing differs silently."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.order_files import LOCALES, SHOPS, Damage, Known, Sold, file_of
from zoho_app.orders.files import columns, orders, reader
from zoho_app.orders.files.build import Context
from zoho_app.orders.files.file_order import FileOrder
from zoho_app.orders.files.limits import BadFile

NAMES = ("Ada Lovelace", "Zoë Müller", "José Núñez", "Käthe Groß & Söhne", "Anne-Marie O'Neil", 'Mug "Fox", 4" tall')
WORDS = st.sampled_from((*NAMES, "Blue mug", "Tasse; groß", "Poster, A2", "T-shirt | L", "Line\nbreak", "Ørsted Øl"))
AMOUNTS = st.integers(0, 500_000).map(lambda cents: Decimal(cents) / 100)
SKUS = st.from_regex(r"[A-Z]{2,5}-[0-9]{1,4}", fullmatch=True)
SOLD = st.builds(Sold, SKUS, WORDS, st.integers(1, 40), AMOUNTS)
DAYS = st.tuples(st.just(2026), st.integers(1, 12), st.integers(1, 28))
ORDERS = st.lists(
    st.builds(
        Known,
        number=st.integers(1_000, 9_999_999).map(str),
        name=st.sampled_from(("Ada Lovelace", "Zoë Müller", "Käthe Groß", "José Núñez")),
        city=WORDS.filter(lambda word: "\n" not in word),
        items=st.lists(SOLD, min_size=1, max_size=4).map(tuple),
        shipping=AMOUNTS,
        discount=st.sampled_from((Decimal(0), Decimal("0.50"), Decimal(0))),
        tax=AMOUNTS,
        tax_inside=st.booleans(),
        day=DAYS,
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda order: order.number,
)
DAMAGES = st.builds(
    Damage,
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")),
    delimiter=st.sampled_from((",", ";", "\t", "|")),
    line_end=st.sampled_from(("\n", "\r\n")),
    quote_all=st.booleans(),
    announces=st.booleans(),
    above=st.sampled_from(((), ("Orders of March",), ("Report", "printed on Monday"))),
    below=st.sampled_from(((), ("End of report",))),
    shuffle=st.integers(0, 5),
    blank_lines=st.booleans(),
    is_workbook=st.booleans(),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(ORDERS, st.sampled_from(tuple(SHOPS)), st.sampled_from(tuple(LOCALES)), DAMAGES)
def test_what_was_written_comes_out_or_is_told(known: list[Known], shop: str, locale: str, damage: Damage) -> None:
    table, plan = reader.open_file(file_of(known, shop, locale, damage))
    if plan.questions:
        assert plan.ask_dates or plan.ask_decimals, plan.questions
        answers = columns.Choices(
            dates="month" if locale == "American" else "day", decimals="," if locale in ("German", "French") else "."
        )
        table, plan = reader.open_file(file_of(known, shop, locale, damage), answers)
        assert plan.questions == []
    read = orders.read(table, plan, Context("UTC", "USD"))
    assert [order.number for order in read] == [one.number for one in known]
    for order, wanted in zip(read, known, strict=True):
        assert [str(error) for error in order.errors] == []
        assert (order.total, order.doubts) == (wanted.total, [])
        assert written(order) == expected(wanted)


def written(order: FileOrder) -> tuple[object, ...]:
    sums: dict[tuple[str, str], Decimal] = {}
    for item in order.data["order_items"]:
        key = (item["code"], " ".join(item["name"].split()))
        sums[key] = sums.get(key, Decimal(0)) + Decimal(item["price"]) * int(item["quantity"])
    pieces = sum(int(item["quantity"]) for item in order.data["order_items"])
    name = " ".join(order.data.get(f"customer_{part}_name", "") for part in ("first", "last")).strip()
    shipping = Decimal(order.data.get("shipping_total", "0"))
    return sums, pieces, name, order.data.get("customer_city"), shipping, order.data["date_added"][:10]


def expected(known: Known) -> tuple[object, ...]:
    sums: dict[tuple[str, str], Decimal] = {}
    for item in known.items:
        key = (item.sku, " ".join(item.name.split()))
        sums[key] = sums.get(key, Decimal(0)) + item.price * item.quantity
    year, month, day = known.day
    pieces = sum(item.quantity for item in known.items)
    return sums, pieces, known.name, known.city, known.shipping, f"{year:04}-{month:02}-{day:02}"


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    try:
        reader.parse(content)
    except BadFile as refused:
        assert str(refused).endswith(".")


HEADS = (
    "Name,Lineitem name,Lineitem quantity,Lineitem price,Total,Currency",
    "Order Number,SKU,Price,Quantity,Order Date",
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(HEADS), st.lists(st.text(max_size=40), min_size=1, max_size=12))
def test_any_cells_are_read_or_refused_in_words(head: str, cells: list[str]) -> None:
    try:
        preview = reader.parse(f"{head}\n{','.join(cells)}\n")
    except BadFile:
        return
    for order in preview.orders:
        assert order.errors or order.clean is not None
