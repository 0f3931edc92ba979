"""From bytes to text: UTF-8, UTF-16 with and without a mark, and the older encodings of Windows, ISO and Asia."""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

from zoho_app.orders.files.limits import BadFile, refuse_long

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NAMES = {
    "utf_8": "UTF-8",
    "utf_16": "UTF-16",
    "utf_32": "UTF-32",
    "cp932": "Shift_JIS",
    "gb18030": "GB18030",
    "big5": "Big5",
    "euc_jp": "EUC-JP",
    "euc_kr": "EUC-KR",
    "mac_roman": "Mac Roman",
    "koi8_r": "KOI8-R",
    **{f"cp125{number}": f"Windows-125{number}" for number in range(9)},
    **{f"iso8859_{number}": f"ISO-8859-{number}" for number in range(1, 17)},
}
WIDE = ("cp932", "gb18030")
# Of several that fit equally well the first one is taken.
NARROW = (
    *("cp1252", "iso8859_15", "cp1250", "iso8859_2", "cp1251", "cp1253", "iso8859_7", "cp1254", "iso8859_5"),
    *("koi8_r", "mac_roman", "cp1257"),
)
SAMPLE = 16_384  # bytes of lines that are not plain ASCII
SIGNS = frozenset("€£¥°²³½¼¾®©™«»„“”‘’‚‹›–—…•·¿¡ªº§×´№\u00a0")
AROUND_WORDS = "«»„“”‘’‚‹›–—…•·¿¡®™´\u00a0"
APOSTROPHE = "’"  # inside words
# How much more the others have to fit: nearly all files that are not Unicode come from Windows in the West.
RARER = {"cp1252": 0.0, "iso8859_15": 0.05, "mac_roman": 1.0}
RARE = 0.4
# The letters beyond ASCII of languages that share a script; text of one language fits into one of these.
FAMILIES = tuple(
    frozenset(letters + letters.upper())
    for letters in (
        "äöüßé",
        "éèêëàâçîïôùûœæü",
        "ñáíóúü",
        "ãõáéíóúâêôçà",
        "àèéìòù",
        "æøåéö",
        "åäöé",
        "ąćęłńóśźż",
        "áčďéěíňóřšťúůýžľĺŕôä",
        "áéíóöőúüű",
        "ăâîșțşţ",
        "çğıöşüİâîû",
        "čćđšž",
    )
)
# Windows-1252 and, where it has no character, the control character that Windows takes.
ONCE = {chr(byte): byte for byte in range(0x80, 0x100)} | {
    bytes([byte]).decode("cp1252"): byte for byte in range(0x80, 0xA0) if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
FOREIGN = re.compile(r"\w{0,40}[^\W\x00-\x7f]\w{0,40}")
FREQUENT = {"CYRILLIC": frozenset("оеаинтсрвлкмдпуя"), "GREEK": frozenset("αειοστνρκληυπωςάέήίόύώγδ")}


@dataclass(frozen=True)
class Decoded:
    """A file's text, and in which encoding it was written."""

    text: str
    encoding: str  # as people call it
    was_twice: bool = False  # encoded as UTF-8 twice: "Ã©" stood for "é"

    @property
    def guessed_by(self) -> str:
        """A word that shows whether a guess was right; "" where the bytes themselves say how they are encoded."""
        found = None if self.encoding.startswith("UTF") else FOREIGN.search(self.text)
        return found[0] if found else ""


def decode(content: bytes, encoding: str = "") -> Decoded:
    """Read bytes as text: in the encoding that a person has chosen, by their mark, as UTF-8, or as what fits best.

    Raises BadFile.
    """
    refuse_long(content)
    found = _decode(content, encoding)
    if encoding or not found.encoding.startswith("UTF"):
        return found
    once = _once(found.text)
    return found if once is None else Decoded(once, found.encoding, was_twice=True)


def _decode(content: bytes, encoding: str) -> Decoded:
    if encoding in NAMES:
        return _strictly(content, encoding)
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _strictly(content, encoding)
    if encoding := _utf_16(content):
        return _strictly(content, encoding)
    try:
        return _readable(content.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError:
        pass
    for encoding in _ranked(content):
        try:
            return _readable(content.decode(encoding), NAMES[encoding])
        except UnicodeDecodeError:
            continue
    raise _unreadable()


def _readable(text: str, encoding: str) -> Decoded:
    """Refuse what has so many control characters that it is no text in any encoding."""
    head = text[:SAMPLE]
    if sum(unicodedata.category(one) in ("Cc", "Cn", "Co") and one not in "\t\r\n\v\f" for one in head) * 20 > len(
        head
    ):
        raise _unreadable()
    return Decoded(text.replace("\x00", ""), encoding)


def _strictly(content: bytes, encoding: str) -> Decoded:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unreadable() from error
    name = "UTF-8" if encoding == "utf-8-sig" else encoding.upper()[:6]
    return Decoded(text.removeprefix("\ufeff"), NAMES.get(encoding, name))


def _once(text: str) -> str | None:
    """The text that was taken for Windows-1252 when it was UTF-8 already; None where it was not.

    All letters beyond ASCII have to come out as UTF-8, which no text in any language does by chance.
    """
    if text.isascii():
        return None
    try:
        return bytes(ONCE.get(one) or one.encode("ascii")[0] for one in text).decode("utf-8")
    except UnicodeError:
        return None


def _unreadable() -> BadFile:
    return BadFile("The file is not readable text. Save it as CSV in UTF-8 and try again.")


def _utf_16(content: bytes) -> str:
    """UTF-16 without a mark has a zero in every other byte of ASCII text."""
    head = content[:4_096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 3 < len(head) or min(even, odd) * 10 > len(head):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _ranked(content: bytes) -> list[str]:
    """The encodings that may have written this, the likeliest first."""
    sample = _telling_lines(content)
    wide = [encoding for encoding in WIDE if _is_asian(sample, encoding)]
    if len(wide) > 1:
        best = from_bytes(sample, cp_isolation=wide, language_threshold=0.0).best()
        wide.sort(key=lambda encoding: best is None or best.encoding != encoding)
    return [*wide, *sorted(NARROW, key=lambda one: _penalty(sample, one) + RARER.get(one, RARE))]


def _telling_lines(content: bytes) -> bytes:
    """The lines that are not plain ASCII, as far as a sample needs them."""
    lines, length = [], 0
    for line in content.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line[:SAMPLE])
            length += len(lines[-1])
        if length > SAMPLE:
            break
    return b"".join(lines)


def _is_asian(sample: bytes, encoding: str) -> bool:
    """Whether it reads as Chinese or Japanese: nearly all beyond ASCII are signs that are often used there."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return False
    foreign = [character for character in text if not character.isascii()]
    if any((a + c).isascii() and (a + c).isalpha() and not b.isascii() for a, b, c in _triples(text)):
        return False  # a sign in the middle of a Latin word
    return sum(_is_often_used(one, encoding) for one in foreign) * 10 >= len(foreign) * 8


def _triples(text: str) -> Iterator[tuple[str, str, str]]:
    return zip(text, text[1:], text[2:], strict=False)


def _is_often_used(character: str, encoding: str) -> bool:
    """Both encodings begin with the signs that are used most, ordered by sound."""
    written = character.encode(encoding)
    if len(written) != 2:
        return False
    first, last = (0x81, 0x98) if encoding == "cp932" else (0xA1, 0xD7)
    return first <= written[0] <= last and not 0xAA <= written[0] < 0xB0


def _penalty(sample: bytes, encoding: str) -> float:
    """How unlikely this reading is: signs and scripts mixed within words, odd capitals, letters of many languages."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return float("inf")
    words = _words(text)
    odd = sum(not (one.isascii() or one.isalpha() or one in SIGNS) for one in text)
    foreign = {one for one in text if not one.isascii() and one.isalpha() and one not in SIGNS}
    return 2 * odd + sum(map(_strange, words)) + (0 if any(foreign <= family for family in FAMILIES) else 0.3)


def _words(text: str) -> list[str]:
    """What stands between ASCII signs and blanks, where it has letters beyond ASCII."""
    spaced = "".join(
        character if character.isalpha() or not (character.isascii() or character == APOSTROPHE) else " "
        for character in text
    )
    words = (word.strip(AROUND_WORDS) for word in spaced.split())
    return [word for word in words if not word.isascii() and len(word) > 1]


def _strange(word: str) -> float:
    letters = [one for one in word if one.isalpha() and one not in SIGNS]
    if not letters:
        return 0
    scripts = {unicodedata.name(one, "?").split(" ")[0] for one in letters}
    capitals = sum(after.isupper() and before.islower() for before, after in zip(letters, letters[1:], strict=False))
    return 3 * (len(word) - len(letters)) + 3 * (len(scripts) - 1) + capitals + _foreign(letters, scripts)


def _foreign(letters: list[str], scripts: set[str]) -> float:
    """From 0, the letters of one language, to 0.5, what no language uses so."""
    for script, frequent in FREQUENT.items():
        if scripts == {script}:
            return 0.5 * sum(one.casefold() not in frequent for one in letters) / len(letters)
    beyond = {one for one in letters if not one.isascii()}
    return 0 if any(beyond <= family for family in FAMILIES) else 0.5
