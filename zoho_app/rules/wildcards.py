"""Wildcard patterns: `*` stands for any text, `?` for one character. No pattern can take long to match."""


def matches(text: str, pattern: str) -> bool:
    """Whether the whole text fits the pattern; takes at most len(text) * len(pattern) small steps.

    A `*` is first taken for nothing; on a mismatch the last `*` takes one character more, and no earlier one
    ever needs to be looked at again.
    """
    here, there = 0, 0
    star, taken = -1, 0
    while here < len(text):
        if there < len(pattern) and pattern[there] == "*":
            star, taken = there, here
            there += 1
        elif there < len(pattern) and pattern[there] in ("?", text[here]):
            here += 1
            there += 1
        elif star >= 0:
            taken += 1
            here, there = taken, star + 1
        else:
            return False
    return not pattern[there:].strip("*")
