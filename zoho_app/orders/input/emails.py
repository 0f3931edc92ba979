"""What shops put into the field for the e-mail address: several, with a name, or none at all."""

import re
from email.utils import parseaddr
from typing import NamedTuple

from zoho_app.orders.input import text as texts

NONE = (
    "n/a",
    "na",
    "n.a.",
    "none",
    "no",
    "null",
    "nil",
    "-",
    "--",
    "---",
    ".",
    "x",
    "0",
    "undefined",
    "unknown",
    "no email",
    "noemail",
    "not available",
    "not provided",
    "keine",
    "entfällt",
    "aucun",
    "ninguno",
)
SEPARATORS = re.compile(r"[;,\s|/]+")
NAMED = re.compile(r"<([^<>@\s]{1,64}@[^<>@\s]{1,255})>")
LONGEST = 254


class Email(NamedTuple):
    """An address as it is kept, and what was done to read it, "" when it was plain."""

    address: str
    repair: str = ""


def read(text: str) -> Email:
    """The first address in a text, or "" where it says that there is none; an odd one is kept as it is."""
    text = texts.clean(text).removeprefix("mailto:")
    if not text or text.casefold() in NONE:
        return Email("", f"“{text}” is no address; it was left blank" if text else "")
    if may_be(text) and not problem(text):
        return Email(text)
    found = [part for part in _parts(text) if may_be(part) and not _has_odd_characters(part)]
    good = [part for part in found if not problem(part)] or found
    if not good:
        return Email("", f"“{texts.cut(text, LONGEST)}” is no address; it was left blank")
    if good[0] == text:
        return Email(text, f"“{text}” {problem(text)}; it was kept as it is")
    return Email(good[0], f"“{texts.cut(text, LONGEST)}” was read as {good[0]}")


def may_be(text: str) -> bool:
    """Whether the text has the parts of an address."""
    before, at, after = text.rpartition("@")
    return bool(before and at and after and len(text) <= LONGEST and not any(map(str.isspace, text)))


def _has_odd_characters(address: str) -> bool:
    before, _, host = address.rpartition("@")
    return "@" in before or any(one in '<>()[]{},;:\\"' or one.isspace() for one in f"{before}{host}")


def problem(address: str) -> str:
    """Why nothing can be sent to an address, to go after it in a sentence; "" where nothing is wrong."""
    if not address:
        return ""
    before, _, host = address.rpartition("@")
    if not before or not host:
        return "is no e-mail address"
    if any(one in '<>()[],;:\\"' or one.isspace() for one in before) or "@" in before:
        return "has a character that an e-mail address can't have"
    labels = host.split(".")
    if len(labels) < 2 or not all(labels) or len(labels[-1]) < 2:
        return "has no whole domain after the @, such as example.com"
    if not all(one.isalnum() or one in "-." for one in host):
        return "has a character that a domain can't have"
    return ""


def _parts(text: str) -> list[str]:
    named = NAMED.findall(text)
    name, address = parseaddr(text) if len(text) <= LONGEST else ("", "")
    plain = [part.strip("<>\"'(){}[].,;:") for part in SEPARATORS.split(text)]
    return [part for part in (*named, address if name else "", *plain) if part]
