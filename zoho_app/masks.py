"""How a web address is shown to people: host and path stay, possible secrets are hidden.

An address may hold a secret in its query, before its host, or as a part of its path (Slack, Discord, Zapier). This is
the only place that decides; pages, files, the audit log and histories show addresses by these functions.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

BLANK = "[secret]"
UNREADABLE = "an address that can't be read"
# A part of a path as long as this is a secret, unless it is made of words.
LONG = 16
_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]{0,20}://[^\s\"'<>]+", re.IGNORECASE)
_WORDS = re.compile(r"[A-Za-z]{1,15}([-_.][A-Za-z]{1,15})*")
_MIXED = re.compile(r"(?=.*[A-Za-z])(?=.*[0-9]).{7,}")
_MARKS = (":", "=", "@")


def shown(url: str) -> str:
    """The address as everybody may see it; "" when there is none."""
    if not url:
        return ""
    parts = _split(url)
    if parts is None:
        return UNREADABLE
    path = "/".join(BLANK if is_secret(part) else part for part in parts.path.split("/"))
    user, _, host = parts.netloc.rpartition("@")
    return "".join(
        (
            *(parts.scheme, "://", f"{BLANK}@" if user else "", host, path),
            *(f"?{BLANK}" if parts.query else "", f"#{BLANK}" if parts.fragment else ""),
        )
    )


def in_text(text: str) -> str:
    """The text with each web address in it as it may be shown."""
    return _ADDRESS.sub(lambda found: shown(found.group()), text) if "://" in text else text


def in_values(value: Any) -> Any:
    """The same for every text in a value of lists and dictionaries, as JSON has them."""
    if isinstance(value, str):
        return in_text(value)
    if isinstance(value, dict):
        return {name: in_values(one) for name, one in value.items()}
    return [in_values(one) for one in value] if isinstance(value, list | tuple) else value


def host_of(url: str) -> str:
    """The host of an address, for people."""
    try:
        return urlsplit(url).hostname or "an address without a host"
    except ValueError:
        return UNREADABLE


def secret_parts(url: str) -> Iterator[str]:
    """The parts of its path that look like a secret; as written, and as meant."""
    parts = _split(url)
    for part in parts.path.split("/") if parts else ():
        if is_secret(part):
            yield from (part, unquote(part))


def is_secret(part: str) -> bool:
    """Whether a part of a path looks like a token rather than like words."""
    meant = unquote(part)
    if any(mark in meant for mark in _MARKS):
        return True
    return bool(_MIXED.fullmatch(meant)) or (len(meant) >= LONG and not _WORDS.fullmatch(meant))


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        return parts if parts.scheme and parts.hostname else None
    except ValueError:
        return None
