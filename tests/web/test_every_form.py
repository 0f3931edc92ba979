"""Every form of every page: each field has a label that is seen, and a refusal names the field and what to give."""

import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient

from harness.desk import Desk
from harness.pages import furnished
from harness.walker import fields_of

# What WTForms says by itself.
WORDS_OF_WTFORMS = re.compile(
    r"Not a valid|Invalid Choice|Invalid value|This field is required|Field must be|Number must"
)
TYPED = "input:not([type=hidden]), select, textarea"
SEEN = "input:not([type=hidden], .visually-hidden), select, textarea"
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


def test_every_field_has_a_visible_label(pages: dict[str, BeautifulSoup]) -> None:
    fields = [(path, page, one) for path, page in pages.items() for one in page.select(SEEN)]
    assert len(fields) > 200
    assert [f"{path}: {one}" for path, page, one in fields if not is_labelled(page, one)] == []


def is_labelled(page: BeautifulSoup, field: Tag) -> bool:
    """By a label that is seen; a check box of a row is named by the row's header, that of all rows by theirs, and a
    search by what stands in it.
    """
    if field.get("type") == "search" and field.find_parent(role="search") is not None and field.get("placeholder"):
        return field.has_attr("aria-label")
    if field.get("type") == "checkbox" and (row := field.find_parent("tr")) is not None:
        return row.select_one("th[scope=row]") is not None or field.has_attr("data-check-all")
    label = page.select_one(f"label[for='{field.get('id')}']") or field.find_parent("label")
    if (
        field.find_parent(class_="rule-line") is not None
    ):  # a rule reads as a sentence, which needs no labels to be seen
        return label is not None
    return label is not None and bool(seen_text(label))


def seen_text(label: Tag) -> str:
    """What the label says to those who look at it."""
    texts = (text for text in label.find_all(string=True) if not text.find_parent(class_="visually-hidden"))
    return "".join(texts).strip()
