"""Orders, shops, locales and damages by chance: the same ones for the same seed."""

import random
from dataclasses import dataclass, replace
from decimal import Decimal

from harness.order_files.damage import Damage, file_of
from harness.order_files.known import LOCALES, ZERO, Known, Locale, Sold
from harness.order_files.shop import Shop
from harness.order_files.shops import SHOPS

FIRSTS = ("Ada", "Zoë", "José María", "Anne-Marie", "Łukasz", "Иван", "花子", "Mary Jane", "D'Arcy", "Sven-Åke")
LASTS = ("Lovelace", "Müller", "Núñez", "O’Neil", "O'Brien", "Groß", "Dąbrowski", "Петров", "山田", "de la Cruz")
CITIES = ("Boston", "Köln", "São Paulo", "'s-Hertogenbosch", "St. John's", "Zürich", "Besançon", "Tromsø")
NAMES = (
    *(
        "Blue mug",
        "Tasse, groß; blau",
        "Poster | A2",
        'Mug "Fox", 4" tall',
        "T-shirt <M>",
        "Salt & pepper",
        "T-shirt\nred",
    ),
    *(
        "Becher „Hase“",
        "Mug – handmade",
        "5,00 € voucher",
        "=SUM(A1)",
        "+1 free",
        "@home set",
        "-10% print",
        "Ørsted Øl",
    ),
    *(
        "100% Wolle",
        "Mug &amp; saucer",
        "<b>Bold</b> mug",
        "Carte d’été",
        "Ünïcödé 🦊",
        "n/a",
        "NULL",
        "Café\u00a0crème",
    ),
    *("  spaced  out ", "It's", "12.5 cm", "2026-03-05", "Tab\there", "soft\u00adhyphen", "x" * 600),
)
SKUS = ("MUG-BLUE", "POSTER-A2", "007", "0012", "A B", "Ä-1", "12-05", "MAR-5", "1e5", "4006381333931", "12.0", "x/y")
STREETS = ("1 Quay Rd", "Am Markt 3, Hinterhaus", "12 Mill Lane\nRear entrance", "Calle Mayor, 5; 2º", 'Suite "B"')
NOTES = ("", "", "", "Ring twice", "Bitte klingeln;\nHinterhaus", 'He said "hi"', "Gift, no invoice", "1.234,50")
PLACES = (
    ("02134", "US"),
    ("10001", "US"),
    ("07743", "DE"),
    ("SW1A 1AA", "GB"),
    ("75001", "FR"),
    ("8001", "CH"),
    ("", ""),
)
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252")


@dataclass(frozen=True)
class Case:
    """One generated file, and what has to come out of it."""

    orders: list[Known]
    shop: str
    locale: str
    damage: Damage

    @property
    def content(self) -> bytes:
        """The file."""
        return file_of(self.orders, self.shop, self.locale, self.damage)

    @property
    def writes(self) -> Locale:
        """How its numbers and days are written."""
        return LOCALES[self.locale] if SHOPS[self.shop].is_local else LOCALES["plain"]


def case(seed: int) -> Case:
    """The file of this seed."""
    pick = random.Random(seed)
    shop = pick.choice(tuple(SHOPS))
    numbers = pick.sample(range(1_000, 99_999), pick.randrange(1, 5))
    orders = [_fitting(_order(pick, str(number)), SHOPS[shop]) for number in numbers]
    damage = _damage(pick)
    if SHOPS[shop].pack:
        orders = [replace(one, items=tuple(map(_packable, one.items))) for one in orders]
    if damage.twice or not _fits(orders, damage.encoding):
        damage = replace(damage, encoding="utf-8")
    return Case(orders, shop, pick.choice(tuple(LOCALES)), damage)


def _order(pick: random.Random, number: str) -> Known:
    items = tuple(
        Sold(pick.choice(SKUS), pick.choice(NAMES), pick.choice((1, 2, 3, 12, 40)), _amount(pick))
        for _ in range(pick.choice((1, 1, 2, 3, 4)))
    )
    postal, country = pick.choice(PLACES)
    order = Known(
        number=pick.choice((number, number, f"#{number}", f"A-{number}", f"0{number}")),
        items=items,
        first=pick.choice(FIRSTS),
        last=pick.choice(LASTS),
        street=pick.choice(STREETS),
        city=pick.choice(CITIES),
        zip=postal,
        country=country,
        note=pick.choice(NOTES),
        shipping=pick.choice((ZERO, Decimal("4.90"), _amount(pick))),
        discount=pick.choice((ZERO, ZERO, Decimal("0.50"), Decimal("5.00"))),
        tax=pick.choice((ZERO, _amount(pick) / 10)).quantize(Decimal("0.01")),
        tax_inside=pick.random() < 0.3,
        is_canceled=pick.random() < 0.1,
        day=(pick.choice((2025, 2026)), pick.randrange(1, 13), pick.randrange(1, 29)),
    )
    refund = pick.choice((ZERO, ZERO, ZERO, order.total, Decimal("0.25")))
    return order if order.is_canceled else replace(order, refund=max(refund, ZERO))


def _amount(pick: random.Random) -> Decimal:
    return Decimal(pick.choice((0, 5, 99, 1250, 2495, 99999, 100000, 123456, pick.randrange(1_000_000)))) / 100


def _fitting(order: Known, shop: Shop) -> Known:
    """The order without what the shop's file can't say."""
    unsaid = {name: ZERO for name in ("shipping", "discount", "tax", "refund") if not shop.holds(name)}
    texts = {name: "" for name in ("email", "street", "city", "zip", "country", "note") if not shop.holds(name)}
    if "status" not in shop.own:
        texts |= {"is_canceled": False}  # type: ignore[dict-item]
    if not shop.holds("total"):
        texts |= {"tax_inside": False}  # type: ignore[dict-item]
    return replace(order, **unsaid, **texts)  # type: ignore[arg-type]


def _packable(item: Sold) -> Sold:
    """An item that its shop's way of packing can hold: it escapes nothing."""
    name = " ".join(item.name.replace("|", "/").replace(";", "/").replace(",", "/").split())
    return replace(item, name=name.replace(":", "/"))


def _damage(pick: random.Random) -> Damage:
    return Damage(
        encoding=pick.choice(ENCODINGS),
        twice=pick.random() < 0.05,
        delimiter=pick.choice(",,;\t|"),
        line_end=pick.choice(("\n", "\r\n")),
        quote_all=pick.random() < 0.4,
        announces=pick.random() < 0.2,
        above=pick.choice(((), (), (), ("Orders of March",), ("Report", "printed on Monday"))),
        below=("End of report",) if pick.random() < 0.2 else (),
        shuffle=pick.randrange(6),
        mixes_lines=pick.random() < 0.2,
        blank_lines=pick.random() < 0.2,
        blank_cells=pick.choice((0, 0, 0, 1, 3)),
        short_rows=pick.random() < 0.2,
        spaces=pick.random() < 0.2,
        drops_zeros=pick.random() < 0.2,
        wraps=pick.random() < 0.1,
        is_workbook=pick.random() < 0.2,
        types=pick.random() < 0.5,
    )


def _fits(orders: list[Known], encoding: str) -> bool:
    try:
        repr(orders).encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
