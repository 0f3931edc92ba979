"""Deliveries go out: signed, five seconds each, eight more tries over four hours.

After the eighth failed retry the subscription is deleted. A redirect is a failure.
"""

import http.client
import threading
from datetime import UTC, datetime

from ...common import post as common
from ...common.post import Post
from ...common.store import Document, Store
from .. import documents
from ..graphql.versions import PINNED
from ..seed import setting
from .signature import sign

ANSWER_SECONDS = 5
RETRY_AFTER = (10, 60, 300, 600, 1200, 2400, 3600, 6000)
PAUSE = 0.1


def post(uri: str, body: bytes, headers: dict[str, str]) -> int:
    """Send one delivery and return the status; raise OSError or HTTPException when no answer came in time."""
    return common.post(uri, body, headers, ANSWER_SECONDS)


class Sender:
    """Sends what is due. `send_due` does it once; `start` does it in a thread until `stop`."""

    def __init__(self, store: Store, send: Post = post) -> None:
        self._store = store
        self._send = send
        self._one_at_a_time = threading.Lock()
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
        while not self._stopped.wait(PAUSE):
            self.send_due()

    def send_due(self) -> int:
        """Send each delivery that is due; return how many were tried."""
        with self._one_at_a_time:
            due = documents.find(
                self._store,
                "delivery",
                "json_extract(body, '$.due_at') <= ?",
                self._store.now(),
                order="json_extract(body, '$.due_at'), id",
            )
            if self._store.setting("webhooks_reversed", False):
                due.reverse()
            for delivery in due:
                self._try(delivery)
            return len(due)

    def _try(self, delivery: Document) -> None:
        body = delivery["body"].encode()
        try:
            status = self._send(delivery["uri"], body, self._headers(delivery, body))
        except (OSError, http.client.HTTPException):
            status = 0
        with self._store.transaction():
            delivery["attempts"].append({"at": self._store.now(), "status": status})
            retries = len(delivery["attempts"]) - 1
            delivery["due_at"] = None
            if not 200 <= status < 300:
                if retries < len(RETRY_AFTER):
                    delivery["due_at"] = self._store.now() + RETRY_AFTER[retries]
                else:
                    documents.delete(self._store, "subscription", delivery["subscription_id"])
            documents.put(self._store, "delivery", delivery)

    def _headers(self, delivery: Document, body: bytes) -> dict[str, str]:
        shop = setting(self._store)
        secret = shop["former_secret"] if shop["sign_with_former"] else shop["client_secret"]
        triggered = datetime.fromtimestamp(delivery["triggered_at"], UTC)
        named = {"X-Shopify-Name": delivery["name"]} if delivery["name"] else {}
        return {
            "Content-Type": "application/json",
            "User-Agent": "Shopify-Captain-Hook",
            "X-Shopify-Topic": delivery["topic"],
            "X-Shopify-Shop-Domain": shop["domain"],
            "X-Shopify-API-Version": PINNED,
            "X-Shopify-Hmac-Sha256": sign(body, secret),
            "X-Shopify-Webhook-Id": delivery["webhook_id"],
            "X-Shopify-Event-Id": delivery["event_id"],
            "X-Shopify-Triggered-At": triggered.strftime("%Y-%m-%dT%H:%M:%S.%f000Z"),
            **named,
        }
