"""One cleaning of text for all doors: what no keyboard has, spreadsheets' wrappers, HTML; cutting; comparing.

Letters, marks and emoji stay. Cleaning a clean text changes nothing, so that what comes out may be put back.
"""

import html
import re
import unicodedata

# Control characters, halves of surrogate pairs, what private tools use, and noncharacters: they become blanks.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Word and Excel write a line break inside a cell as U+000B; U+0085, U+2028 and U+2029 are Unicode's own.
BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Marks that nobody sees: soft hyphen, zero width, direction, byte order, tags of nothing.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff]"
)
JOINERS = re.compile("[\u200c\u200d]")
# Into emoji, and into scripts in which they change the look of a word, joiners belong.
JOINED = re.compile("[\u0600-\u200b\u200e-\U0010ffff]")
BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
DASHES = re.compile("[\u058a\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]")
MANY_BLANKS = re.compile(" {2,}")
LINE_BREAKS = re.compile("[\r\n\t]+")
WRAPPED = re.compile(r'="([^"]*(?:""[^"]*)*)"')
# What a spreadsheet would take for a number or a formula is protected by an apostrophe.
PROTECTED = re.compile(r"'(?=[-+=@]|[0-9])")
PROTECTED_NUMBER = re.compile(r"'[-+=@(]{0,2}[0-9][-+0-9 ().,/]*")
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
BREAK_TAG = re.compile(r"<(?:br ?/?|/p|/div|/li|/tr|/h[1-6])>", re.IGNORECASE)
TAG = re.compile(
    r"</?(?:a|b|br|div|em|font|h[1-6]|i|li|ol|p|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
PASSES = 3  # some shops encode twice
LATIN = "LATIN"
ELLIPSIS = "..."
# Digits and signs that look like nothing else have no script in their name.
LETTERS = ("Lu", "Ll", "Lt", "Lo", "Lm")


def clean(text: str, lines: bool = False) -> str:
    """The text without what no keyboard has, trimmed; in several lines only if `lines`."""
    text = unicodedata.normalize("NFC", BREAKS.sub("\n", text))
    if CONTROLS.search(text):
        text = MANY_BLANKS.sub(" ", CONTROLS.sub(" ", text))
    text = BLANKS.sub(" ", INVISIBLE.sub("", text))
    if not JOINED.search(text):
        text = JOINERS.sub("", text)
    text = _unprotected(text.strip())
    return text if lines else LINE_BREAKS.sub(" ", text)


def plain(text: str, lines: bool = False) -> str:
    """The clean text that HTML shows: without tags for bold type, links and the like, entities as characters.

    What only looks like HTML ("size <M>", "AT&T") stays; so does JSON.
    """
    return plain_from(text, lines)[0]


def plain_from(text: str, lines: bool = False) -> tuple[str, bool]:
    """The text as `plain` reads it, and whether something in it was HTML."""
    cleaned = shown = clean(text, lines=True)
    if cleaned[:1] not in ("{", "[") and ("<" in cleaned or "&" in cleaned):
        shown = clean(_without_html(cleaned), lines=True)
    return shown if lines else LINE_BREAKS.sub(" ", shown), shown != cleaned


def identifier(text: str) -> str:
    """A clean SKU, number, postal code or telephone number: also without an apostrophe before a digit."""
    text = clean(text)
    return PROTECTED.sub("", text, count=1) if PROTECTED.match(text) else text


def has_controls(text: str) -> bool:
    """Whether the text has characters that become blanks."""
    return CONTROLS.search(BREAKS.sub("\n", text)) is not None


def has_invisible(text: str) -> bool:
    """Whether the text has characters that nobody sees and that are left out; a mark at its beginning is none."""
    return not text.isascii() and INVISIBLE.search(text, 1) is not None


def cut(text: str, limit: int) -> str:
    """The text, or its beginning up to a word and "..." where it has more than `limit` characters."""
    if len(text) <= limit:
        return text
    room = max(limit - len(ELLIPSIS), 0)
    begin = text[:room]
    if room and not text[room].isspace():
        word = max(begin.rfind(" "), begin.rfind("\n"))
        begin = begin[:word] if word > room // 2 else begin
    return f"{begin.rstrip()}{ELLIPSIS}"[:limit]


def comparable(text: str) -> str:
    """The text as it is compared where what looks equal is equal: Unicode NFKC, one dash, single blanks, no case."""
    text = unicodedata.normalize("NFKC", DASHES.sub("-", text))
    text = DASHES.sub("-", JOINERS.sub("", INVISIBLE.sub("", CONTROLS.sub(" ", text))))
    return unicodedata.normalize("NFKC", " ".join(text.split()).casefold())


def look_alikes(text: str) -> list[str]:
    """Letters of another alphabet among Latin ones, each with its name: "А" is CYRILLIC CAPITAL LETTER A."""
    letters = {one: unicodedata.name(one, "") for one in text if unicodedata.category(one) in LETTERS}
    foreign = {one: name for one, name in letters.items() if name and not name.startswith(LATIN)}
    return [] if len(foreign) == len(letters) else [f"“{one}” is {name}" for one, name in foreign.items()]


def _unprotected(text: str) -> str:
    """Without what keeps a spreadsheet from running or rounding a text: ="0123", '0123, '+49 30 1234."""
    if (wrapped := WRAPPED.fullmatch(text)) is not None:
        return wrapped[1].replace('""', '"').strip()
    return text[1:] if PROTECTED_NUMBER.fullmatch(text) else text


def _without_html(text: str) -> str:
    for _ in range(PASSES):
        before, text = text, ENTITY.sub(lambda found: html.unescape(found[0]), text)
        text = TAG.sub("", BREAK_TAG.sub("\n", text))
        if text == before:
            break
    return text
