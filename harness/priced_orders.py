"""Orders as shops price them, and what their customers paid, by the shop's own arithmetic.

Nothing here asks the desk or the sandbox: amounts are whole numbers of the currency's smallest unit, shares are exact
fractions, and half a unit goes up.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any

# What the shop's SKUs are in Zoho Books: a pack of three mugs, and a set of a bag with a notebook.
PRODUCT_CODE_MATCH = "PACK=BD-MUG-01,BD-MUG-01,BD-MUG-01\nSET=BD-BAG-01,BD-NOTE-01"
SHIPPING_SKU = "SHIP"
SKUS = ("BD-MUG-01", "BD-BAG-01", "BD-NOTE-01", "PACK", "SET")
PIECES_OF_PACK = 3
CUSTOMERS = 10

Portion = tuple[Fraction, str]  # an amount and the tax rate on it, in percent


@dataclass(frozen=True)
class Country:
    """Where orders go, how many decimals its currency has, and its tax rates in percent.

    `tax_name` is what Zoho Books calls the tax of the first rate. `parts` are the taxes there, by name, that a rate
    is the sum of; with `parts_in` only for orders to that state. `has_inclusive_tax`: prices can include tax there.
    `item_tax` is the default tax of every item.
    """

    to: tuple[Mapping[str, str], ...]
    rates: tuple[str, ...]
    tax_name: str
    digits: int = 2
    parts: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    parts_in: str = ""
    has_inclusive_tax: bool = True
    item_tax: str = ""


def _address(country: str, state: str = "", city: str = "Town") -> dict[str, str]:
    return {"address1": "1 High St", "city": city, "state": state, "postal_code": "1", "country": country}


def _halves(rate: str) -> tuple[tuple[str, str], ...]:
    half = str(float(Fraction(rate) / 2))
    return (f"CGST{half}", half), (f"SGST{half}", half)


COUNTRIES = {
    "us": Country((_address("US", "TX"),), ("8.25", "4", "0"), "Sales Tax", has_inclusive_tax=False),
    "ca": Country(
        (_address("CA", "ON"), _address("CA", "QC")),
        ("5", "13", "12", "14.975", "0"),
        "GST",
        parts={"12": (("5", "5"), ("PST", "7")), "14.975": (("5", "5"), ("QST", "9.975"))},
        has_inclusive_tax=False,
    ),
    "uk": Country((_address("GB"),), ("20", "5", "0"), "Standard VAT"),
    "eu": Country((_address("DE"),), ("19", "7", "0"), "USt 19"),
    "au": Country((_address("AU", "NSW"),), ("10", "0"), "GST"),
    "in": Country(
        (_address("IN", "TN"), _address("IN", "GJ")),
        ("18", "5", "12", "28", "0"),
        "GST18",
        parts={rate: _halves(rate) for rate in ("18", "5", "12", "28")},
        parts_in="TN",
        item_tax="GST18",
    ),
    "ae": Country((_address("AE", city="Dubai"), _address("SA")), ("5", "0"), "Standard Rate"),
    "jp": Country((_address("JP"),), ("10", "8"), "Consumption Tax", digits=0),
    "kw": Country((_address("KW"),), ("5", "0"), "Standard Rate", digits=3),
}


@dataclass(frozen=True)
class Shop:
    """A shop and its organization in Zoho Books.

    `key` begins the numbers of its orders. `rounds_each_line`: the shop rounds the tax of each line, otherwise that
    of each rate; `zoho_rounds_each_line` likewise. `shipping_as_line`: the setting "Send shipping as".
    `is_shipping_taxed`: Zoho Books puts the tax of the first rate on a shipping charge; `shipping_includes_tax`: such
    a charge contains it where prices do. `books_up_to`: the setting "Book small differences as adjustment up to", in
    units. `step`: what Zoho Books rounds totals to, in units; 0 is not at all.
    """

    key: str
    name: str
    country: Country
    rounds_each_line: bool
    zoho_rounds_each_line: bool
    shipping_as_line: bool = False
    is_shipping_taxed: bool = False
    shipping_includes_tax: bool = True
    zoho_discounts_before_tax: bool = True
    books_up_to: int = 0
    step: int = 0

    @property
    def computing(self) -> dict[str, Any]:
        """How the organization computes, as the sandbox is told."""
        steps = {0: "no_rounding", 10**self.country.digits: "nearest_whole"}
        return {
            "tax_rounding": "item_level" if self.zoho_rounds_each_line else "entity_level",
            "shipping_tax": self.country.tax_name if self.is_shipping_taxed else "",
            "shipping_includes_tax": self.shipping_includes_tax,
            "is_discount_before_tax": self.zoho_discounts_before_tax,
            "transaction_rounding_type": steps.get(self.step, "nearest_step"),
        }


def shops(edition: str) -> list[Shop]:
    """Four shops of that edition, in which everything occurs that decides about a total."""
    country = COUNTRIES[edition]
    whole = 10**country.digits
    return [
        Shop("A", "each rate, shipping taxed", country, False, False, is_shipping_taxed=True),
        Shop("B", "each line, shipping a line", country, True, True, shipping_as_line=True),
        Shop("C", "each line and each rate, small differences booked", country, True, False, books_up_to=10),
        Shop(
            "D",
            "each rate and each line, totals rounded off",
            country,
            False,
            True,
            is_shipping_taxed=True,
            shipping_includes_tax=False,
            zoho_discounts_before_tax=False,
            step=whole if edition in ("in", "jp") else whole // 20,
        ),
    ]


@dataclass(frozen=True)
class Line:
    """So many pieces of a SKU at a price in units, with their tax rate in percent."""

    sku: str
    price: int
    quantity: int
    rate: str

    @property
    def amount(self) -> int:
        """What all its pieces cost."""
        return self.price * self.quantity


@dataclass(frozen=True)
class PricedOrder:
    """What a customer bought; amounts in units. Prices, shipping included, contain the tax with `includes_tax`."""

    shop: Shop
    number: int
    lines: tuple[Line, ...]
    includes_tax: bool
    discount: int
    is_discount_before_tax: bool
    shipping: int
    shipping_rate: str
    handling: int
    tells_contained_tax: bool

    @property
    def goods(self) -> int:
        """The sum of the lines."""
        return sum(line.amount for line in self.lines)

    @property
    def tax(self) -> int:
        """The tax as the shop works it out, on top of the prices or in them."""
        left = 1 - Fraction(self.discount, self.goods) if self.is_discount_before_tax else Fraction(1)
        portions = [(line.amount * left, line.rate) for line in self.lines]
        portions.append((Fraction(self.shipping), self.shipping_rate))
        if self.includes_tax:
            portions = [(amount * 100 / (100 + Fraction(rate)), rate) for amount, rate in portions]
        return _tax(portions, self.shop.rounds_each_line, {})

    @property
    def paid(self) -> int:
        """What the customer paid."""
        charges = self.shipping + self.handling + (0 if self.includes_tax else self.tax)
        return self.goods - self.discount + charges

    @property
    def to(self) -> Mapping[str, str]:
        """Where it goes; a customer stays in one place."""
        places = self.shop.country.to
        return places[self.number % CUSTOMERS % len(places)]

    def data(self) -> dict[str, Any]:
        """The order's JSON, as a channel sends it to the API."""
        customer = self.number % CUSTOMERS
        to = {**self.to, "first_name": f"Customer{customer}", "last_name": "Lovelace"}
        tells_tax = self.tells_contained_tax or not self.includes_tax
        discounts = [{"name": "Coupon", "amount": self._text(self.discount)}] if self.discount else []
        return {
            "source_id": f"{self.shop.key}-{self.number}",
            "source_name": "Shop",
            "email": f"customer{customer}@example.com",
            "customer": to,
            "shipping": to,
            "shipping_method": "Standard",
            "shipping_total": self._text(self.shipping),
            "handling_total": self._text(self.handling),
            "tax_total": self._text(self.tax) if tells_tax else "0",
            "discount_list": discounts,
            "order_metadata": {
                "taxes_included": "yes" if self.includes_tax else "no",
                "shipping_tax_rate": self.shipping_rate,
            },
            "order_items": [
                {
                    "name": line.sku,
                    "code": line.sku,
                    "price": self._text(line.price),
                    "quantity": line.quantity,
                    "metadata": {"tax_rate": line.rate},
                }
                for line in self.lines
            ],
        }

    def _text(self, amount: int) -> str:
        return in_currency(amount, self.shop.country.digits)


def in_currency(amount: int, digits: int) -> str:
    """An amount in units as text, such as "12.50"."""
    sign, figures = "-" if amount < 0 else "", str(abs(amount)).rjust(digits + 1, "0")
    return f"{sign}{figures[:-digits]}.{figures[-digits:]}" if digits else f"{sign}{figures}"


def priced_orders(shop: Shop, count: int, chance: Random) -> list[PricedOrder]:
    """So many orders of the shop, by chance."""
    return [_priced_order(shop, number, chance) for number in range(count)]


def _priced_order(shop: Shop, number: int, chance: Random) -> PricedOrder:
    rates = shop.country.rates
    lines = tuple(
        Line(chance.choice(SKUS), chance.randint(10, 99_999), chance.randint(1, 5), chance.choice(rates))
        for _ in range(chance.randint(1, 12))
    )
    goods = sum(line.amount for line in lines)
    return PricedOrder(
        shop,
        number,
        lines,
        includes_tax=chance.random() < 0.5,
        discount=chance.choice([0, chance.randint(1, max(1, goods // 3))]),
        is_discount_before_tax=chance.random() < 0.75,
        shipping=chance.choice([0, chance.randint(1, 2_000)]),
        shipping_rate=rates[0],
        handling=chance.choice([0, 0, 0, chance.randint(1, 500)]),
        tells_contained_tax=chance.random() < 0.5,
    )


def can_be_represented(order: PricedOrder) -> bool:
    """Whether Zoho Books can come to what was paid, told everything that its edition and the shop's settings let it.

    Told prices with tax, it adds none, except to a shipping charge that it takes to be without. Told prices without,
    it adds tax, rounded its own way, on the lines as they are sent: a pack in pieces, a discount beside shipping as a
    line in whole units. Where prices can't include tax, each is made net first. A difference up to the limit of the
    settings is booked. The total is then rounded to the organization's step.
    """
    shop, paid = order.shop, order.paid
    if abs(_in_zoho(order) - paid) > shop.books_up_to:
        return False
    return not shop.step or paid % shop.step == 0


def _in_zoho(order: PricedOrder) -> int:
    shop = order.shop
    country = shop.country
    lines = [piece for line in order.lines for piece in _as_sent(line)]
    is_net = order.includes_tax and not country.has_inclusive_tax
    shares = _whole_shares(order.discount, [line.amount for line in lines])
    shipping_rate = (
        order.shipping_rate if shop.shipping_as_line else country.rates[0] if shop.is_shipping_taxed else "0"
    )
    shipping = order.shipping
    if is_net:
        lines = [Line(line.sku, _net(line.price, line.rate), line.quantity, line.rate) for line in lines]
        rates = [line.rate for line in lines]
        shares = [_net(share, rate) for share, rate in zip(shares, rates, strict=True)]
        shipping = _net(shipping, shipping_rate)
    goods = sum(line.amount for line in lines)
    discount = sum(shares)
    if is_net or (order.is_discount_before_tax and shop.shipping_as_line and order.shipping):
        amounts = [Fraction(line.amount - share) for line, share in zip(lines, shares, strict=True)]
    else:
        left = 1 - Fraction(discount, goods) if order.is_discount_before_tax else Fraction(1)
        amounts = [line.amount * left for line in lines]
    is_inclusive = order.includes_tax and not is_net
    portions = [] if is_inclusive else [(one, line.rate) for one, line in zip(amounts, lines, strict=True)]
    if not is_inclusive or not (shop.shipping_as_line or shop.shipping_includes_tax):
        portions.append((Fraction(shipping), shipping_rate))
    parts = country.parts if country.parts_in in ("", order.to["state"]) else {}
    tax = _tax(portions, shop.zoho_rounds_each_line, parts)
    return goods - discount + shipping + order.handling + tax


def _as_sent(line: Line) -> list[Line]:
    """A pack as its pieces, which share its price in whole units; other lines as they are."""
    if line.sku != "PACK":
        return [line]
    share, left = divmod(line.price, PIECES_OF_PACK)
    pieces = [(share + 1, left), (share, PIECES_OF_PACK - left)]
    return [Line(line.sku, price, count * line.quantity, line.rate) for price, count in pieces if count]


def _whole_shares(amount: int, over: list[int]) -> list[int]:
    """The amount shared out in whole units; those with the largest rest get what is left."""
    exact = [Fraction(amount * one, sum(over)) for one in over]
    shares = [int(one) for one in exact]
    for at in sorted(range(len(over)), key=lambda at: shares[at] - exact[at])[: amount - sum(shares)]:
        shares[at] += 1
    return shares


def _net(amount: int, rate: str) -> int:
    return _half_up(Fraction(amount * 100) / (100 + Fraction(rate)))


def _tax(
    portions: Iterable[Portion], rounds_each_line: bool, parts: Mapping[str, tuple[tuple[str, str], ...]]
) -> int:
    """The taxes on these amounts without tax; each part of a rate is rounded by itself."""
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for amount, rate in portions:
        for name, part in parts.get(rate, ((rate, rate),)):
            exact = amount * Fraction(part) / 100
            sums[name] += _half_up(exact) if rounds_each_line else exact
    return sum(_half_up(one) for one in sums.values())


def _half_up(amount: Fraction) -> int:
    return (amount + Fraction(1, 2)).__floor__()
