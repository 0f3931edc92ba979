"""What answers have shown of an organization where Zoho's documentation leaves it open; kept with its connection.

The desk does the same right thing whatever the answer is: what is known only saves calls, and is told on the
checklist.
"""

from collections.abc import Mapping
from typing import Any

from zoho_app.zoho_books.api.client import IDS_A_CALL
from zoho_app.zoho_books.models import Connection

ADDRESSES, IDS, SEARCH, UNKNOWN, NUMBERS, DRAFTS, LONG_TEXTS = (
    *("addresses", "salesorder_ids", "search_text", "unknown_reference", "number_case", "void_of_draft"),
    "overlong_text",
)
# The filter salesorder_ids takes 200 ids, or 200 characters: ten ids of 19 digits, with commas between them.
BY_ID, BY_CHARACTER = "ids", "characters"
MOST_CHARACTERS, IDS_OF_CHARACTERS = 200, 10
AS_GIVEN, NAMES, NAMES_AND_CODES = "as_given", "names", "names_and_codes"
ALL_PERSONS, PRIMARY_PERSON = "all", "primary"
SAME, OTHER = "same", "other"
CUT, REFUSED = "cut", "refused"
# What Zoho answers to a text that is too long; the OpenAPI names no code for it.
TOO_LONG = 15
_TEXTS = {"reference_number": "the reference", "notes": "the notes", "delivery_method": "the shipping method"}


def get(connection: Connection, question: str) -> str:
    """What is known about it, "" as long as nothing is."""
    return (connection.observed or {}).get(question, "")


def keep(connection: Connection, question: str, answer: str) -> None:
    """Keep what was just seen; "" tells nothing."""
    if answer and get(connection, question) != answer:
        connection.observed = {**(connection.observed or {}), question: answer}


def cut_texts(sent: Mapping[str, Any], answer: Mapping[str, Any]) -> list[str]:
    """What of a sales order Zoho has cut: texts of which the answer has the beginning only, in words."""
    pairs = {what: (str(sent.get(name) or "").strip(), str(answer.get(name) or "")) for name, what in _TEXTS.items()}
    return [what for what, (ours, theirs) in pairs.items() if theirs and theirs != ours and ours.startswith(theirs)]


def ids_a_call(connection: Connection) -> int:
    """How many sales orders can be asked for by their ids in one call."""
    return IDS_OF_CHARACTERS if get(connection, IDS) == BY_CHARACTER else IDS_A_CALL
