"""People of a store: the first one by the set-up link; roles, and leaving (invitations: test_invitations.py)."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from harness.desk import Desk
from tests.support.accounts import NEW_PASSWORD, audit, enter, is_in, owner_of
from zoho_app.accounts import credentials, one_time_links, people
from zoho_app.accounts.models import Membership, Store
from zoho_app.extensions import db
from zoho_app.orders.models import Folder

SET_UP = {
    "name": "My Store",
    "currency_code": "EUR",
    "time_zone": "Europe/Berlin",
    "email": "Ada@example.com",
    "password": Desk.PASSWORD,
}


@pytest.fixture
def set_up_page(app: Flask) -> str:
    with app.app_context():
        token = one_time_links.new_set_up_link()
        db.session.commit()
    return f"/set-up/{token}"


def test_the_set_up_link_makes_a_store_and_its_owner_who_is_in(
    app: Flask, set_up_page: str, post: Callable[..., Any]
) -> None:
    client = app.test_client()
    answer = post(client, set_up_page, follow=False, **SET_UP)
    with app.app_context():
        store = db.session.scalars(select(Store)).one()
        assert answer.location == f"/stores/{store.id}"
        assert (store.name, store.currency_code, store.time_zone) == ("My Store", "EUR", "Europe/Berlin")
        member = db.session.scalars(select(Membership)).one()
        assert (member.user.email, member.role) == ("ada@example.com", "owner")
        assert db.session.scalar(select(func.count()).select_from(Folder)) == 4
    assert is_in(client)


def test_the_set_up_link_works_once(app: Flask, set_up_page: str, post: Callable[..., Any]) -> None:
    post(app.test_client(), set_up_page, follow=False, **SET_UP)
    answer = app.test_client().get(set_up_page)
    assert answer.status_code == 404
    assert "This link can&#39;t be used" in answer.text or "This link can't be used" in answer.text


def test_a_second_set_up_link_dies_with_the_first_user(
    app: Flask, set_up_page: str, post: Callable[..., Any]
) -> None:
    with app.app_context():
        second = one_time_links.new_set_up_link()
        db.session.commit()
    post(app.test_client(), set_up_page, follow=False, **SET_UP)
    assert app.test_client().get(f"/set-up/{second}").status_code == 404


def test_what_was_typed_stays_when_set_up_is_refused(app: Flask, set_up_page: str, post: Callable[..., Any]) -> None:
    page = post(app.test_client(), set_up_page, **{**SET_UP, "password": "password1234"}).text
    assert "too easy to guess" in page
    assert 'value="My Store"' in page
    assert 'value="Ada@example.com"' in page
    assert '<option selected value="Europe/Berlin">' in page
    assert "password1234" not in page
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Store)) == 0


# Roles, and leaving


def test_each_role_says_what_one_may_do(desk: Desk, owner: FlaskClient) -> None:
    page = owner.get(f"{desk.address}/people").text
    assert "Operator: works on orders and fixes what failed" in page, "Needs Attention is for operators, too"
    assert "Owner: everything, including settings" in page and "Viewer: sees everything, changes nothing" in page


def test_a_new_role_counts_at_once(
    desk: Desk, owner: FlaskClient, sign_in: Callable[[str], FlaskClient], post: Callable[..., Any]
) -> None:
    viewer = sign_in("viewer")
    person = desk.person("viewer").id
    post(owner, f"{desk.address}/people/{person}", role="owner")
    assert viewer.get(f"{desk.address}/people").status_code == 200
    assert "The role of viewer@example.com was changed" in audit(desk)


def test_a_removed_person_is_a_stranger(
    app: Flask, desk: Desk, owner: FlaskClient, sign_in: Callable[[str], FlaskClient], post: Callable[..., Any]
) -> None:
    viewer = sign_in("viewer")
    Desk.open(app, "Second").person("viewer")
    person = desk.person("viewer").id
    post(owner, f"{desk.address}/people/{person}", f"{desk.address}/people/{person}/remove")
    assert viewer.get(f"{desk.address}/orders").status_code == 404
    assert "viewer@example.com was removed" in audit(desk)


def test_who_belongs_to_no_store_any_more_is_signed_out_in_every_browser(
    app: Flask, desk: Desk, owner: FlaskClient, sign_in: Callable[[str], FlaskClient], post: Callable[..., Any]
) -> None:
    second = Desk.open(app, "Second")
    second.person("viewer")
    second_owner = owner_of(app, second, "second@example.com")
    browsers = [sign_in("viewer"), app.test_client()]
    enter(browsers[1], email="viewer@example.com")
    person = desk.person("viewer").id
    page = f"{desk.address}/people/{person}"
    post(owner, page, f"{page}/remove")
    assert [is_in(browser) for browser in browsers] == [True, True], "the other store is still theirs"
    page = f"{second.address}/people/{person}"
    post(second_owner, page, f"{page}/remove")
    assert [is_in(browser) for browser in browsers] == [False, False]
    assert is_in(owner) and is_in(second_owner)


def test_the_last_owner_can_neither_be_removed_nor_made_less(
    desk: Desk, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    page = f"{desk.address}/people/{desk.person('owner').id}"
    assert "is the only owner" in post(owner, page, role="viewer").text
    assert "is the only owner" in post(owner, page, f"{page}/remove").text
    db.session.expire_all()
    assert desk.person("owner").role_in(desk.store_id) == "owner"


def test_an_owner_who_is_not_the_last_may_leave(
    app: Flask, desk: Desk, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    people.add(desk.store, credentials.create_user("second@example.com", NEW_PASSWORD), "owner", "test")
    db.session.commit()
    page = f"{desk.address}/people/{desk.person('owner').id}"
    post(owner, page, f"{page}/remove", follow=False)
    assert not is_in(owner)
    retry = app.test_client()
    enter(retry)
    assert retry.get(f"{desk.address}/orders").status_code == 404
    assert "You belong to no store" in retry.get("/").text
