"""The product's worker.py under raised limits."""

import sys

from benchmarks.kills import limits
from zoho_app.processes.background import main

if __name__ == "__main__":
    limits.raise_in_desk()
    sys.exit(main(sys.argv[1:]))
