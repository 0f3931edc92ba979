"""What the page of a rule says while it is typed: its words, the last orders, and what is not saved yet."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.desk import Desk
from tests.support.rule_pages import Page
from tests.support.rules import a_rule
from zoho_app.extensions import db
from zoho_app.rules.models import Rule

pytestmark = pytest.mark.once
NOTE = ("Add Order Note", {"content": "Mine"})


def test_another_filter_or_action_can_be_chosen_in_its_row(desk: Desk, owner: FlaskClient) -> None:
    page = Page(owner, f"{desk.address}/rules/new")
    page.press("add-filter", add_filter="shipping_country")
    page.press("add-action", filter_1_value="DE", add_action="Tag Order")
    chosen = {"filter-1-field": "order_total", "action-1": "Change Folder", "do": "look"}
    changed = page.show(owner.post(page.address, data={**page.fields, **chosen}))
    assert changed.fields["filter-1-operator"] == "=" and changed.fields["filter-1-value"] == ""
    assert "action-1-folder_id" in changed.fields and "action-1-name" not in changed.fields
    changed.press("save", filter_1_value="100", action_1_folder_id=str(desk.folder("Closed").id))
    (rule,) = db.session.scalars(select(Rule)).all()
    assert rule.filters == [{"field": "order_total", "parameter": "", "operator": "=", "value": "100"}]
    assert [kept["action"] for kept in rule.actions] == ["Change Folder"]


def test_the_last_orders_tell_which_of_them_match_as_it_is_typed(desk: Desk, owner: FlaskClient) -> None:
    for number, country in (("1001", "GB"), ("1002", "DE"), ("1003", "GB")):
        desk.order(number, shipping={"first_name": "Ada", "city": "Hull", "country": country})
    page = Page(owner, f"{desk.address}/rules/new")
    assert "Of the last 3 orders, 3 match" in page.words
    page.press("add-filter", add_filter="shipping_country")
    assert "Complete the filters" in page.words
    page.show(owner.post(page.address, data={**page.fields, "filter-1-value": "GB", "do": "look"}))
    assert "When Order is Imported , if Shipping Country is “GB” , then …" in page.words
    assert "Of the last 3 orders, 2 match" in page.words
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("#orders-of-rule li")]
    assert [row[:4] for row in rows] == ["1003", "1001", "1002"]
    assert "Shipping Country is “GB”: it is “DE”." in page.words


def test_what_differs_from_the_kept_rule_is_named_when_the_page_comes_back(desk: Desk, owner: FlaskClient) -> None:
    rule = a_rule(desk, "Order is Imported", NOTE, name="Mine")
    page = Page(owner, f"{desk.address}/rules/{rule.id}")
    assert page.unsaved == []
    page.press("add-filter", add_filter="email", name="Yours")
    assert page.unsaved == ["Name", "Filter 1"]
    page.press("remove-filter-1", name="Mine")
    assert page.unsaved == []
    page.press("remove-action-1")
    assert page.unsaved == ["1 action removed"]
