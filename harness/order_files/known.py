"""Known orders, and how their numbers and days are written somewhere."""

from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


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
    items: tuple[Sold, ...]
    first: str = "Ada"
    last: str = "Lovelace"
    email: str = "ada@example.com"
    street: str = "1 Quay Rd"
    city: str = "Boston"
    zip: str = "02134"
    country: str = "US"
    note: str = ""
    shipping: Decimal = ZERO
    discount: Decimal = ZERO
    tax: Decimal = ZERO
    tax_inside: bool = False
    refund: Decimal = ZERO
    is_canceled: bool = False
    day: tuple[int, int, int] = (2026, 3, 5)

    @property
    def products(self) -> Decimal:
        """What the items come to."""
        return sum((item.price * item.quantity for item in self.items), ZERO)

    @property
    def total(self) -> Decimal:
        """What the customer paid."""
        return self.products + self.shipping - self.discount + (ZERO if self.tax_inside else self.tax)


@dataclass(frozen=True)
class Locale:
    """How numbers and days are written somewhere."""

    decimals: str = "."
    groups: str = ""
    currency: str = ""  # with {} for the number
    day: str = "{0:04}-{1:02}-{2:02}"
    day_first: bool = True  # where the day is written in numbers

    def amount(self, amount: Decimal) -> str:
        """The amount as people there write it."""
        text = f"{amount:,.2f}" if self.groups else f"{amount:.2f}"
        text = text.replace(",", "\0").replace(".", self.decimals).replace("\0", self.groups)
        return self.currency.format(text) if self.currency else text

    def date(self, day: tuple[int, int, int]) -> str:
        """The day as people there write it."""
        return self.day.format(*day)


LOCALES = {
    "plain": Locale(),
    "American": Locale(groups=",", currency="${}", day="{1:02}/{2:02}/{0:04}", day_first=False),
    "American, short": Locale(day="{1}/{2}/{0:04}", day_first=False),
    "British": Locale(groups=",", day="{2:02}/{1:02}/{0:04}"),
    "German": Locale(",", ".", day="{2:02}.{1:02}.{0:04}"),
    "German, with a sign": Locale(",", ".", currency="{} USD", day="{2}.{1}.{0:04}"),
    "French": Locale(",", "\u00a0", day="{2:02}/{1:02}/{0:04}"),
    "French, narrow": Locale(",", "\u202f", currency="{} $", day="{2:02}-{1:02}-{0:04}"),
    "Swiss": Locale(".", "'", currency="USD {}", day="{2}.{1}.{0:04}"),
    "Swedish": Locale(",", " ", day="{0:04}-{1:02}-{2:02}"),
    "Japanese": Locale(groups=",", day="{0:04}/{1:02}/{2:02}"),
}
