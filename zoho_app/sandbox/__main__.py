"""`python -m zoho_app.sandbox --port 8001 --data FILE`: run the sandbox until it is told to stop.

With --shopify-data and --woocommerce-data the same process serves the pretend shops of sandbox/shopify and
sandbox/woocommerce, too.
"""

import argparse
import os
import sqlite3
import sys
from collections.abc import Iterator

from .app import create_sandbox, stand_in
from .common import serve
from .shopify import app as shopify
from .woocommerce import app as woocommerce


def main() -> int:
    asked = _arguments()
    try:
        stand_ins = list(_stand_ins(asked))
    except sqlite3.Error as error:
        sys.stderr.write(f"The sandbox cannot keep its data in {asked.data}: {error}\n")
        return 1
    serve.until_stopped(*stand_ins)
    return 0


def _stand_ins(asked: argparse.Namespace) -> Iterator[serve.StandIn]:
    yield stand_in(create_sandbox(asked.data, asked.control), asked.host, asked.port)
    if asked.shopify_data:
        shop = shopify.create_shop(asked.shopify_data, asked.control, asked.shopify_url)
        yield shopify.stand_in(shop, asked.host, asked.shopify_port)
    if asked.woocommerce_data:
        shop = woocommerce.create_shop(asked.woocommerce_data, asked.control, asked.woocommerce_url)
        yield woocommerce.stand_in(shop, asked.host, asked.woocommerce_port)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m zoho_app.sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8001, help="0 takes any free port")
    parser.add_argument("--data", required=True, metavar="FILE", help="where everything is kept (SQLite)")
    for name, port in (("shopify", 8002), ("woocommerce", 8003)):
        parser.add_argument(f"--{name}-port", type=int, default=port, help="where the pretend shop listens")
        parser.add_argument(f"--{name}-data", default="", metavar="FILE", help="where the shop keeps its orders")
        parser.add_argument(f"--{name}-url", default="", help="the address that callers know the shop by")
    parser.add_argument(
        "--control",
        action="store_true",
        default=os.environ.get("SANDBOX_CONTROL") == "1",
        help="serve /sandbox/faults, /ledger, /settings, /edition and /reset, for tests",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
