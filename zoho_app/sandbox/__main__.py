"""`python -m zoho_app.sandbox --port 8001 --data FILE`: run the sandbox until it is told to stop.

With --shopify-port and --shopify-data the same process serves the pretend shop of sandbox/shopify, too.
"""

import argparse
import os
import sqlite3
import sys

from .app import create_sandbox
from .common import serve
from .shopify.app import create_shop, stand_in


def main() -> int:
    asked = _arguments()
    try:
        zoho = create_sandbox(asked.data, asked.control)
        shop = create_shop(asked.shopify_data, asked.control, asked.shopify_url) if asked.shopify_data else None
    except sqlite3.Error as error:
        sys.stderr.write(f"The sandbox cannot keep its data in {asked.data}: {error}\n")
        return 1
    stand_ins = [serve.StandIn("Sandbox Zoho", zoho, asked.host, asked.port)]
    if shop is not None:
        stand_ins.append(stand_in(shop, asked.host, asked.shopify_port))
    serve.until_stopped(*stand_ins)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m zoho_app.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001, help="0 takes any free port")
    parser.add_argument("--data", required=True, metavar="FILE", help="where everything is kept (SQLite)")
    parser.add_argument("--shopify-port", type=int, default=8002, help="where the pretend shop listens")
    parser.add_argument("--shopify-data", default="", metavar="FILE", help="where the shop keeps its orders")
    parser.add_argument("--shopify-url", default="", help="the address that callers know the shop by")
    parser.add_argument(
        "--control",
        action="store_true",
        default=os.environ.get("SANDBOX_CONTROL") == "1",
        help="serve /sandbox/faults, /ledger, /settings, /edition and /reset, for tests",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
