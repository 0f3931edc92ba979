"""The queues that a pause holds back, and how a page says that something waits."""

from zoho_app import kinds
from zoho_app.appointments import pause
from zoho_app.counts import agree
from zoho_app.web.layout.status_sentence import paused

# All background work of a store; alerts pass, because they are more urgent than people's requests.
QUEUES = (kinds.ZOHO_BOOKS, kinds.CHANNELS)


def so_it_waits(store_id: int, count: int = 1, queue: str = kinds.ZOHO_BOOKS) -> str:
    """What to add to a message about new work: that it waits, and why; "" if it does not."""
    found = pause.get_pause(store_id) if queue in QUEUES else None
    return f" {agree(count, 'It waits', 'They wait')}. {paused(found)}." if found else ""
