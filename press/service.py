"""How a press works off its one request: JSON comes in, JSON goes out, and nothing else is open in between."""

import json
import sys
from collections.abc import Callable
from typing import Any

from press import limits
from press.refusal import Refused

Request = dict[str, Any]
Answer = dict[str, Any]


def serve(make: Callable[[Request], Answer], seconds: int, mebibytes: int) -> None:
    """Answer the request on standard input with what `make` makes of it, or with what it refuses."""
    limits.set_limits(seconds, mebibytes)
    request = json.load(sys.stdin.buffer)
    limits.close_the_doors()
    try:
        answer = {"ok": True, **make(request)}
    except Refused as refused:
        answer = {"ok": False, "reason": refused.reason, "line": refused.line}
    except MemoryError:
        answer = {"ok": False, "reason": "it needs too much memory", "line": None}
    sys.stdout.buffer.write(json.dumps(answer).encode())
    sys.stdout.flush()
