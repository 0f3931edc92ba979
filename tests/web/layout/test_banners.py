"""Whatever is wrong with a store, a page says one thing at its top."""

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from harness.desk import Desk
from harness.pages import furnished


@pytest.mark.parametrize("state", ["empty", "trouble"])
def test_a_page_has_at_most_one_banner(app: Flask, desk: Desk, owner: FlaskClient, state: str) -> None:
    counts = {
        path: len(BeautifulSoup(owner.get(path, follow_redirects=True).text, "lxml").select(".banner"))
        for path in furnished(app, desk, state).values()
    }
    assert {path: count for path, count in counts.items() if count > 1} == {}
