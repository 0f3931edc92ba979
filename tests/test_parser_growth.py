"""What is read from outside takes time that grows with its length, never with the square of it."""

import re
from pathlib import Path

import pytest
from flask import Flask

from harness.parsers import BOUND, COVERED, LONGER, NOT_FROM_OUTSIDE, PARSERS, growth
from harness.troubling_texts import KINDS
from zoho_app.orders.files import limits, reader
from zoho_app.orders.input import pairs
from zoho_app.rules.wildcards import matches

pytestmark = pytest.mark.once

HOUSE = Path(__file__).parents[1] / "zoho_app"
SHORT = 12_500  # characters; script/bench parsers takes twenty times as many
LEAST = 0.02  # seconds


@pytest.mark.parametrize("kind", KINDS)
def test_no_parsers_time_grows_faster_than_its_text(app: Flask, kind: str) -> None:
    short, long = KINDS[kind](SHORT), KINDS[kind](SHORT * LONGER)
    found = {name: growth(app, parser, short, long, LEAST) for name, parser in PARSERS.items()}
    assert {name: grown for name, grown in found.items() if grown[1] > BOUND} == {}


def test_every_file_that_uses_regular_expressions_is_measured_or_named() -> None:
    using = {
        path.relative_to(HOUSE).as_posix()
        for path in HOUSE.rglob("*.py")
        if re.search(r"^import re$", path.read_text(), re.MULTILINE) and "sandbox" not in path.parts
    }
    assert using == COVERED | NOT_FROM_OUTSIDE


def test_the_measure_tells_a_slow_parser_from_a_quick_one(app: Flask) -> None:
    def slow(text: str) -> None:
        re.fullmatch(r'"(.*=.*)"\s*=(.*)', text)

    short, long = ("".join(['"', "=" * length, "!"]) for length in (1_000, 8_000))
    assert growth(app, slow, short, long, LEAST)[1] > BOUND


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('"a=b" = c', {"a=b": "c"}),
        ('"a=b" = x" = y', {"a=b": 'x" = y'}),
        ('"a" = b" = c', {'a" = b': "c"}),
        ('"a = b', {'"a': "b"}),
        ('"=" = 1', {"=": "1"}),
    ],
)
def test_names_with_an_equals_sign_stand_in_quotation_marks(text: str, names: dict[str, str]) -> None:
    assert pairs.parse(text, "Metadata") == names
    assert pairs.parse(pairs.show(names), "Metadata") == names


@pytest.mark.parametrize(
    ("text", "pattern", "fits"),
    [
        ("abcabd", "*ab?", True),
        ("abcabd", "*b?a*", True),
        ("abcabd", "a*b*d", True),
        ("ab", "ab*ab", False),
        ("aba", "ab*ba", False),
        ("abxba", "ab*?*ba", True),
        ("abba", "ab*?*ba", False),
        ("xaabx", "*a?b*", True),
        ("xa\nbx", "*a?b*", True),
        ("", "*", True),
        ("", "?", False),
        ("aXbXc", "*?b?*", True),
    ],
)
def test_wildcards_find_what_they_stand_for(text: str, pattern: str, fits: bool) -> None:
    assert matches(text, pattern) is fits


def test_a_file_of_too_many_or_too_long_columns_is_refused_in_words() -> None:
    for header, words in (
        ("SKU," + ",".join(f"c{n}" for n in range(60_000)), "Line 1 has 60,001 columns; at most 1,000 are read."),
        ("SKU," + "x" * 400, "Line 1: the title of column 2 is too long; at most 300 characters."),
    ):
        with pytest.raises(limits.BadFile, match=re.escape(words)):
            reader.parse(f"{header}\nA\n")


def test_an_order_that_contradicts_itself_everywhere_says_so_briefly() -> None:
    text = "Order Number,SKU,Comment,Customer Company\n1,A,,x\n" + f"1,A,,{'y' * 1_000}\n" * 900
    (order,) = reader.parse(text.replace("Comment", "Email")).orders
    assert len(order.errors) <= limits.MOST_ERRORS
    assert max(len(str(error)) for error in order.errors) < 200
