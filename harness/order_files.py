"""Order files made of known orders: each shop's way of writing, each locale, each damage that spreadsheets do."""

import csv
import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import openpyxl

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Sold:
    """One item of a known order."""

    sku: str
    name: str
    quantity: int
    price: Decimal


@dataclass(frozen=True)
class Known:
    """What is written into a file, and has to come out of it."""

    number: str
    name: str
    city: str
    items: tuple[Sold, ...]
    shipping: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    tax_inside: bool = False
    day: tuple[int, int, int] = (2026, 3, 5)

    @property
    def total(self) -> Decimal:
        """What the customer paid."""
        products = sum((item.price * item.quantity for item in self.items), Decimal(0))
        return products + self.shipping - self.discount + (Decimal(0) if self.tax_inside else self.tax)


@dataclass(frozen=True)
class Locale:
    """How numbers and days are written somewhere."""

    decimals: str = "."
    groups: str = ""
    currency: str = ""  # with {} for the number
    day: str = "{0:04}-{1:02}-{2:02}"

    def amount(self, amount: Decimal) -> str:
        text = f"{amount:,.2f}" if self.groups else f"{amount:.2f}"
        text = text.replace(",", "\0").replace(".", self.decimals).replace("\0", self.groups)
        return self.currency.format(text) if self.currency else text


LOCALES = {
    "plain": Locale(),
    "American": Locale(groups=",", currency="${}", day="{1:02}/{2:02}/{0:04}"),
    "German": Locale(",", ".", day="{2:02}.{1:02}.{0:04}"),
    "French": Locale(",", "\u00a0", day="{2:02}/{1:02}/{0:04}"),
    "Swiss": Locale(".", "'", currency="USD {}", day="{2}.{1}.{0:04}"),
}
Row = dict[str, str]


@dataclass(frozen=True)
class ItemTitles:
    """What a shop calls the columns of an item; the amount is the price of one, or what the whole line comes to."""

    sku: str
    name: str
    quantity: str
    amount: str
    is_whole_line: bool = False


def _rows(order: Known, locale: Locale, own: Row, titles: ItemTitles, kept: tuple[str, ...] = ()) -> list[Row]:
    """A row an item, each with what is the order's own; with `kept`, rows after the first repeat only these of it."""
    later = {name: own[name] for name in kept} if kept else own
    return [
        {
            **(later if place else own),
            titles.sku: sold.sku,
            titles.name: sold.name,
            titles.quantity: str(sold.quantity),
            titles.amount: locale.amount(sold.price * (sold.quantity if titles.is_whole_line else 1)),
        }
        for place, sold in enumerate(order.items)
    ]


def shopify(order: Known, locale: Locale) -> list[Row]:
    """Shopify: what is the order's own stands on its first line."""
    plain = LOCALES["plain"]  # Shopify writes the same everywhere
    own = {
        "Name": order.number,
        "Email": "ada@example.com",
        "Financial Status": "paid",
        "Currency": "USD",
        "Shipping": plain.amount(order.shipping),
        "Taxes": plain.amount(order.tax),
        "Total": plain.amount(order.total),
        "Discount Amount": plain.amount(order.discount),
        "Created at": plain.day.format(*order.day) + " 12:00:00 +0000",
        "Billing Name": order.name,
        "Billing City": order.city,
    }
    titles = ItemTitles("Lineitem sku", "Lineitem name", "Lineitem quantity", "Lineitem price")
    return _rows(order, plain, own, titles, kept=("Name",))


def template(order: Known, locale: Locale) -> list[Row]:
    """Our own template, as people fill it in."""
    own = {
        "Order Number": order.number,
        "Order Date": locale.day.format(*order.day),
        "Customer Full Name": order.name,
        "Customer City": order.city,
        "Shipping Total": locale.amount(order.shipping),
        "Tax Total": locale.amount(order.tax),
        "Discount": locale.amount(order.discount),
        "Order Total": locale.amount(order.total),
    }
    return _rows(order, locale, own, ItemTitles("SKU", "Item Name", "Quantity", "Price"))


def woocommerce(order: Known, locale: Locale) -> list[Row]:
    """WooCommerce with Advanced Order Export, every value on every line."""
    own = {
        "Order Number": order.number,
        "Order Status": "Completed",
        "Order Date": locale.day.format(*order.day),
        "First Name (Billing)": "",
        "Last Name (Billing)": order.name,
        "City (Billing)": order.city,
        "Order Shipping Amount": locale.amount(order.shipping),
        "Cart Discount Amount": locale.amount(order.discount),
        "Order Total Tax Amount": locale.amount(order.tax),
        "Order Total Amount": locale.amount(order.total),
    }
    return _rows(order, locale, own, ItemTitles("SKU", "Item Name", "Quantity", "Item Cost"))


def wholesale(order: Known, locale: Locale) -> list[Row]:
    """A price for the whole line, and the order's total beside it."""
    own = {
        "Bestellnummer": order.number,
        "Bestelldatum": locale.day.format(*order.day),
        "Rechnung Name": order.name,
        "Rechnung Ort": order.city,
        "Versandkosten": locale.amount(order.shipping),
        "Rabatt": locale.amount(order.discount),
        "MwSt": locale.amount(order.tax),
        "Gesamtbetrag": locale.amount(order.total),
    }
    titles = ItemTitles("Artikelnummer", "Artikelname", "Menge", "Positionssumme", is_whole_line=True)
    return _rows(order, locale, own, titles)


SHOPS: dict[str, Callable[[Known, Locale], list[Row]]] = {
    "shopify": shopify,
    "template": template,
    "woocommerce": woocommerce,
    "wholesale": wholesale,
}


@dataclass(frozen=True)
class Damage:
    """What happened to the file on its way."""

    encoding: str = "utf-8"
    delimiter: str = ","
    line_end: str = "\n"
    quote_all: bool = False
    announces: bool = False  # sep=
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    shuffle: int = 0  # the seed of another order of columns and lines
    blank_lines: bool = False
    is_workbook: bool = False


def file_of(orders: list[Known], shop: str, locale: str, damage: Damage) -> bytes:
    """The bytes of a file with these orders."""
    rows = [row for order in orders for row in SHOPS[shop](order, LOCALES[locale])]
    titles = list(dict.fromkeys(title for row in rows for title in row))
    if damage.shuffle:
        random.Random(damage.shuffle).shuffle(titles)
    table = [titles, *([row.get(title, "") for title in titles] for row in rows)]
    return _workbook(table, damage) if damage.is_workbook else _text(table, damage)


def _text(table: list[list[str]], damage: Damage) -> bytes:
    out = io.StringIO()
    ways: Any = {"delimiter": damage.delimiter, "lineterminator": damage.line_end}
    writer = csv.writer(out, quoting=csv.QUOTE_ALL if damage.quote_all else csv.QUOTE_MINIMAL, **ways)
    if damage.announces:
        out.write(f"sep={damage.delimiter}{damage.line_end}")
    for words in damage.above:
        writer.writerow([words])
    for row in table:
        writer.writerow(row)
        if damage.blank_lines:
            out.write(damage.line_end)
    for words in damage.below:
        writer.writerow([words])
    return out.getvalue().encode(damage.encoding, "replace")


def _workbook(table: list[list[str]], damage: Damage) -> bytes:
    book = openpyxl.Workbook()
    for words in damage.above:
        book.active.append([words])
    for row in table:
        book.active.append([cell or None for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
