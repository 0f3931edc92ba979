"""Two tabs, or two people, with the same form: neither overwrites what the other has saved without knowing of it."""

import pytest
from flask.testing import FlaskClient

from harness.desk import Desk
from harness.full_store import fill
from harness.walker import Walker
from zoho_app.extensions import db

# The page, the label under which both type, the button, and what the page calls the thing.
FORMS = (
    ("inventory/{inventory_item_id}", "Name", "Save item", "this item"),
    ("folders/{folder_id}", "Name", "Save name", "this folder"),
    ("channels/{channel_id}", "Source name", "Save sales channel", "this sales channel"),
    ("views/{view_id}", "Name", "Save view", "this view"),
    ("rules/{rule_id}", "Name", "Save rule", "this rule"),
    ("alerts", "Failures that open an alert", "Save alert settings", "the settings on this page"),
    ("settings", "Store name", "Save settings", "the settings on this page"),
)


@pytest.mark.parametrize(("page", "label", "button", "what"), FORMS)
def test_what_another_tab_has_saved_is_not_overwritten_unseen(
    desk: Desk, owner: FlaskClient, page: str, label: str, button: str, what: str
) -> None:
    path = f"/{page.format(**fill(desk))}"
    db.session.remove()
    first, second = (Walker(owner, desk.address).open(path) for _ in range(2))
    first.type(label, "11").press(button)
    second.type(label, "22").press(button)
    second.see(f"Somebody changed {what} after you opened it. Save again to replace those changes with yours.")
    assert second.value(label) == "22"
    assert Walker(owner, desk.address).open(path).value(label) == "11"
    second.press(button)
    assert Walker(owner, desk.address).open(path).value(label) == "22"


@pytest.mark.parametrize(("page", "label", "button", "what"), FORMS)
def test_saving_twice_after_one_another_in_one_tab_is_nobody_elses_change(
    desk: Desk, owner: FlaskClient, page: str, label: str, button: str, what: str
) -> None:
    path = f"/{page.format(**fill(desk))}"
    tab = Walker(owner, desk.address)
    for typed in ("11", "22"):
        tab.open(path).type(label, typed).press(button)
        assert "Somebody changed" not in tab.words
    assert tab.open(path).value(label) == "22"
