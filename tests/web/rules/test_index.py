"""The Rule Builder's pages: everything by plain forms, without JavaScript, and nothing typed is lost."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.desk import Desk
from tests.support.guide import ACTIONS, EVENTS
from tests.support.rule_pages import Page
from zoho_app.accounts import audit
from zoho_app.extensions import db
from zoho_app.orders import events
from zoho_app.rules.models import Rule

pytestmark = pytest.mark.once


def the_rules(desk: Desk) -> list[Rule]:
    db.session.remove()
    return list(db.session.scalars(select(Rule).where(Rule.store_id == desk.store_id).order_by(Rule.position)))


def keep(desk: Desk, name: str, **more: Any) -> Rule:
    actions = [{"action": "Add Order Note", "values": {"content": name}}]
    position = len(the_rules(desk)) + 1
    rule = Rule(
        store_id=desk.store_id,
        name=name,
        event=events.ORDER_IMPORTED,
        actions=actions,
        position=position,
        **more,
    )
    db.session.add(rule)
    db.session.commit()
    return rule


def test_a_rule_is_built_by_buttons_alone_and_works(desk: Desk, owner: FlaskClient) -> None:
    closed = str(desk.folder("Closed").id)
    page = Page(owner, f"{desk.address}/rules/new")
    page.press("add-filter", event="order is imported", add_filter="shipping_country")
    page.press("add-filter", filter_1_value="GB", add_filter="item_metadata")
    page.press("add-action", filter_2_parameter="tax_id", filter_2_operator="is empty", add_action="change folder")
    page.press("add-action", action_1_folder_id=closed, add_action="Add Order Note")
    page.press("save", action_2_content="Done by a rule", name="British")

    assert "Rule “British” added." in page.words
    assert "Shipping Country is “GB” and Item Metadata “tax_id” is empty" in page.words
    assert "Change Folder: Closed , then Add Order Note: “Done by a rule”" in page.words
    order = desk.order()
    assert order.folder.name == "Closed"
    assert [note.content for note in order.notes] == ["Done by a rule"]


def test_a_rule_can_be_saved_in_one_go_and_gets_a_name_of_its_own(desk: Desk, owner: FlaskClient) -> None:
    page = Page(owner, f"{desk.address}/rules/new")
    page.press("save", event="Order is Imported", add_action="Submit Order to Zoho Books")

    (rule,) = the_rules(desk)
    assert rule.name == "Order is Imported: Submit Order to Zoho Books"
    assert [kept["action"] for kept in rule.actions] == ["Submit Order to Zoho Books"]


def test_events_and_actions_can_be_found_by_typing(desk: Desk, owner: FlaskClient) -> None:
    page = Page(owner, f"{desk.address}/rules/new")

    for box, names in (("event", EVENTS), ("add_action", ACTIONS)):
        field = page.soup.select_one(f"input[name={box}]")
        assert field is not None
        offered = {option["value"] for option in page.soup.select(f"datalist#{field['list']} option")}
        assert {name for name in offered if "zoho" in str(name).lower()} == names


def test_rows_can_be_moved_and_removed_and_everything_typed_stays(desk: Desk, owner: FlaskClient) -> None:
    page = Page(owner, f"{desk.address}/rules/new")
    page.press("add-action", name="Mine", event="Order is Imported", add_action="Tag Order")
    page.press("add-action", action_1_name="Hot", action_1_color="danger", add_action="Add Order Note")
    page.press("add-filter", action_2_content="line one\nline two", add_filter="email")
    page.press("up-action-2", filter_1_operator="ends with", filter_1_value="@example.com")

    fields = page.fields
    assert (fields["name"], fields["event"]) == ("Mine", "Order is Imported")
    assert (fields["action-1"], fields["action-1-content"]) == ("Add Order Note", "line one\nline two")
    assert (fields["action-2"], fields["action-2-name"], fields["action-2-color"]) == (
        "Tag Order",
        "Hot",
        "danger",
    )
    assert (fields["filter-1-operator"], fields["filter-1-value"]) == ("ends with", "@example.com")

    page.press("down-action-1")
    page.press("remove-action-2")
    page.press("remove-filter-1")
    assert page.fields["action-1"] == "Tag Order"
    assert "action-2" not in page.fields
    assert "filter-1-field" not in page.fields
    assert the_rules(desk) == []


def test_what_is_wrong_is_named_by_its_place_and_what_was_typed_stays(desk: Desk, owner: FlaskClient) -> None:
    page = Page(owner, f"{desk.address}/rules/new")
    page.press("add-filter", event="Order is Impotred", add_filter="order_total")
    page.press("add-filter", filter_1_value="ten", add_filter="checkout_data")
    page.press("add-filter", add_filter="date_added")
    page.press("add-action", filter_3_value="soon", add_action="Tag Order")
    page.press("add-action", action_1_name="x", add_action="Change Folder")
    page.press("save", name="Mine")

    assert page.errors == [
        "Event: there is no event “Order is Impotred”; choose one from the list.",
        "Filter 1, Value: “ten” is not a number; type one like 100 or 19.95.",
        "Filter 2, Field name: type which one you mean.",
        "Filter 3, Value: “soon” is not a date; type one like 2026-01-31.",
        "Action 2, Folder: choose a folder.",
    ]
    for link in page.soup.select(".error-summary a"):
        assert page.soup.select_one(str(link["href"])), f"{link} leads nowhere"
    assert page.fields["event"] == "Order is Impotred"
    assert page.fields["filter-1-value"] == "ten"
    assert the_rules(desk) == []


def test_an_unknown_action_is_named_and_a_rule_needs_an_action(desk: Desk, owner: FlaskClient) -> None:
    page = Page(owner, f"{desk.address}/rules/new")
    page.press("save", event="Order is Imported")
    assert page.errors == ["Actions: add at least one; find it by typing its name."]

    page.press("add-action", add_action="Bake Bread")
    assert page.errors == ["Find an action: there is no action “Bake Bread”; choose one from the list."]
    assert page.fields["add_action"] == "Bake Bread"

    page.press("save")
    assert page.errors == ["Find an action: there is no action “Bake Bread”; choose one from the list."]


def test_a_rule_whose_parts_are_gone_still_opens_and_says_so(desk: Desk, owner: FlaskClient) -> None:
    rule = keep(
        desk,
        "Old",
        filters=[{"field": "moon", "parameter": "", "operator": "is", "value": "full"}],
        enabled=False,
    )
    rule.actions = [{"action": "Bake Bread", "values": {}}]
    rule.event = "Moon is Full"
    db.session.commit()
    rule_id = rule.id

    listed = owner.get(f"{desk.address}/rules").text
    assert "Bake Bread (no longer exists)" in listed
    assert "Moon is Full</b> (no longer exists)" in listed
    page = Page(owner, f"{desk.address}/rules/{rule_id}").press("save")
    assert page.errors == [
        "Event: there is no event “Moon is Full”; choose one from the list.",
        "Filter 1: there is no filter “moon”; remove it and add another.",
        "Action 1: there is no action “Bake Bread”; remove it and add another.",
    ]


def test_a_kept_rule_is_changed(desk: Desk, owner: FlaskClient) -> None:
    rule = keep(desk, "Mine")
    page = Page(owner, f"{desk.address}/rules/{rule.id}")
    assert page.fields["action-1-content"] == "Mine"

    page.press("add-filter", add_filter="email", event="Folder is Changed")
    page.press("add-filter", add_filter="email", filter_1_value="a@example.com")
    page.press("save", match="any", filter_2_value="b@example.com", action_1_content="Changed")

    (rule,) = the_rules(desk)
    assert rule.event == "Folder is Changed"
    assert not rule.match_all
    assert rule.actions == [{"action": "Add Order Note", "values": {"content": "Changed"}}]
    assert "Email is “a@example.com” or Email is “b@example.com”" in page.words


def test_nobody_overwrites_a_rule_unknowingly(desk: Desk, owner: FlaskClient) -> None:
    address = f"{desk.address}/rules/{keep(desk, 'Mine').id}"
    mine, theirs = Page(owner, address), Page(owner, address)
    theirs.press("save", name="Theirs")

    mine.press("save", name="Also mine")
    assert mine.errors == [
        "Somebody changed this rule after you opened it. Save again to replace those changes with yours."
    ]
    assert the_rules(desk)[0].name == "Theirs"

    mine.press("save")
    assert the_rules(desk)[0].name == "Also mine"


def test_what_was_changed_by_whom_is_in_the_audit_log(desk: Desk, owner: FlaskClient) -> None:
    page = Page(owner, f"{desk.address}/rules/{keep(desk, 'Mine').id}")
    page.press("save", name="Yours")

    entry = audit.latest(desk.store_id)[0]
    assert (entry.who, entry.what) == ("owner@example.com", "Rule “Yours” saved.")
    assert entry.changes == {"name": ["Mine", "Yours"]}


def test_rules_are_moved_switched_duplicated_and_deleted(desk: Desk, owner: FlaskClient, post: Any) -> None:
    first, second = keep(desk, "First").id, keep(desk, "Second").id
    page = f"{desk.address}/rules"

    post(owner, page, f"{page}/{second}/up")
    assert [rule.name for rule in the_rules(desk)] == ["Second", "First"]
    post(owner, page, f"{page}/{second}/up")
    assert [rule.name for rule in the_rules(desk)] == ["Second", "First"]
    post(owner, page, f"{page}/{second}/down")
    assert [rule.name for rule in the_rules(desk)] == ["First", "Second"]

    post(owner, page, f"{page}/{first}/off")
    assert [rule.enabled for rule in the_rules(desk)] == [False, True]
    post(owner, page, f"{page}/{first}/on")
    assert [rule.enabled for rule in the_rules(desk)] == [True, True]

    answer = post(owner, page, f"{page}/{first}/duplicate")
    assert "Rule “Copy of First” added; it is off until you turn it on." in answer.text
    assert [(rule.name, rule.enabled) for rule in the_rules(desk)] == [
        ("First", True),
        ("Copy of First", False),
        ("Second", True),
    ]

    assert "Rule “First” deleted." in post(owner, page, f"{page}/{first}/delete").text
    assert [rule.name for rule in the_rules(desk)] == ["Copy of First", "Second"]


def test_a_new_rule_comes_last(desk: Desk, owner: FlaskClient) -> None:
    keep(desk, "First")
    page = Page(owner, f"{desk.address}/rules/new")
    page.press("save", event="Order is Imported", add_action="Submit Order to Zoho Books", name="Last")

    assert [rule.name for rule in the_rules(desk)] == ["First", "Last"]


def test_a_rule_is_tried_before_it_is_saved_and_nothing_happens(desk: Desk, owner: FlaskClient) -> None:
    order_id = desk.order("1001").id
    history = desk.history(order_id)
    page = Page(owner, f"{desk.address}/rules/new")
    page.press("add-action", event="Order is Imported", add_action="Add Order Note")
    page.press("try", action_1_content="x", order_number=str(order_id))
    assert "Would run: yes." in page.words
    assert "the rule has no filters and runs for every order" in page.words

    page.press("add-filter", add_filter="shipping_country")
    page.press("try", filter_1_value="US", order_number="1001")
    assert "Would run: no." in page.words
    assert "Does not agree – Shipping Country is “US”: it is “GB”." in page.words
    assert page.fields["filter-1-value"] == "US"

    assert desk.history(order_id) == history
    assert the_rules(desk) == []


def test_a_rule_cannot_be_tried_on_another_stores_order(desk: Desk, owner: FlaskClient) -> None:
    other = Desk.open(desk.app, "Other")
    order_id = other.order("2002").id
    keep(desk, "Mine")
    page = Page(owner, f"{desk.address}/rules/{the_rules(desk)[0].id}")

    for number in (str(order_id), "2002", "", "9" * 40, "²"):
        page.press("try", order_number=number)
        assert page.errors == [f"Order number: there is no order “{number}” in this store."]


def test_viewers_read_the_rules_and_only_owners_change_them(
    desk: Desk, viewer: FlaskClient, post: Any, sign_in: Any
) -> None:
    rule_id = keep(desk, "Mine").id
    page = f"{desk.address}/rules"

    shown = viewer.get(page)
    assert "Order is Imported" in shown.text
    assert "New Rule" not in shown.text
    for client in (viewer, sign_in("operator")):
        assert client.get(f"{page}/new").status_code == 403
        assert client.get(f"{page}/{rule_id}").status_code == 403
        assert post(client, page, f"{page}/{rule_id}/delete").status_code == 403
    assert len(the_rules(desk)) == 1


def test_a_rule_of_another_store_is_not_there(desk: Desk, owner: FlaskClient, post: Any) -> None:
    other = Desk.open(desk.app, "Other")
    rule_id = keep(other, "Foreign").id
    page = f"{desk.address}/rules"

    assert owner.get(f"{page}/{rule_id}").status_code == 404
    for action in ("", "/off", "/up", "/duplicate", "/delete"):
        assert post(owner, page, f"{page}/{rule_id}{action}").status_code == 404
    assert [rule.name for rule in the_rules(other)] == ["Foreign"]


@pytest.mark.parametrize("button", ["remove-action-9", "up-filter-1", "remove-filter-0", "dance", ""])
def test_a_button_that_is_not_there_does_nothing(desk: Desk, owner: FlaskClient, button: str) -> None:
    page = Page(owner, f"{desk.address}/rules/new")

    answer = owner.post(page.address, data={**page.fields, "name": "Kept", "do": button})

    assert answer.status_code == 200
    assert 'value="Kept"' in answer.text


def test_a_long_list_of_skus_fits_into_one_filter(desk: Desk, owner: FlaskClient) -> None:
    skus = "\r\n".join(f"SKU-{number}" for number in range(20_000)) + "\r\nBD-BAG-01"
    page = Page(owner, f"{desk.address}/rules/new")
    page.press("add-filter", event="Order is Imported", add_filter="item_code")
    page.press("add-action", filter_1_operator="is one of", filter_1_value=skus, add_action="Add Order Note")
    page.press("save", action_1_content="found")

    assert [note.content for note in desk.order().notes] == ["found"]


def test_added_filters_and_actions_have_labels(desk: Desk, owner: FlaskClient) -> None:
    page = Page(owner, f"{desk.address}/rules/new")
    page.press("add-filter", add_filter="item_metadata")
    page.press("add-action", add_action="Set Checkout Data Value")

    for one in page.soup.select("main input:not([type=hidden]), main select, main textarea"):
        label = page.soup.select_one(f"label[for='{one['id']}']")
        assert label is not None, one
        assert label.get_text(strip=True), one
