"""The fonts of PDFs: as they were released, and with the letters that Bookdesk says they have."""

import re
from hashlib import sha256
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from press import letters

pytestmark = pytest.mark.once

FONTS = Path(__file__).parents[2] / "press" / "fonts"


def test_the_fonts_are_those_that_were_vendored() -> None:
    listed = re.findall(r"^\| (\S+) \|.*\| ([0-9a-f]{64}) \|$", (FONTS / "VENDOR.md").read_text(), re.MULTILINE)
    assert {name: sha256((FONTS / name).read_bytes()).hexdigest() for name, _ in listed} == dict(listed)
    assert {path.name for path in FONTS.iterdir()} - dict(listed).keys() == {"VENDOR.md"}


@pytest.mark.parametrize("name", ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"])
def test_a_font_has_no_letter_that_is_said_to_be_missing(name: str) -> None:
    has = {chr(code) for code in TTFont(FONTS / name).getBestCmap()}
    assert letters.missing("".join(has)) == set()
    assert set("ĄžŐșßẞΏώЖяҐєՋ€–“”☐→−") - has - {"ẞ"} == set()
