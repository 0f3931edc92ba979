"""How many pushes a store's door takes: a leaky bucket, kept in its row, because Redis may be away."""

from math import ceil

from zoho_app.clock import now
from zoho_app.zoho_books.pushes.models import PushDoor

# Zoho Books sends at most 1,000 webhooks a day; a bulk edit may send them all at once.
CAPACITY, LEAKS_A_SECOND = 1_000, 1.0


def take(door: PushDoor) -> int:
    """Count a push and return 0; or count none and return how many seconds the sender has to wait."""
    timestamp = now()
    since = max(0.0, (timestamp - door.level_at).total_seconds())
    level = max(0.0, door.level - since * LEAKS_A_SECOND)
    if level + 1 > CAPACITY:
        return ceil((level + 1 - CAPACITY) / LEAKS_A_SECOND)
    door.level, door.level_at = level + 1, timestamp
    return 0
