"""When to try again: about five tries within two hours, spread by chance so that not all come at once."""

import random
from datetime import datetime, timedelta

from zoho_app.clock import now

PATIENCE = timedelta(hours=2)
# So long with a receiver that is out of order: it is called by one message at a time, now and then.
LONG_PATIENCE = timedelta(days=1)
# The longest wait after the first, second, ... try; the real wait is a random part of it ("full jitter").
LONGEST_WAITS = (120, 600, 1800, 3600)
SHORTEST_WAIT = 5
# Looking up what has become of something is quick at first and then every two minutes.
LONGEST_LOOK = 120


def next_try(first_tried_at: datetime, attempts: int, patience: timedelta = PATIENCE) -> datetime | None:
    """The moment of the next try, or None when the patience has been spent.

    `first_tried_at` is aware; `attempts` counts the tries made so far, from 1.
    """
    longest = LONGEST_WAITS[min(attempts, len(LONGEST_WAITS)) - 1]
    due_at = now() + timedelta(seconds=max(SHORTEST_WAIT, random.uniform(0, longest)))
    return due_at if due_at - first_tried_at <= patience else None


def next_look(first_tried_at: datetime, attempts: int) -> datetime | None:
    """The moment to look again what an earlier try has led to, or None when two hours have been spent."""
    longest = min(SHORTEST_WAIT * 2 ** min(attempts - 1, 10), LONGEST_LOOK)
    due_at = now() + timedelta(seconds=random.uniform(longest / 2, longest))
    return due_at if due_at - first_tried_at <= PATIENCE else None
