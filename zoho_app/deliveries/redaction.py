"""Remove secrets from a receiver's answer, which may repeat what it was sent."""

import re
from collections.abc import Iterator
from urllib.parse import unquote_plus, urlsplit

from zoho_app import masks
from zoho_app.masks import BLANK

# Shorter values of an address name something rather than open it, and stand in many a sentence.
SHORTEST = 4
_BEARER = re.compile(r"\b(Bearer)\s+[^\s\"'<>,;]+", re.IGNORECASE)
# 256 bits as we write them, an API key of ours among them: only their hashes are kept, so each is taken for one.
_API_KEY = re.compile(r"(?<![\w-])(?:bdk_)?[\w-]{43}(?![\w-])")
_NAMED = re.compile(
    r"((?:key|token|secret|password|signature)[\"']?\s{0,3}[=:]\s{0,3}[\"']?)(?!\[secret\])[^\s\"'<>,;&{}]+",
    re.IGNORECASE,
)


def blanked(text: str, url: str, *secrets: str) -> str:
    """The text without the secrets: those given, those in the address that was asked, and what is named as one."""
    for secret in sorted({*_in_address(url), *_ours(*secrets)}, key=len, reverse=True):
        text = re.sub(re.escape(secret), BLANK, text, flags=re.IGNORECASE)
    text = _API_KEY.sub(BLANK, text)
    return _NAMED.sub(rf"\1{BLANK}", _BEARER.sub(rf"\1 {BLANK}", masks.in_text(text)))


def _in_address(url: str) -> Iterator[str]:
    """The values of its query, and the parts of its path that look like a secret; as written, and as meant."""
    parts = urlsplit(url)
    for pair in parts.query.split("&"):
        value = pair.partition("=")[2] or pair
        yield from (one for one in (value, unquote_plus(value)) if len(one) >= SHORTEST)
    yield from masks.secret_parts(url)


def _ours(*secrets: str) -> Iterator[str]:
    """A signing secret is repeated with its mark, or without."""
    for secret in filter(None, secrets):
        yield from (secret, secret.removeprefix("whsec_"))
