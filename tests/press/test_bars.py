"""Bar codes, compared with the standard's own table of Code 128."""

import pytest

from press import bars

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        # Start C, 10, 01, check digit (105 + 1 * 10 + 2 * 1) mod 103 = 14, stop
        ("1001", "11010011100 11001000100 11001101100 10011001110 1100011101011"),
        # Start B, A = 33, minus = 13, a = 65, check digit (104 + 33 + 2 * 13 + 3 * 65) mod 103 = 49, stop
        ("A-a", "11010010000 10100011000 10011011100 10010110000 11010001110 1100011101011"),
    ],
)
def test_the_bars_are_those_of_code_128(text: str, signs: str) -> None:
    assert bars.modules(text) == signs.replace(" ", "")


def test_the_drawing_has_the_same_bars_with_white_on_either_side() -> None:
    drawn = bars.svg("1001", "1001")
    width = 10 + len(bars.modules("1001")) + 10
    assert f'viewBox="0 0 {width} 1"' in drawn
    assert 'd="M10 0h2v1h-2zM13 0h1v1h-1zM16 0h3v1h-3z' in drawn


@pytest.mark.parametrize(
    ("text", "can"), [("SH-1001/a", True), ("№ 7", False), ("Größe", False), ("", False), ("9" * 31, False)]
)
def test_what_code_128_has_no_sign_for_is_not_drawn(text: str, can: bool) -> None:
    assert bars.is_possible(text) is can


def test_a_long_number_is_drawn_finer_so_that_it_fits_half_a_page() -> None:
    assert bars.width_mm("1001") == pytest.approx((10 + 57 + 10) * 0.33)
    assert bars.width_mm("X" * 30) == 88
