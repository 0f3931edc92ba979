"""When to try again: about five attempts within two hours, with random waits so that they do not all come at once."""

import random
from datetime import datetime, timedelta

from zoho_app.clock import now

PATIENCE = timedelta(hours=2)
# For a receiver that is out of order: one message at a time calls it, now and then.
LONG_PATIENCE = timedelta(days=1)
# The longest wait after the first, second, ... try; the real wait is a random part of it ("full jitter").
LONGEST_WAITS = (120, 600, 1800, 3600)
SHORTEST_WAIT = 5
# An unknown outcome is looked up quickly at first, then every two minutes.
LONGEST_LOOK = 120


def next_try(first_tried_at: datetime, attempts: int, patience: timedelta = PATIENCE) -> datetime | None:
    """The time of the next attempt, or None when the two hours are over.

    `first_tried_at` is aware; `attempts` counts the tries made so far, from 1.
    """
    longest = LONGEST_WAITS[min(attempts, len(LONGEST_WAITS)) - 1]
    due_at = now() + timedelta(seconds=max(SHORTEST_WAIT, random.uniform(0, longest)))
    return due_at if due_at - first_tried_at <= patience else None


def next_look(first_tried_at: datetime, attempts: int) -> datetime | None:
    """The time to look up the outcome of an earlier attempt again, or None when the two hours are over."""
    longest = min(SHORTEST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_LOOK)
    due_at = now() + timedelta(seconds=random.uniform(longest / 2, longest))
    return due_at if due_at - first_tried_at <= PATIENCE else None
