"""Passwords: how they are kept (argon2id) and checked, and which are refused as too easy to guess."""

import re
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 256
# What a common password may be dressed up with and is still as easily guessed.
DRESSING = 6
ROWS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)
LEET = str.maketrans("013457@$!", "oieastasi")
OURS = ("bookdesk", "zohobooks", "zoho")

# OWASP's Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_password(password: str) -> str:
    """The text to keep instead of the password."""
    return _hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; takes as long when there is no hash, so that nobody learns who exists."""
    try:
        _hasher.verify(password_hash or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(password_hash)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")


def problem(password: str, email: str) -> str | None:
    """Why this password can't be taken, in words for the person, or None."""
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters; this password has {len(password)}."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters; this password has {len(password)}."
    name = email.split("@")[0]
    if _is_guessable(password.casefold(), {email.casefold(), name.casefold(), *OURS}):
        return "This password is too easy to guess. Take several words that have nothing to do with each other."
    return None


def _is_guessable(password: str, own_words: set[str]) -> bool:
    if repeated := re.fullmatch(r"(.+?)\1+", password):
        unit = repeated.group(1)
        return len(unit) <= DRESSING or _is_guessable(unit, own_words) or _is_row(unit)
    return _is_row(password) or _is_known(password, own_words)


def _is_row(text: str) -> bool:
    return any(text in row or text in row[::-1] for row in ROWS)


def _is_known(text: str, own_words: set[str]) -> bool:
    """Whether the text is a common password, or one with a little or something common before or after it."""
    known = _common() | own_words
    word = re.sub(r"^[^a-z]+|[^a-z]+$", "", text)
    rest = text.replace(word, "", 1) if word else text
    if known.isdisjoint({text, text.translate(LEET), word, word.translate(LEET)}):
        return False
    return text in known or len(rest) <= DRESSING or rest in known or _is_row(rest)


@cache
def _common() -> frozenset[str]:
    """The most common passwords of published leaks, without those of under four characters."""
    return frozenset((Path(__file__).parent / "common_passwords.txt").read_text().split())
