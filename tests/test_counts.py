"""A count and its noun agree, in code and in templates."""

import pytest
from flask import Flask, render_template_string

from zoho_app.counts import count_noun


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 orders"), (1, "1 order"), (2, "2 orders"), (1204, "1,204 orders")]
)
def test_a_noun_takes_its_plural_from_the_count(count: int, words: str) -> None:
    assert count_noun(count, "order") == words


def test_an_irregular_plural_is_given() -> None:
    assert count_noun(1, "try", "tries") == "1 try"
    assert count_noun(3, "try", "tries") == "3 tries"


def test_templates_count_in_the_same_words(app: Flask) -> None:
    template = '{{ n|count_noun("order") }} {{ n|agree("waits", "wait") }}'
    with app.test_request_context():
        assert render_template_string(template, n=1) == "1 order waits"
        assert render_template_string(template, n=1500) == "1,500 orders wait"
