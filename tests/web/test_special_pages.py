"""Pages that a store shows only at certain moments look right, too."""

import re
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from harness.desk import Desk
from harness.full_store import Say, as_it_is, fill, long
from tests.support.browser import Pictures, sign_in
from tests.support.look import IS_COMPLETE, UNFOLD, visiting
from tests.support.special_pages import TIMESTAMPS, Stage
from zoho_app.extensions import db
from zoho_app.web.layout import errors

pytestmark = pytest.mark.slow(80)

ROOT = Path(__file__).parents[2]
BEFORE = {
    "invitation",
    "invitation-used-up",
    "invitation-with-account",
    "invitation-of-another",
    "sign-in-waiting",
    "unlock",
}
TROUBLES = {"form-not-sent", *BEFORE, *(f"error-{code}" for code in errors.TROUBLES)}


@pytest.mark.parametrize("say", [as_it_is, long] if IS_COMPLETE else [long])
def test_every_page_of_a_moment_looks_right(
    app: Flask, desk: Desk, browser: Browser, site: str, tmp_path: Path, say: Say
) -> None:
    pictures, known = Pictures(tmp_path), fill(desk, say)
    db.session.remove()
    with visiting(browser, site, turn=2 * (say is long)) as visit:
        sign_in(visit.page, site)
        stage = Stage(visit.page, site, desk, known, say)
        for name, bring_about in TIMESTAMPS.items():
            visit.page.set_viewport_size({"width": 1280, "height": 800})
            end = bring_about(stage)
            assert re.search(f"{end}$", visit.page.url), f"{name} leads to {visit.page.url}"
            if say is long:
                visit.page.evaluate(UNFOLD)
            visit.judge(name, pictures.camera(visit.page, name) if say is as_it_is else None)
