"""`python -m zoho_app.sandbox.woocommerce --port 8003 --data FILE`: run the pretend shop until it is told to stop."""

import argparse
import os
import sqlite3
import sys

from ..common import serve
from .app import create_shop, stand_in


def main() -> int:
    asked = _arguments()
    try:
        app = create_shop(asked.data, asked.control, asked.url)
    except sqlite3.Error as error:
        sys.stderr.write(f"The sandbox cannot keep its data in {asked.data}: {error}\n")
        return 1
    serve.until_stopped(stand_in(app, asked.host, asked.port))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m zoho_app.sandbox.woocommerce", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8003, help="0 takes any free port")
    parser.add_argument("--data", required=True, metavar="FILE", help="where everything is kept (SQLite)")
    parser.add_argument("--url", default="", help="the address that callers know it by, when it is another")
    parser.add_argument(
        "--control",
        action="store_true",
        default=os.environ.get("SANDBOX_CONTROL") == "1",
        help="serve /sandbox/faults, /ledger, /orders and the rest, for tests",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
