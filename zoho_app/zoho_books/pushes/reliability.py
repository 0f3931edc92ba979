"""Whether pushes can be relied on: who told a sales order's new tracking first, the push or the check for shipments.

`PushDoor.told` has a sign for each of the last ones, the latest at its end.
"""

from datetime import datetime, timedelta

from zoho_app.clock import now
from zoho_app.zoho_books.pushes import hints
from zoho_app.zoho_books.pushes.models import PushDoor

BY_PUSH, MISSED = "1", "0"
REMEMBERED = 48
# So many in a row have to be told by pushes before the checks for shipments become rarer.
PROOF = 12
RARE_MINUTES = 6 * 60
# A change so young that its push may still be under way proves nothing.
GRACE = timedelta(minutes=2)


def note_push(door: PushDoor) -> None:
    """The read after a push has brought new tracking."""
    _note(door, BY_PUSH)


def note_check(door: PushDoor, salesorder_id: str, changed_at: datetime | None) -> None:
    """A check for shipments has brought new tracking of a sales order that was changed then."""
    if door.first_push_at is None:
        return  # nothing is set up in Zoho yet
    if hints.is_waiting(door.store_id, salesorder_id):
        _note(door, BY_PUSH)
    elif changed_at is None or door.first_push_at < changed_at < now() - GRACE:
        _note(door, MISSED)


def _note(door: PushDoor, sign: str) -> None:
    door.told = (door.told + sign)[-REMEMBERED:]


def is_proved(door: PushDoor | None) -> bool:
    """Whether pushes have told all of late."""
    return door is not None and door.told.endswith(BY_PUSH * PROOF)


def poll_minutes(door: PushDoor | None, wished: int) -> int:
    """How often to check for shipments: as the settings wish, more rarely while pushes prove reliable."""
    return max(wished, RARE_MINUTES) if is_proved(door) else wished


def words(door: PushDoor, wished: int) -> str:
    """How pushes have done, and what follows for polling."""
    minutes = poll_minutes(door, wished)
    every = f"{minutes // 60} hours" if minutes % 60 == 0 and minutes > 60 else f"{minutes} minutes"
    every = "hour" if minutes == 60 else every
    if not door.told:
        return f"Pushes have told no tracking number yet; polling every {every}."
    count = door.told.count(BY_PUSH)
    return f"Pushes have told {count} of the last {len(door.told)}; polling every {every}."
