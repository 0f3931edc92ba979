"""The payload of an appointment, for each kind that has one.

Rows of an older or a newer version may be read: what lacks gets its default, what is not known here is left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

Stored = Mapping[str, Any]


@dataclass(frozen=True)
class SubmitPayload:
    """What "submit this order" carries."""

    rule_chain: list[int] = field(default_factory=list)  # the rules that led here, so that none loops
    create_contact: bool = False  # a person has allowed this order to create its contact, whatever the setting says
    send_void: bool = False  # a person wants it sent, though its source calls it canceled, refunded or a test
    announced_in: str = ""  # the retry cycle in which the rules were told that the order is about to be sent

    @classmethod
    def from_json(cls, stored: Stored) -> Self:
        """Read what `to_json` made."""
        return cls(
            rule_chain=list(stored.get("rule_chain") or ()),
            create_contact=bool(stored.get("create_contact")),
            send_void=bool(stored.get("send_void")),
            announced_in=str(stored.get("announced_in") or ""),
        )

    def to_json(self) -> dict[str, Any]:
        """Return what is stored: only what is set."""
        return _without_defaults(
            rule_chain=self.rule_chain,
            create_contact=self.create_contact,
            send_void=self.send_void,
            announced_in=self.announced_in,
        )


@dataclass(frozen=True)
class CancelPayload:
    """What "cancel this order" carries."""

    rule_chain: list[int] = field(default_factory=list)

    @classmethod
    def from_json(cls, stored: Stored) -> Self:
        """Read what `to_json` made."""
        return cls(rule_chain=list(stored.get("rule_chain") or ()))

    def to_json(self) -> dict[str, Any]:
        """Return what is stored: only what is set."""
        return _without_defaults(rule_chain=self.rule_chain)


@dataclass(frozen=True)
class ShipmentCheckPayload:
    """How far "check for shipments" has come.

    When a limit of Zoho's ends an attempt, the next goes on there: begun anew each time, a check of very many sales
    orders would never end.
    """

    read_up_to: datetime | None = None  # changes were read up to then; None: not begun
    asked_up_to: int = 0  # the row whose sales order was asked for last

    @classmethod
    def from_json(cls, stored: Stored) -> Self:
        """Read what `to_json` made."""
        read_up_to = stored.get("read_up_to")
        return cls(
            read_up_to=datetime.fromisoformat(read_up_to) if read_up_to else None,
            asked_up_to=int(stored.get("asked_up_to") or 0),
        )

    def to_json(self) -> dict[str, Any]:
        """Return what is stored: only what is set."""
        return _without_defaults(
            read_up_to=self.read_up_to and self.read_up_to.isoformat(), asked_up_to=self.asked_up_to
        )


def _without_defaults(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
