"""Every form of every page: what is refused says so by the name of the field and what to give."""

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from tests.support import Desk
from tests.test_every_page import furnished
from tests.walker import fields_of

# What WTForms says by itself.
WORDS_OF_WTFORMS = re.compile(
    r"Not a valid|Invalid Choice|Invalid value|This field is required|Field must be|Number must"
)
TYPED = "input:not([type=hidden]), select, textarea"
# Forms that make the store another one for all that follow: they are about leaving, not about typing.
LEFT_OUT = ("/sign-out", "/enable", "/remove", "/delete")


@pytest.fixture
def pages(app: Flask, desk: Desk, owner: FlaskClient) -> dict[str, BeautifulSoup]:
    """Every page of a full store, by its address."""
    paths = furnished(app, desk, "full").values()
    return {path: BeautifulSoup(owner.get(path, follow_redirects=True).text, "lxml") for path in paths}


def forms(pages: dict[str, BeautifulSoup]) -> Iterator[tuple[str, dict[str, str], set[str]]]:
    """Where each form leads that something is typed into, what it would send, and which of that is typed."""
    seen = set()
    for path, page in pages.items():
        for form in page.select("form[method=post]"):
            address = str(form.get("action") or path)
            typed = {str(one["name"]) for one in form.select(TYPED) if one.get("name")}
            if typed and not address.endswith(LEFT_OUT) and (address, *sorted(typed)) not in seen:
                seen.add((address, *sorted(typed)))
                yield address, fields_of(form), typed


def test_no_refusal_is_in_the_words_of_wtforms(pages: dict[str, BeautifulSoup], owner: FlaskClient) -> None:
    sendable = list(forms(pages))
    assert len(sendable) > 20
    wrong = []
    for nonsense in ("", "no such value", "-1"):
        for address, fields, typed in sendable:
            answer = owner.post(address, data=fields | dict.fromkeys(typed, nonsense), follow_redirects=True)
            wrong += [f"{address}, “{nonsense}”: {words}" for words in WORDS_OF_WTFORMS.findall(answer.text)]
    assert wrong == []
