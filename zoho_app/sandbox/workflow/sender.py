"""What was written down goes out: three more tries after a failure, then it is given up."""

import http.client
import threading
from collections.abc import Callable

from ..common.post import post
from ..common.store import Document, Store
from .rule import REVERSED, webhook

PAUSE, REVERSED_PAUSE = 0.1, 5.0
ANSWER_SECONDS = 10.0
RETRY_AFTER = (5, 30, 120)
Post = Callable[[str, bytes, dict[str, str], float], int]


class Sender:
    """Sends what is due. `send_due` does it once; `start` does it in a thread until `stop`."""

    def __init__(self, store: Store, send: Post = post) -> None:
        self._store, self._send = store, send
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopped.wait(REVERSED_PAUSE if self._is_reversed() else PAUSE):
            self.send_due()

    def _is_reversed(self) -> bool:
        return webhook(self._store)["way"] == REVERSED

    def send_due(self) -> int:
        """Send each push that is due; return how many were tried."""
        due = [
            (organization["id"], push)
            for organization in self._store.find("organization", "")
            for push in self._store.find(
                "push", organization["id"], "json_extract(body, '$.due_at') <= ?", [self._store.now()]
            )
        ]
        for organization_id, push in reversed(due) if self._is_reversed() else due:
            self._try(organization_id, push)
        return len(due)

    def _try(self, organization_id: str, push: Document) -> None:
        try:
            status = self._send(push["address"], push["body"].encode(), push["headers"], ANSWER_SECONDS)
        except (OSError, http.client.HTTPException, ValueError):
            status = 0
        tries = [*push["attempts"], {"at": self._store.now(), "status": status}]
        is_over = 200 <= status < 300 or len(tries) > len(RETRY_AFTER)
        due_at = None if is_over else self._store.now() + RETRY_AFTER[len(tries) - 1]
        with self._store.transaction():
            self._store.put("push", organization_id, {**push, "attempts": tries, "due_at": due_at})
