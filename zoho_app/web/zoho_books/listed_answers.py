"""The answers that hold for later orders, as the pages list them."""

from typing import Any

from zoho_app.zoho_books.answers import line_answers, source_contacts
from zoho_app.zoho_books.contacts import choice


def listed(store_id: int, limit: int) -> dict[str, Any]:
    """What was answered, so many of each kind; three statements."""
    return {
        "sources": [(one, source_contacts.sentence(one)) for one in source_contacts.newest(store_id, limit)],
        "lines": [(one, f"{line_answers.in_words(one)}.") for one in line_answers.newest(store_id, limit)],
        "emails": choice.newest(store_id, limit),
    }
