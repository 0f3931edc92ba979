"""Invitations that are made, accepted or removed at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from harness.desk import Desk, csrf_token
from tests.support.accounts import (
    GRACE,
    NEW_PASSWORD,
    Post,
    _action,
    accounts,
    audit,
    enter,
    invite,
    members,
    owner_of,
)
from zoho_app.accounts.models import Invitation, Membership
from zoho_app.extensions import db


def together(*actions: Callable[[], Any]) -> list[Any]:
    """Do all of them at once."""
    start = Barrier(len(actions))

    def do(action: Callable[[], Any]) -> Any:
        start.wait()
        return action()

    db.session.remove()
    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(do, actions))


def joining(client: FlaskClient, link: str, password: str) -> Callable[[], Any]:
    """What sends the form of the page that the link opens, which is open already."""
    form = {"password": password, "csrf_token": csrf_token(client, link)}
    return lambda: client.post(link, data=form)


def test_of_many_who_accept_at_once_one_gets_the_account(
    app: Flask, desk: Desk, owner: FlaskClient, post: Post
) -> None:
    link = invite(owner, desk, post)
    clients = [app.test_client() for _ in range(6)]
    forms = [
        {"password": f"the words of person {n}", "csrf_token": csrf_token(c, link)} for n, c in enumerate(clients)
    ]
    answers = together(
        *(lambda c=c, form=form: c.post(link, data=form) for c, form in zip(clients, forms, strict=True))
    )
    won = [number for number, answer in enumerate(answers) if answer.status_code == 302]
    assert len(won) == 1
    assert {answer.status_code for answer in answers} <= {200, 302, 404}
    assert members(desk) == {"owner@example.com": "owner", GRACE: "operator"}
    for number in range(6):
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        status = enter(client, f"the words of person {number}", GRACE).status_code
        assert (status == 302) is (number in won)


def test_two_stores_invitations_accepted_at_once_make_one_account_in_one_store(
    app: Flask, desk: Desk, other: Desk, owner: FlaskClient, post: Post
) -> None:
    mallory = owner_of(app, other, "mallory@example.com")
    links = [invite(owner, desk, post), invite(mallory, other, post)]
    clients = [app.test_client(), app.test_client()]
    forms = [
        {"password": f"the words of store {n}", "csrf_token": csrf_token(clients[n], links[n])} for n in range(2)
    ]
    answers = together(*(lambda n=n: clients[n].post(links[n], data=forms[n]) for n in range(2)))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert [GRACE in members(desk), GRACE in members(other)].count(True) == 1
    loser = next(answer for answer in answers if answer.status_code == 200)
    assert "There is already an account with this address." in loser.text


def test_accepting_while_it_is_removed_either_joins_or_does_not(
    app: Flask, desk: Desk, owner: FlaskClient, post: Post
) -> None:
    link = invite(owner, desk, post)
    grace = app.test_client()
    form = {"password": NEW_PASSWORD, "csrf_token": csrf_token(grace, link)}
    remove, removal = _action(owner, desk, "remove"), {"csrf_token": csrf_token(owner, f"{desk.address}/people")}
    accepted, removed = together(lambda: grace.post(link, data=form), lambda: owner.post(remove, data=removal))
    assert removed.status_code in (302, 404)
    assert (GRACE in members(desk)) is (accepted.status_code == 302)
    assert (GRACE in accounts()) is (accepted.status_code == 302)
    said = [line for line in audit(desk) if "accepted" in line or "was removed" in line]
    assert len(said) == 1, "it ended in one way"


def test_of_two_owners_who_invite_at_once_one_makes_the_invitation(
    app: Flask, desk: Desk, owner: FlaskClient, post: Post
) -> None:
    second = owner_of(app, desk, "second@example.com")
    page = f"{desk.address}/people"
    forms = [{"email": GRACE, "role": "viewer", "csrf_token": csrf_token(one, page)} for one in (owner, second)]
    answers = together(lambda: owner.post(page, data=forms[0]), lambda: second.post(page, data=forms[1]))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert sorted("is already invited" in answer.text for answer in answers) == [False, True]
    assert db.session.scalar(select(func.count()).select_from(Invitation)) == 1
    assert db.session.scalar(select(func.count()).select_from(Membership)) == 2
