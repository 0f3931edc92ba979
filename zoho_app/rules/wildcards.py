"""Wildcard patterns: `*` stands for any text, `?` for one character. The time grows with the text only."""


def matches(text: str, pattern: str) -> bool:
    """Whether the whole text fits the pattern.

    What stands before the first `*` and after the last has to be where the text begins and ends. Of what stands
    between two, the first place after the piece before it is as good as any later one.
    """
    begins, *pieces = pattern.split("*")
    if not pieces:
        return len(text) == len(pattern) and _fits(text, 0, pattern)
    ends = pieces.pop()
    here, end = len(begins), len(text) - len(ends)
    if here > end or not _fits(text, 0, begins) or not _fits(text, end, ends):
        return False
    for piece in filter(None, pieces):
        place = _find(text, piece, here, end)
        if place < 0:
            return False
        here = place + len(piece)
    return True


def _fits(text: str, place: int, piece: str) -> bool:
    """Whether the piece is at this place of a text that is long enough."""
    return all(wanted in ("?", text[place + number]) for number, wanted in enumerate(piece))


def _find(text: str, piece: str, here: int, end: int) -> int:
    """The first place of the piece between the two; -1 when there is none.

    With a `?` in it: bit n of `found` says that the last n + 1 characters fit the first n + 1 of the piece (the
    shift-and algorithm), so that no character is looked at twice.
    """
    if "?" not in piece:
        return text.find(piece, here, end)
    anything = sum(1 << number for number, wanted in enumerate(piece) if wanted == "?")
    fitting: dict[str, int] = {}
    for number, wanted in enumerate(piece):
        fitting[wanted] = fitting.get(wanted, anything) | 1 << number
    found, whole = 0, 1 << len(piece) - 1
    for place in range(here, end):
        found = (found << 1 | 1) & fitting.get(text[place], anything)
        if found & whole:
            return place + 1 - len(piece)
    return -1
