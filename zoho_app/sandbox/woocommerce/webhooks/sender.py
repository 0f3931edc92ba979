"""Deliveries go out: signed, once, with the order as it is when they are sent.

An answer of 200 to 302 is a success. The seventh failure in a row disables the webhook.
"""

import base64
import hashlib
import hmac
import http.client
import json
import threading
from collections.abc import Callable
from typing import Any

from ...common import post as common
from ...common.post import Post
from ...common.store import Document, Store
from .. import documents
from . import subscriptions

ANSWER_SECONDS = 60
MOST_FAILURES = 5
PAUSE = 0.1
# Returns the order of this number as the API shows it, None when there is none.
Show = Callable[[Store, int], dict[str, Any] | None]


def post(uri: str, body: bytes, headers: dict[str, str]) -> int:
    """Send one message and return the status; raise OSError or HTTPException when no answer came in time."""
    return common.post(uri, body, headers, ANSWER_SECONDS)


def written(data: Any) -> str:
    """Write JSON as PHP does: with escaped slashes."""
    return json.dumps(data, separators=(",", ":")).replace("/", "\\/")


def sign(body: bytes, secret: str) -> str:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


class Sender:
    """Sends what is due. `send_due` does it once; `start` does it in a thread until `stop`."""

    def __init__(self, store: Store, show: Show, home: str, send: Post = post) -> None:
        self._store = store
        self._show = show
        self._home = home
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
            due = documents.find(self._store, "delivery", "json_extract(body, '$.due_at') <= ?", self._store.now())
            if self._store.setting("webhooks_reversed", False):
                due.reverse()
            for delivery in due:
                self._try(delivery)
            return len(due)

    def _try(self, delivery: Document) -> None:
        webhook = documents.get(self._store, "webhook", delivery["webhook"])
        status = None
        if webhook is not None and webhook["status"] == "active":
            delivery["body"] = delivery["body"] or self._body(delivery)
            status = self._post(webhook, delivery)
        with self._store.transaction():
            delivery.update(due_at=None, status=status)
            documents.put(self._store, "delivery", delivery)
            if status is not None:
                self._count(delivery["webhook"], 200 <= status <= 302)

    def _body(self, delivery: Document) -> str:
        shown = self._show(self._store, delivery["order"])
        return written(shown if shown and delivery["topic"] != "order.deleted" else {"id": delivery["order"]})

    def _post(self, webhook: Document, delivery: Document) -> int:
        body = delivery["body"].encode()
        if not subscriptions.is_reachable(webhook["delivery_url"]):
            return 0
        try:
            return self._send(webhook["delivery_url"], body, self._headers(webhook, delivery, body))
        except (OSError, http.client.HTTPException):
            return 0

    def _count(self, number: int, has_arrived: bool) -> None:
        webhook = documents.get(self._store, "webhook", number)
        if webhook is None:
            return
        webhook["failures"] = 0 if has_arrived else webhook["failures"] + 1
        if webhook["failures"] > MOST_FAILURES + 1:
            webhook["status"] = "disabled"
        documents.put(self._store, "webhook", webhook)

    def _headers(self, webhook: Document, delivery: Document, body: bytes) -> dict[str, str]:
        resource, _, event = delivery["topic"].partition(".")
        # Two messages of one second share the id.
        moment = f"{delivery['webhook']}{int(self._store.now())}".encode()
        return {
            "Content-Type": "application/json",
            "User-Agent": subscriptions.agent(self._store),
            "X-WC-Webhook-Source": f"{self._home}/",
            "X-WC-Webhook-Topic": delivery["topic"],
            "X-WC-Webhook-Resource": resource,
            "X-WC-Webhook-Event": event,
            "X-WC-Webhook-Signature": sign(body, webhook["secret"]),
            "X-WC-Webhook-ID": str(delivery["webhook"]),
            "X-WC-Webhook-Delivery-ID": hashlib.md5(moment, usedforsecurity=False).hexdigest(),
        }
