"""What happened to an order becomes one job for each webhook of the topic.

The jobs run late, when WordPress next runs its timetable; the setting `webhook_delay` says how many seconds. A job
that has not run yet stands for what happens until then. `webhook_copies` (how often each is sent),
`webhooks_reversed` (the newest first) and `webhooks_lost` (none is sent) make deliveries worse.
"""

from ...common.store import Store
from .. import documents

USUAL_DELAY = 1


def announce(store: Store, topic: str, order: int) -> None:
    """Plan a delivery for each active webhook of the topic, unless one already waits."""
    if store.setting("webhooks_lost", False):
        return
    waiting = documents.find(
        store, "delivery", "json_extract(body, '$.order') = ? AND json_extract(body, '$.due_at') IS NOT NULL", order
    )
    has_one = {(one["webhook"], one["topic"]) for one in waiting}
    for webhook in documents.find(store, "webhook"):
        number = documents.number(webhook)
        if webhook["status"] != "active" or webhook["topic"] != topic or (number, topic) in has_one:
            continue
        for _ in range(int(store.setting("webhook_copies", 1))):
            job = {"webhook": number, "topic": topic, "order": order, "body": "", "status": None}
            due_at = store.now() + float(store.setting("webhook_delay", USUAL_DELAY))
            made = documents.identity("delivery", store.count("delivery"))
            documents.put(store, "delivery", {"id": made, "due_at": due_at, **job})
