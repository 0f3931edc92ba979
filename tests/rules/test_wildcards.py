"""Wildcards stand for text, and no pattern takes long."""

import time

import pytest

from zoho_app.rules.wildcards import matches


def test_no_wildcard_pattern_takes_long() -> None:
    started = time.perf_counter()

    assert not matches("a" * 5_000, "*a" * 100 + "b")

    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("text", "pattern", "fits"),
    [
        ("", "", True),
        ("", "*", True),
        ("", "?", False),
        ("abc", "abc", True),
        ("abc", "a*", True),
        ("abc", "*c", True),
        ("abc", "*b*", True),
        ("abc", "a?c", True),
        ("abc", "a?", False),
        ("abcabd", "*ab?", True),
        ("abcabd", "ab?", False),
        ("a.c", "a.c", True),
        ("abc", "a.c", False),
        ("abc", "abc**", True),
    ],
)
def test_wildcards_stand_for_any_text_or_one_character(text: str, pattern: str, fits: bool) -> None:
    assert matches(text, pattern) is fits
