"""The most common passwords of published leaks, in many languages; loaded where people choose one, not by workers."""

import re
from functools import cache
from pathlib import Path

# Additions that make a common password no harder to guess.
DRESSING = 6
LEET = str.maketrans("013457@$!", "oieastasi")


def is_one(password: str) -> bool:
    """Whether it is a common password, also repeated, or with a little or something common before or after it."""
    text = password.casefold()
    if repeated := re.fullmatch(r"(.+?)\1+", text):
        text = repeated.group(1)
    word = re.sub(r"^[^a-z]+|[^a-z]+$", "", text)
    rest = text.replace(word, "", 1) if word else text
    if _common().isdisjoint({text, text.translate(LEET), word, word.translate(LEET)}):
        return False
    return text in _common() or len(rest) <= DRESSING or rest in _common()


@cache
def _common() -> frozenset[str]:
    """Those of at least four characters."""
    return frozenset((Path(__file__).parent / "common_passwords.txt").read_text().split())
