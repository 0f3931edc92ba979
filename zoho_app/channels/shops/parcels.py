"""What a shop is told of shipments, and the steps by which it is told; kinds.ShipmentsOut says who takes them.

The core (send_parcels.py) keeps what is told, commits it before each call, and looks again when an answer is lost. A
kind only compares what should be with what is there, so that nothing is done twice.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

CREATE, UPDATE, CANCEL = "create", "update", "cancel"
# Why a shop can't be told of a shipment; web/remedies/channels.py has the words for each.
CANCELED, HELD, SERVICE, COLLECTED = "parcel canceled", "parcel held", "parcel at a service", "parcel collected"
SHIPPED, NOTHING, REFUSED, NOT_ALLOWED = "parcel shipped", "parcel nothing", "parcel refused", "parcel not allowed"


@dataclass(frozen=True)
class PackedItem:
    """So many units of an item; `line_key` is the shop's id of its line, "" where that is not known."""

    line_key: str
    code: str
    quantity: int


@dataclass(frozen=True)
class Parcel:
    """A shipment as the shop shall know it. Without items it holds all that has not been shipped."""

    number: str = ""  # "" without one
    carrier: str = ""
    link: str = ""
    method: str = ""
    shipped_on: str = ""  # a day, "2026-11-20"
    items: tuple[PackedItem, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The same for a column."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Parcel":
        """What `to_json` has made."""
        return cls(**{**kept, "items": tuple(PackedItem(**item) for item in kept["items"])})


@dataclass(frozen=True)
class Known:
    """A shipment of an order, and what the shop was told of it so far."""

    id: int
    wanted: Parcel | None  # None: it was removed
    told: Parcel | None = None  # what was sent last
    remote_ids: tuple[str, ...] = ()  # what the shop has made of it
    is_open: bool = True  # the shop still has to be told
    is_begun: bool = False  # a call was begun, and its outcome is not known
    was_told: bool = False  # the shop once knew it whole
    before: tuple[str, ...] = ()  # what was there before the call that was begun
    former: tuple[str, ...] = ()  # numbers that the shop was told of it earlier


@dataclass(frozen=True)
class Call:
    """A call to make. What is committed before it is `content`, and `before`: what was there.

    UPDATE gives `remote_id` to a parcel that is wanted, and takes it from one that is not. CANCEL takes it from all.
    """

    verb: str  # CREATE, UPDATE or CANCEL
    parcel: int
    content: dict[str, Any] = field(default_factory=dict)
    remote_id: str = ""
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """The shop knows the parcel as it is wanted; `words` say as what, such as "fulfillment #1045-F1"."""

    parcel: int
    remote_ids: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Gone:
    """The shop has nothing of the parcel that was removed."""

    parcel: int


@dataclass(frozen=True)
class HandOver:
    """Another parcel takes the place of one that was removed: a corrected number, most often."""

    parcel: int
    to: int
    remote_ids: tuple[str, ...]


@dataclass(frozen=True)
class Problem:
    """The shop can't be told, and a person has to see to it; `words` end in what to do."""

    parcel: int
    cause: str
    words: str


Step = Call | Told | Gone | HandOver | Problem


@dataclass(frozen=True)
class Made:
    """What a call has made; `remote_id` is needed of CREATE alone."""

    remote_id: str = ""
