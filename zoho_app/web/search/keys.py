"""The keys that lists and pages know, for the sheet that names them; static/scripts/keys.js does what they say."""

from typing import NamedTuple


class Keys(NamedTuple):
    """Keys that do one thing, and what that is."""

    keys: tuple[str, ...]
    words: str


SHEET: tuple[tuple[str, tuple[Keys, ...]], ...] = (
    (
        "Everywhere",
        (
            Keys(("Ctrl", "K"), "Search or jump to anything"),
            Keys(("/",), "Search this list"),
            Keys(("?",), "Show these keys"),
            Keys(("Esc",), "Close what is open"),
        ),
    ),
    (
        "On lists",
        (
            Keys(("J",), "Next row"),
            Keys(("K",), "Previous row"),
            Keys(("X",), "Select the row"),
            Keys(("Shift", "X"), "Select all rows from the last one"),
            Keys(("Enter",), "Open the row"),
        ),
    ),
    (
        "On orders",
        (
            Keys(("Space",), "Peek at the order, once more to go into the panel"),
            Keys(("E",), "Edit the order"),
            Keys(("M",), "Move the selected orders"),
            Keys(("S",), "Submit the selected orders to Zoho Books"),
        ),
    ),
)
