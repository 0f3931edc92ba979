"""What each step of sending an order leads to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zoho_app.zoho_books.errors import ZohoError
from zoho_app.zoho_books.models import SalesOrder, ZohoBooksSettings
from zoho_app.zoho_books.sales_orders.prepare import Prepared

Json = dict[str, Any]


@dataclass(frozen=True)
class Submission:
    """The row of the sales order, as this attempt finds it, and what the settings want once it is in Zoho Books."""

    id: int
    salesorder_id: str  # empty until it is known
    number: str
    reference_number: str
    payload: Json
    sent_at: datetime | None
    status: str
    mark_open: bool
    move_to: int | None


@dataclass(frozen=True)
class Missing:
    """Zoho Books has to be asked for the contact or for items first."""

    prepared: Prepared


@dataclass(frozen=True)
class Ready:
    """Its number and content are committed, and nothing is in Zoho Books for certain: it may be sent."""

    submission: Submission
    is_first: bool = False  # nothing of it was ever sent


@dataclass(frozen=True)
class InDoubt:
    """It was sent with unknown outcome: its number is looked up before anything else."""

    submission: Submission
    is_refused: bool = False  # it was sent once, and its number is taken


@dataclass(frozen=True)
class Blocked:
    """It can't be sent like that."""

    error: ZohoError


@dataclass(frozen=True)
class Created:
    """It is in Zoho Books; `answer` is what Zoho says of it, None when an earlier attempt has told the order.

    `is_adopted` says that it was found there after an unknown outcome.
    """

    submission: Submission
    answer: Json | None = None
    is_adopted: bool = False


Outcome = Missing | Ready | InDoubt | Blocked | Created


def submission_of(row: SalesOrder, settings: ZohoBooksSettings | None) -> Submission:
    """The row as an attempt needs it."""
    return Submission(
        id=row.id,
        salesorder_id=row.salesorder_id,
        number=row.salesorder_number,
        reference_number=row.reference_number,
        payload=row.payload,
        sent_at=row.sent_at,
        status=row.status,
        mark_open=settings is not None and settings.mark_open,
        move_to=settings.after_import_folder_id if settings else None,
    )
