"""An append-only record of every request that arrived and of what it changed; kept for tests.

Only secrets are left out: the headers with tokens are never read, and the bodies and queries of secret addresses
are not kept.
"""

import json
from collections import Counter
from io import BytesIO
from typing import Any

from flask import request as current_request
from werkzeug.wrappers import Request

from .store import Store


def open_entry(store: Store, request: Request, body: bytes, is_secret: bool) -> int:
    """Write down an arriving request before anything is done about it; return the entry's id."""
    request.environ["wsgi.input"] = BytesIO(body)
    entry = {
        "time": store.now(),
        "method": request.method,
        "path": request.path,
        "query": {} if is_secret else request.args.to_dict(),
        "organization_id": request.args.get("organization_id", ""),
        "body": "" if is_secret else body.decode(errors="replace"),
        "status": None,
        "fault": "",
    }
    return store.execute("INSERT INTO ledger (entry) VALUES (?)", json.dumps(entry))


def close_entry(store: Store, entry_id: int, status: int | None, fault: str, details: dict[str, Any]) -> None:
    """Add the status that was answered, None when the stand-in hung up without one, and what the view noted."""
    store.execute(
        "UPDATE ledger SET entry = json_patch(json_set(entry, '$.status', ?, '$.fault', ?), ?) WHERE id = ?",
        status,
        fault,
        json.dumps(details),
        entry_id,
    )


def note_change(store: Store, action: str, kind: str, record_id: str) -> None:
    """Write a change into the ledger, in the very transaction that makes it."""
    ledger_id = current_request.environ.get("sandbox.ledger_id")
    if ledger_id:
        store.execute(
            "INSERT INTO changes (ledger_id, action, kind, record_id) VALUES (?, ?, ?, ?)",
            ledger_id,
            action,
            kind,
            record_id,
        )


def note_details(**details: Any) -> None:
    """Add what only the view knows to the ledger's entry of the present request."""
    current_request.environ.setdefault("sandbox.details", {}).update(details)


def read(store: Store, since: int = 0) -> dict[str, Any]:
    """Return `requests` (oldest first, with their `changes`), and how often each occurred.

    `counts` is keyed by "METHOD /path", `changed` by "action kind" such as "created salesorder".
    """
    changes: dict[int, list[dict[str, str]]] = {}
    for row in store.rows("SELECT * FROM changes WHERE ledger_id > ? ORDER BY id", since):
        change = {"action": row["action"], "kind": row["kind"], "id": row["record_id"]}
        changes.setdefault(row["ledger_id"], []).append(change)
    rows = store.rows("SELECT * FROM ledger WHERE id > ? ORDER BY id", since)
    requests = [{"id": row["id"], **json.loads(row["entry"]), "changes": changes.get(row["id"], [])} for row in rows]
    made = [change for entry in requests for change in entry["changes"]]
    return {
        "requests": requests,
        "counts": Counter(f"{entry['method']} {entry['path']}" for entry in requests),
        "changed": Counter(f"{change['action']} {change['kind']}" for change in made),
    }
