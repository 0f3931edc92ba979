"""The letters that the fonts of PDFs have. `python -m press.letters` says them as `script/font` wants them."""

import re
import sys

# Latin, Greek, Cyrillic, Armenian, Hebrew and Georgian; punctuation, currencies, arrows and boxes.
RANGES = (
    *((0x20, 0x7E), (0xA0, 0x24F), (0x259, 0x259), (0x2BB, 0x2BC), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x52F)),
    *((0x531, 0x58F), (0x10A0, 0x10FF), (0x5D0, 0x5F4), (0x1E00, 0x1FFF), (0x2010, 0x2027), (0x2030, 0x205E)),
    *((0x20A0, 0x20BF), (0x2100, 0x214F), (0x2190, 0x21FF), (0x2212, 0x2212), (0x25A0, 0x25FF), (0x2610, 0x2612)),
    *((0x2713, 0x2718), (0xFB00, 0xFB06)),
)
OTHERS = re.compile("[^\\s{}]".format("".join(f"\\u{first:04x}-\\u{last:04x}" for first, last in RANGES)))


def missing(text: str) -> set[str]:
    """The letters of the text that a PDF can't show."""
    return set(OTHERS.findall(text))


if __name__ == "__main__":
    sys.stdout.write(",".join(f"U+{first:X}-{last:X}" for first, last in RANGES))
