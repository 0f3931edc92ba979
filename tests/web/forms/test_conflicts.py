"""Two tabs, or two people, with the same form: neither overwrites what the other has saved without knowing of it."""

import pytest
from flask.testing import FlaskClient

from harness.desk import Desk
from harness.full_store import fill
from harness.walker import Walker
from zoho_app.extensions import db

HOOK, BOOKS = "https://example.com/22", "integrations/zoho-books"
# The page, the label under which both type, the button, and what the page calls the thing.
FORMS = (
    ("inventory/{inventory_item_id}", "Name", "Save item", "this item"),
    ("folders/{folder_id}", "Name", "Save name", "this folder"),
    ("channels/{channel_id}", "Source name", "Save sales channel", "this sales channel"),
    ("views/{view_id}", "Name", "Save view", "this view"),
    ("rules/{rule_id}", "Name", "Save rule", "this rule"),
    ("alerts", "Failures that open an alert", "Save alert settings", "the settings on this page"),
    ("settings", "Store name", "Save settings", "the settings on this page"),
    ("privacy", "Activity", "Save", "these settings"),
    (BOOKS, "Gift Message Field", "Save settings", "the settings on this page"),
)
# The page, what one types, and what another person types under another label, with the button.
APART = (
    ("inventory/{inventory_item_id}", ("Name", "11"), ("Location", "22"), "Save item"),
    ("inventory/{inventory_item_id}", ("Price", "11.00"), ("Metadata", "tax_id = 7"), "Save item"),
    (
        "channels/{channel_id}",
        ("Source name", "11"),
        ("Webhook address", HOOK),
        "Save sales channel",
    ),
    (
        "alerts",
        ("Failures that open an alert", "11"),
        ("Webhook address", HOOK),
        "Save alert settings",
    ),
    ("settings", ("Store name", "11"), ("Time zone", "Europe/Berlin"), "Save settings"),
    ("privacy", ("Activity", "11"), ("Messages", "22"), "Save"),
    (
        BOOKS,
        ("Product Code Skip", "11\n22"),
        ("If Canceled, Move To", "Prepared"),
        "Save settings",
    ),
    ("rules/{rule_id}", ("Name", "11"), ("Event", "Folder is Changed"), "Save rule"),
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
    second.see(f"{label}: both of you changed it. The form keeps what you typed; saved is 11")
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


@pytest.mark.parametrize(("page", "mine", "theirs", "button"), APART)
def test_what_another_tab_has_saved_elsewhere_is_shown_as_it_is_now_and_kept(
    desk: Desk, owner: FlaskClient, page: str, mine: tuple[str, str], theirs: tuple[str, str], button: str
) -> None:
    path = f"/{page.format(**fill(desk))}"
    db.session.remove()
    first, second = (Walker(owner, desk.address).open(path) for _ in range(2))
    first.type(*theirs).press(button)
    now = Walker(owner, desk.address).open(path).value(theirs[0])
    second.type(*mine).press(button)
    second.see(f"{theirs[0]}: the form shows what is saved now")
    assert (second.value(mine[0]), second.value(theirs[0])) == (mine[1], now)
    second.press(button)
    third = Walker(owner, desk.address).open(path)
    assert (third.value(mine[0]), third.value(theirs[0])) == (mine[1], now)
