"""What a kind of shop has to offer. registry.py installs every kind; the core knows none of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from zoho_app.channels.shops.models import Shop
from zoho_app.channels.shops.parcels import Call, Known, Made, Step
from zoho_app.orders.input.fields import FieldError


@dataclass(frozen=True)
class Access:
    """A shop as plain values, for calls while no transaction is open."""

    shop_id: int
    store_id: int
    kind: str
    name: str
    address: str
    is_sandbox: bool
    currency_code: str  # of the store
    facts: dict[str, Any]
    options: dict[str, Any]
    credentials: dict[str, str] = field(repr=False)
    priority: int = 0  # of the appointment that calls
    notify_customer: bool = False  # of a shipment


@dataclass(frozen=True)
class Listed:
    """An order as a list of changes names it."""

    key: str
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Page:
    """A page of a list of changes; `after` asks for the next one, "" when this is the last."""

    rows: list[Listed]
    after: str = ""


@dataclass(frozen=True)
class FoundOrder:
    """A shop's order, read whole. `data` is the order as Order Desk's API takes it.

    `refusals` say why it can't come in as it is, such as another currency. Of a canceled order, `data` may have no
    items.
    """

    key: str
    number: str
    created_at: datetime
    updated_at: datetime
    payment: str  # one of models.PAYMENTS
    is_canceled: bool
    data: dict[str, Any]
    note: str = ""  # what the buyer wrote
    refusals: tuple[FieldError, ...] = ()
    is_wanted: bool = True  # False keeps it out until it changes, as the settings of its kind say
    remarks: tuple[str, ...] = ()  # what people should know of it, for its history


@dataclass(frozen=True)
class Checked:
    """What a check of the connection found, as it is kept for the page."""

    facts: dict[str, Any]


@dataclass(frozen=True)
class Connected:
    """What a shop answered to new credentials: what the page shows of it, and a token where it gives one."""

    facts: dict[str, Any]
    access_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Hint:
    """What a webhook says, as far as it is believed: which message it is, and which order to read."""

    message_id: str
    topic: str
    key: str


@dataclass(frozen=True)
class Fill:
    """A first fill by one file; `orders` is None as long as the shop still writes it."""

    id: str
    orders: Iterator[FoundOrder] | None = None


class NotOurs(Exception):
    """A webhook whose signature, shop or shape is wrong."""


class ShipmentsOut(Protocol):
    """How one kind of shop is told of parcels."""

    def look(self, access: Access, key: str, parcels: Sequence[Known]) -> Any:
        """What the shop has of the order `key` now. Calls; raises the problems of problems.py."""

    def next_step(self, access: Access, seen: Any, parcels: Sequence[Known]) -> Step | None:
        """The next step for one of the open parcels, without a call. All parcels of the order are given.

        A parcel whose call was begun (`is_begun`) is looked for in `seen` first: it may be there. Raises TryLater.
        """

    def perform(self, access: Access, key: str, call: Call) -> Made:
        """Make the call. Raises Refused when the shop refuses it, OutcomeUnknown when no answer came."""


class ShopKind(Protocol):
    """One kind of shop. All but `read_hint` make calls: no transaction may be open.

    Each call raises the problems of problems.py.
    """

    key: str  # kept in the database
    label: str  # "Shopify"
    shipments_out: ShipmentsOut

    def list_changed(self, access: Access, since: datetime, after: str) -> Page:
        """The orders changed since then in the shop's time, oldest change first; `after` as the page before said."""

    def read(self, access: Access, key: str) -> FoundOrder | None:
        """One order; None when it is not there (any more)."""

    def begin_fill(self, access: Access, since: datetime) -> Fill | None:
        """Ask for all orders at once, where that is worth it; None where they are better read one by one."""

    def continue_fill(self, access: Access, fill_id: str) -> Fill:
        """How far that is."""

    def connect(self, access: Access) -> Connected:
        """Try credentials that are not stored yet; nothing is changed in the shop."""

    def check(self, access: Access, webhook_address: str) -> Checked:
        """Look at access, scopes and versions, and see to it that webhooks come to this address, if there is one."""

    def leave(self, access: Access, public_id: str) -> None:
        """End what the shop would go on doing after a disconnection, such as webhooks to `public_id`."""

    def read_hint(self, shop: Shop, headers: Mapping[str, str], body: bytes) -> Hint | None:
        """Check a webhook and read it; None for one that asks for nothing. Raises NotOurs."""


_kinds: dict[str, ShopKind] = {}


def install(kinds: Iterable[ShopKind]) -> None:
    """Offer exactly these kinds; doing it again changes nothing."""
    _kinds.clear()
    _kinds.update({kind.key: kind for kind in kinds})


def get(key: str) -> ShopKind:
    """The kind of that key. Raises KeyError."""
    return _kinds[key]


def all_kinds() -> Sequence[ShopKind]:
    """Every kind, in the order of registration."""
    return list(_kinds.values())
