"""Keep secrets and forged lines out of the log."""

import json
import re
from collections.abc import Iterable

LEFT_OUT = "[left out]"
# Shorter ones would be found in innocent words.
SHORTEST_SECRET = 8

# Longer texts are cut: nobody reads on, and none must take long to look through.
LONGEST_TEXT = 20_000

_NAMES = r"password|passphrase|secret|token|api[_-]?key|authorization|cookie"
_SECRET_NAME = re.compile(_NAMES, re.IGNORECASE)
_PATTERNS = (
    # Links that act for whoever has them, and the address of an uploaded file.
    (re.compile(r"/(set-up|invitation|unlock|confirm|stop|import)/[^\s/?\"'<>]+"), rf"/\1/{LEFT_OUT}"),
    # User and password of an address, and what stands behind its question mark.
    (re.compile(r"\b([a-z][a-z0-9+.-]{0,20}://)[^\s/@\"'<>]*@", re.IGNORECASE), rf"\1{LEFT_OUT}@"),
    (re.compile(r"\b(https?://[^\s?\"'<>]+)\?[^\s\"'<>]*", re.IGNORECASE), rf"\1?{LEFT_OUT}"),
    (re.compile(r"\b(bearer|zoho-oauthtoken)\s+[\w.~+/=-]+", re.IGNORECASE), rf"\1 {LEFT_OUT}"),
    (re.compile(rf"\b(\w{{0,40}}(?:{_NAMES})['\"]?\s?[=:]\s?['\"]?)[^\s'\"&,;)]+", re.IGNORECASE), rf"\1{LEFT_OUT}"),
    # PostgreSQL repeats there what a row holds.
    (re.compile(r"^DETAIL:.*$", re.MULTILINE), f"DETAIL: {LEFT_OUT}"),
)
_known: set[str] = set()


def know(secrets: Iterable[str]) -> None:
    """Take these texts out of everything that is logged by this process from now on."""
    _known.update(secret for secret in secrets if len(secret) >= SHORTEST_SECRET)


def redact(text: str) -> str:
    """The text without what is, or looks like, a secret."""
    text = text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
    for secret in _known:
        text = text.replace(secret, LEFT_OUT)
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


def field(name: str, value: object) -> object:
    """The value of a field as it may be logged."""
    if value is None or isinstance(value, bool | int | float):
        return value
    return LEFT_OUT if _SECRET_NAME.search(name) else redact(str(value))


def visible(text: str) -> str:
    """The text with line ends and everything else that can't be seen spelled out, so that it stays in its line."""
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


def one_line(value: object) -> str:
    """A value as a line of text shows it: in quotation marks unless it is a plain word."""
    text = "" if value is None else str(value)
    plain = re.fullmatch(r"[\w.@:/+<>*()-]+", text)
    return text if plain else json.dumps(visible(text), ensure_ascii=False)
