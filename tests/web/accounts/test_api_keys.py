"""API keys: made, shown once, used, and revoked by an owner."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from freezegun import freeze_time
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from harness.desk import Desk, order_data
from harness.statements import statements
from harness.walker import Walker
from zoho_app.accounts import api_keys
from zoho_app.accounts.models import ApiKey
from zoho_app.extensions import db

PAGE = "/settings/api-keys"


def ask(desk: Desk, key: str, method: str = "GET", path: str = "/test") -> TestResponse:
    headers = {"ORDERDESK-STORE-ID": str(desk.store_id), "ORDERDESK-API-KEY": key}
    return desk.app.test_client().open(f"/api/v2{path}", method=method, headers=headers, json=order_data())


def make(walker: Walker, name: str, scope: str = "Read and change") -> str:
    walker.open(PAGE).type("Name", name).check(scope).press("Make a key")
    return str(walker.soup.select_one("#api-key").text)


def rows(walker: Walker) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in walker.soup.select("tbody tr")]


def test_each_program_has_a_key_of_its_own_that_is_shown_once_and_works_until_it_is_revoked(
    desk: Desk, walker: Walker
) -> None:
    walker.open("/settings").click("API keys").see("No program can use this store's API")
    shop, warehouse = make(walker, "Shop"), make(walker, " Warehouse ")
    assert walker.see("Copy the key “Warehouse” now.") and warehouse != shop
    assert [ask(desk, key).status_code for key in (warehouse, shop)] == [200, 200]
    walker.open(PAGE)
    assert warehouse not in str(walker.soup) and shop not in str(walker.soup)
    assert rows(walker)[1].startswith(f"Warehouse Read and change {warehouse[-4:]}")
    walker.press("Revoke the key").see("The API key “Warehouse” was revoked. It no longer works.")
    assert [ask(desk, key).status_code for key in (warehouse, shop)] == [401, 200]
    shown, revoked = rows(walker)
    assert shown.startswith("Shop") and revoked.startswith(f"Warehouse {warehouse[-4:]}")
    assert revoked.endswith("owner@example.com")
    hashes = db.session.scalars(select(ApiKey.key_hash)).all()
    assert not {warehouse, shop} & set(hashes) and {len(one) for one in hashes} == {64}


def test_a_read_only_key_changes_nothing(desk: Desk, walker: Walker) -> None:
    key, order_id = make(walker, "Reports", "Read only"), desk.order("7").id
    assert ask(desk, key, path=f"/orders/{order_id}").json["order"]["source_id"] == "7"
    for method, path in (("POST", "/orders"), ("PUT", f"/orders/{order_id}"), ("DELETE", f"/orders/{order_id}")):
        answer = ask(desk, key, method, path)
        assert (answer.status_code, answer.json["status"]) == (403, "error")
        assert answer.json["message"] == "This API key may only read. Use a key that may change things, too."
    assert ask(desk, key, path="/orders").json["total_records"] == 1


@pytest.mark.parametrize(
    ("name", "scope", "problem"),
    [
        ("", "full", "Name: give the key a name."),
        ("\u00a0", "full", "Name: give a name of 1 to 100 characters"),
        ("x" * 101, "full", "Name: give a name of 1 to 100 characters"),
        ("WAREHOUSE", "full", "Name: there is a key “WAREHOUSE” already."),
        ("Shop", "everything", "Access: choose one from the list."),
    ],
)
def test_a_key_that_can_not_be_made_says_why(desk: Desk, walker: Walker, name: str, scope: str, problem: str) -> None:
    make(walker, "Warehouse")
    data = {"name": name, "scope": scope, "csrf_token": walker.token}
    answer = walker.client.post(f"{desk.address}{PAGE}", data=data)
    assert problem in answer.text and 'id="api-key"' not in answer.text
    assert db.session.scalar(select(func.count()).select_from(ApiKey)) == 1


def test_a_store_has_at_most_twenty_keys_at_once(desk: Desk, walker: Walker) -> None:
    for number in range(20):
        api_keys.new(desk.store_id, f"Key {number}", api_keys.FULL)
    db.session.commit()
    walker.open(PAGE).type("Name", "One more").press("Make a key").see("This store has 20 keys, which is the most.")
    walker.press("Revoke the key").type("Name", "One more").press("Make a key").see("Copy the key “One more” now.")


def test_the_last_use_is_noted_once_a_minute(desk: Desk, walker: Walker) -> None:
    key = make(walker, "Warehouse")
    walker.open(PAGE).see("Never")
    with freeze_time("2026-03-01 10:00:00") as clock:
        for seconds, noted in ((0, "10:00:00"), (59, "10:00:00"), (2, "10:01:01")):
            clock.tick(seconds)
            with statements() as seen:
                assert ask(desk, key).status_code == 200
            changes = [one for one in seen if one.startswith("UPDATE")]
            assert len(changes) == (0 if seconds == 59 else 1)
            db.session.expire_all()
            used = db.session.scalars(select(ApiKey.last_used_at)).one()
            assert used == datetime.fromisoformat(f"2026-03-01 {noted}").replace(tzinfo=UTC)


def test_a_key_of_another_store_is_not_there(desk: Desk, walker: Walker) -> None:
    other = Desk.open(desk.app, "Other")
    key, _ = api_keys.new(other.store_id, "Theirs", api_keys.FULL)
    db.session.commit()
    key_id, token = key.id, {"csrf_token": walker.open(PAGE).token}
    assert walker.client.post(f"{desk.address}{PAGE}/{key_id}/revoke", data=token).status_code == 404
    db.session.expire_all()
    assert db.session.get_one(ApiKey, key_id).revoked_at is None


def test_only_owners_see_the_keys(desk: Desk, operator: FlaskClient) -> None:
    assert operator.get(f"{desk.address}{PAGE}").status_code == 403
