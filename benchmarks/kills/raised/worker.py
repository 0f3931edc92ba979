"""The product's worker.py under raised limits, and with one worker more."""

import sys

from benchmarks.kills import limits
from zoho_app.processes import background

if __name__ == "__main__":
    limits.raise_in_desk()
    background.WORKER_QUEUES += (("zoho_books", "channels"),)  # type: ignore[assignment]
    sys.exit(background.main(sys.argv[1:]))
