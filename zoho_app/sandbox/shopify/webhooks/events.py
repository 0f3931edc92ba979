"""What happened becomes deliveries: one for each subscription of the topic, with the body as it was then.

The settings `webhook_delay` (seconds), `webhook_copies` (how often each is sent), `webhooks_reversed` (the newest
first) and `webhooks_lost` (none is sent) make deliveries as bad as Shopify's may be.
"""

import json
import uuid
from typing import Any

from ...common.store import Document, Store
from .. import documents
from . import topics

Happened = list[tuple[str, dict[str, Any]]]


def announce(store: Store, happened: Happened, delay: float = 0) -> None:
    """Plan a delivery of each (topic, body) to each of its subscriptions, `delay` seconds from now."""
    wanted = documents.find(store, "subscription")
    if not wanted or store.setting("webhooks_lost", False):
        return
    delay += float(store.setting("webhook_delay", 0))
    for topic, body in happened:
        event_id = str(uuid.uuid4())
        for subscription in wanted:
            if topics.in_header(subscription["topic"]) == topic:
                _plan(store, subscription, topic, event_id, body, delay)


def _plan(
    store: Store, subscription: Document, topic: str, event_id: str, body: dict[str, Any], delay: float
) -> None:
    webhook_id = str(uuid.uuid4())
    for _ in range(int(store.setting("webhook_copies", 1))):
        documents.put(
            store,
            "delivery",
            {
                "id": f"delivery/{store.count('delivery'):012d}",
                "subscription_id": subscription["id"],
                "uri": subscription["uri"],
                "name": subscription["name"],
                "topic": topic,
                "webhook_id": webhook_id,
                "event_id": event_id,
                "triggered_at": store.now(),
                "body": _text(_wanted_fields(body, subscription["include_fields"])),
                "due_at": store.now() + delay,
                "attempts": [],
            },
        )


def _wanted_fields(body: dict[str, Any], names: list[str]) -> dict[str, Any]:
    """Return the fields that a subscription includes; `a.b` asks for a field of `a`."""
    if not names:
        return body
    found: dict[str, Any] = {}
    for name in names:
        first, _, rest = name.partition(".")
        if first not in body:
            continue
        value = body[first]
        if rest and isinstance(value, list):
            value = [_wanted_fields(one, [rest]) for one in value]
        elif rest and isinstance(value, dict):
            value = {**found.get(first, {}), **_wanted_fields(value, [rest])}
        found[first] = value
    return found


def _text(body: dict[str, Any]) -> str:
    """Write a body as Shopify's servers do: parsed and written again, its signature no longer fits."""
    return json.dumps(body, separators=(",", ":")).replace("/", "\\/")
