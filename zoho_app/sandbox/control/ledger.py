"""An append-only record of every request that arrived and of what it changed; kept for tests.

Only secrets are left out: the Authorization header is never read and the bodies and queries of the
accounts server are not kept.
"""

import json
from collections import Counter
from io import BytesIO
from typing import Any

from werkzeug.wrappers import Request

from ..store import Store


def open_entry(store: Store, request: Request) -> int:
    """Write down an arriving request before anything is done about it; return the entry's id."""
    secret = request.path.startswith("/oauth/")
    body = request.get_data()
    request.environ["wsgi.input"] = BytesIO(body)
    entry = {
        "time": store.now(),
        "method": request.method,
        "path": request.path,
        "query": {} if secret else request.args.to_dict(),
        "organization_id": request.args.get("organization_id", ""),
        "body": "" if secret else body.decode(errors="replace"),
        "status": None,
        "fault": "",
    }
    return store.execute("INSERT INTO ledger (entry) VALUES (?)", json.dumps(entry))


def close_entry(store: Store, entry_id: int, status: int | None, fault: str) -> None:
    """Add the status that was answered: None when the sandbox hung up without one."""
    store.execute(
        "UPDATE ledger SET entry = json_set(entry, '$.status', ?, '$.fault', ?) WHERE id = ?",
        status,
        fault,
        entry_id,
    )


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
