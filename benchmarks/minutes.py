"""A minute of Zoho's that lasts as long as a measurement wants, so that an hour of waiting needs no hour.

python -m benchmarks.minutes SECONDS LANE...    the worker of worker.py, for which a minute lasts so long
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from zoho_app.processes.background import main
from zoho_app.zoho_books.api import rate_limit

REAL = 60.0
# A minute so short that no call ever waits for its end.
NO_LIMIT = 0.001


@contextmanager
def lasting(seconds: float) -> Iterator[None]:
    """Within it, and in this process alone, the quota's minute lasts so many seconds."""
    before, rate_limit.WINDOW_MS = rate_limit.WINDOW_MS, max(1, round(seconds * rate_limit.WINDOW_MS / REAL))
    try:
        yield
    finally:
        rate_limit.WINDOW_MS = before


if __name__ == "__main__":
    with lasting(float(sys.argv[1])):
        sys.exit(main(sys.argv[2:]))
