"""Adding, renaming, reordering and deleting folders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.desk import Desk
from zoho_app.extensions import db
from zoho_app.orders import folders
from zoho_app.orders.models import Folder, Order
from zoho_app.rules.models import Rule
from zoho_app.zoho_books import settings

Post = Callable[..., Any]


def names(desk: Desk) -> list[str]:
    db.session.expire_all()
    return [folder.name for folder in folders.all_of(desk.store_id)]


def text(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.text, "lxml").get_text(" ").split())


def test_a_folder_is_added_at_the_end(desk: Desk, owner: FlaskClient, post: Post) -> None:
    answer = post(owner, f"{desk.address}/folders", name="Back Order")
    assert "Folder Back Order added." in answer.text
    assert names(desk) == ["New", "Prepared", "Closed", "Canceled", "Back Order"]


@pytest.mark.parametrize("name", ["", "  ", "prepared", "x" * 101])
def test_a_name_that_is_blank_taken_or_too_long_is_refused(
    desk: Desk, owner: FlaskClient, post: Post, name: str
) -> None:
    answer = post(owner, f"{desk.address}/folders", name=name)
    assert "There is a problem" in answer.text
    assert "Name:" in answer.text
    assert len(names(desk)) == 4


def test_a_folder_is_renamed(desk: Desk, owner: FlaskClient, post: Post) -> None:
    address = f"{desk.address}/folders/{desk.folder('Prepared').id}"
    assert "Folder Prepared is now named Packing." in post(owner, address, name="Packing").text
    assert names(desk) == ["New", "Packing", "Closed", "Canceled"]
    refused = post(owner, address, name="Closed")
    assert "already a folder named Closed" in refused.text
    assert 'value="Closed"' in refused.text


def test_folders_move_up_and_down(desk: Desk, owner: FlaskClient, post: Post) -> None:
    page = f"{desk.address}/folders"
    post(owner, page, f"{page}/{desk.folder('Closed').id}/up")
    assert names(desk) == ["New", "Closed", "Prepared", "Canceled"]
    post(owner, page, f"{page}/{desk.folder('New').id}/down")
    assert names(desk) == ["Closed", "New", "Prepared", "Canceled"]


def test_a_folder_that_nothing_uses_is_deleted_without_questions(desk: Desk, owner: FlaskClient, post: Post) -> None:
    folder_id = desk.folder("Closed").id
    address = f"{desk.address}/folders/{folder_id}"
    page = BeautifulSoup(owner.get(address).text, "lxml")
    assert "no setting or rule uses it" in page.text
    hidden = page.select_one("input[name=delete-target]")
    post(owner, address, f"{address}/delete", **{"delete-target": hidden["value"]})
    assert names(desk) == ["New", "Prepared", "Canceled"]


def test_deleting_a_folder_in_use_takes_orders_settings_and_rules_to_another(
    desk: Desk, owner: FlaskClient, post: Post
) -> None:
    prepared, closed = desk.folder("Prepared").id, desk.folder("Closed").id
    settings.enable(desk.store, "owner@example.com")
    change = {"action": "Change Folder", "values": {"folder_id": str(prepared)}}
    rule = Rule(store_id=desk.store_id, name="Pack", event="Order is Imported", filters=[], actions=[change])
    db.session.add(rule)
    db.session.commit()
    rule_id, order_id = rule.id, desk.order("1001", folder_name="Prepared").id

    address = f"{desk.address}/folders/{prepared}"
    page = text(owner.get(address))
    for use in ("1 order is in it", "After Import, Move To", "Rule “Pack”"):
        assert use in page
    post(owner, address, f"{address}/delete", **{"delete-target": closed})

    db.session.remove()
    assert names(desk) == ["New", "Closed", "Canceled"]
    assert db.session.get_one(Order, order_id).folder_id == closed
    assert settings.get(desk.store_id).after_import_folder_id == closed
    assert db.session.get_one(Rule, rule_id).actions[0]["values"]["folder_id"] == str(closed)


def test_a_folder_in_use_is_not_deleted_without_a_place_for_its_orders(
    desk: Desk, owner: FlaskClient, post: Post
) -> None:
    order_id, new = desk.order().id, desk.folder("New").id
    address = f"{desk.address}/folders/{new}"
    for target in ("", str(new), "999999"):
        answer = post(owner, address, f"{address}/delete", **{"delete-target": target})
        assert "choose one of the other folders" in answer.text
    assert db.session.get_one(Order, order_id).folder_id == new


def test_the_last_folder_stays(desk: Desk, owner: FlaskClient, post: Post) -> None:
    for name in ("Prepared", "Closed", "Canceled"):
        folders.delete(desk.folder(name), None, "owner@example.com")
    db.session.commit()
    address = f"{desk.address}/folders/{desk.folder('New').id}"
    assert "The last folder can't be deleted" in text(owner.get(address))
    assert "choose one of the other folders" in post(owner, address, f"{address}/delete").text
    assert names(desk) == ["New"]


def test_only_owners_manage_folders(desk: Desk, operator: FlaskClient) -> None:
    assert operator.get(f"{desk.address}/folders").status_code == 403
    assert operator.get(f"{desk.address}/folders/{desk.folder('New').id}").status_code == 403


def test_another_stores_folder_is_not_found(desk: Desk, owner: FlaskClient) -> None:
    foreign = Desk.open(desk.app, "Other").folder("New").id
    assert owner.get(f"{desk.address}/folders/{foreign}").status_code == 404
    assert db.session.scalar(select(Folder.name).where(Folder.id == foreign)) == "New"
