"""What is held back while a store is paused, and how a page says that something waits for it."""

from zoho_app import kinds
from zoho_app.appointments import pause
from zoho_app.counts import agree
from zoho_app.web.layout.status_sentence import paused

# All that goes outside for a store; alerts pass, for they are more urgent than what people ask for.
QUEUES = (kinds.ZOHO_BOOKS, kinds.CHANNELS)


def so_it_waits(store_id: int, count: int = 1, queue: str = kinds.ZOHO_BOOKS) -> str:
    """What to add to the words of what was just asked for: that it waits, and why; "" if it does not."""
    found = pause.get_pause(store_id) if queue in QUEUES else None
    return f" {agree(count, 'It waits', 'They wait')}. {paused(found)}." if found else ""
