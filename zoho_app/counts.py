"""Counts in words, such as "1 order" and "1,204 orders"."""


def count_noun(count: int, noun: str, plural: str = "") -> str:
    """A count with its noun; `plural` is only needed where an "s" is not enough."""
    return f"{count:,} {agree(count, noun, plural or f'{noun}s')}"


def agree(count: int, one: str, several: str) -> str:
    """The form of a word that goes with a count: "waits" or "wait"."""
    return one if count == 1 else several
