"""How large an order file may be, and the refusal of a file as a whole."""

MOST_BYTES = 8 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 1_000
LONGEST_TITLE = 300  # characters
MOST_UNPACKED = 64 * 1024 * 1024  # bytes of all parts of a spreadsheet
MOST_ERRORS = 50  # of one order
LONGEST_QUOTE = 60  # characters of a cell that are repeated in an error


class BadFile(Exception):
    """The file as a whole can't be read; its text says why and what to do."""


def refuse_long(content: bytes | str) -> None:
    """Raise BadFile when the file has more bytes than are read."""
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise BadFile(f"The file is too large: at most {most} MB. Split it into several files.")


def shortened(text: str) -> str:
    """A text as it is repeated in an error."""
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
