"""Invitations: a link opens what one store offered to one address, once; whoever is only invited is no member."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

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
    is_in,
    join,
    link_in,
    members,
    owner_of,
)
from tests.support.mail import Post as Mailbox
from tests.support.mail import letters_of, post_office
from zoho_app.accounts import credentials, people
from zoho_app.accounts.models import Invitation
from zoho_app.clock import now
from zoho_app.extensions import db


def reply(client: FlaskClient, link: str, wanted: str, **fields: str) -> Any:
    return client.post(link, data={"answer": wanted, "csrf_token": csrf_token(client, link), **fields})


# Accepting


def test_whoever_is_invited_is_nobody_before_accepting(desk: Desk, owner: FlaskClient, post: Post) -> None:
    invite(owner, desk, post)
    assert members(desk) == {"owner@example.com": "owner"}
    assert accounts() == {"owner@example.com"}
    page = owner.get(f"{desk.address}/people").text
    assert "1 invited, not yet joined" in page and "grace@example.com" in page


def test_somebody_new_chooses_a_password_and_is_in_with_the_role_that_was_offered(
    app: Flask, desk: Desk, owner: FlaskClient, post: Post
) -> None:
    link = invite(owner, desk, post)
    grace = app.test_client()
    page = grace.get(link).text
    assert "Join Acme" in page
    assert "owner@example.com invites grace@example.com to work here as operator." in page
    assert join(grace, link).location == desk.address
    assert members(desk)[GRACE] == "operator"
    assert grace.get(f"{desk.address}/orders").status_code == 200
    assert grace.get(f"{desk.address}/people").status_code == 403
    assert enter(app.test_client(), NEW_PASSWORD, GRACE).status_code == 302
    assert audit(desk) == [f"{GRACE} was invited as operator", f"{GRACE} accepted the invitation as operator"]
    assert "invited, not yet joined" not in owner.get(f"{desk.address}/people").text


def test_somebody_with_an_account_signs_in_with_it_and_then_accepts(
    app: Flask, desk: Desk, other: Desk, owner: FlaskClient, post: Post
) -> None:
    grace = owner_of(app, other, GRACE)
    post(grace, "/account", "/sign-out")
    link = invite(owner, desk, post, role="viewer")
    assert reply(grace, link, "sign-in").location == "/sign-in"
    assert enter(grace, email=GRACE).location == link
    assert GRACE not in members(desk), "signing in accepts nothing"
    page = grace.get(link).text
    assert "You are signed in as grace@example.com." in page and "Choose password" not in page
    assert reply(grace, link, "accept").location == desk.address
    assert members(desk)[GRACE] == "viewer"
    assert members(other)[GRACE] == "owner"


def test_somebody_signed_in_as_another_person_is_told_so_and_accepts_nothing(
    app: Flask, desk: Desk, other: Desk, owner: FlaskClient, post: Post
) -> None:
    link = invite(owner, desk, post)
    mallory = owner_of(app, other, "mallory@example.com")
    page = mallory.get(link).text
    assert "It is for grace@example.com, and you are signed in as mallory@example.com." in page
    for wanted in ("accept", "decline"):
        assert "This invitation is not yours" in reply(mallory, link, wanted, password=NEW_PASSWORD).text
    assert members(desk) == {"owner@example.com": "owner"}
    assert "Choose password and accept" in reply(mallory, link, "sign-out").text
    assert not is_in(mallory)
    assert join(mallory, link).location == desk.address, "the invitation still waited for its person"


def test_an_invitation_can_be_declined(app: Flask, desk: Desk, owner: FlaskClient, post: Post) -> None:
    link = invite(owner, desk, post)
    grace = app.test_client()
    assert "You did not join Acme." in reply(grace, link, "decline").text
    assert "This invitation was declined." in grace.get(link).text
    assert accounts() == {"owner@example.com"}
    assert f"{GRACE} declined the invitation" in audit(desk)
    assert invite(owner, desk, post) != link, "she can be invited again"


# Who attacks


def test_three_people_in_two_stores_one_of_them_an_attacker(
    app: Flask, desk: Desk, other: Desk, owner: FlaskClient, post: Post
) -> None:
    """The owner of another store invites the same address and tries all that both links allow."""
    mallory = owner_of(app, other, "mallory@example.com")
    hers = invite(owner, desk, post, role="owner")
    theirs = invite(mallory, other, post, role="viewer")
    fresh = link_in(post(mallory, f"{other.address}/people", _action(mallory, other, "link")).text)
    assert app.test_client().get(theirs).status_code == 404

    thief = app.test_client()
    assert join(thief, fresh, "the thief knows this one").location == other.address
    assert members(desk) == {"owner@example.com": "owner"}, "the thief's link opened the other store only"
    assert members(other)[GRACE] == "viewer"
    assert thief.get(f"{desk.address}/orders").status_code == 404
    assert "Acme" not in thief.get("/").text

    # The account that the thief has made knows nothing of the first store's offer either.
    assert thief.post(f"{desk.address}/people", data={"csrf_token": csrf_token(thief, "/account")}).status_code == 404
    grace = app.test_client()
    answer = join(grace, hers)
    assert "There is already an account with this address." in answer.text
    assert members(desk) == {"owner@example.com": "owner"}
    assert enter(app.test_client(), NEW_PASSWORD, GRACE).status_code == 200, "a link changes no password"


def test_the_first_to_accept_does_not_open_the_account_to_the_other_store(
    app: Flask, desk: Desk, other: Desk, owner: FlaskClient, post: Post
) -> None:
    mallory = owner_of(app, other, "mallory@example.com")
    hers, theirs = invite(owner, desk, post), invite(mallory, other, post)
    join(app.test_client(), hers)
    thief = app.test_client()
    answer = join(thief, theirs, "the thief knows this one")
    assert "Sign in with it, then accept." in answer.text
    assert enter(thief, "the thief knows this one", GRACE).status_code == 200, "and is not in"
    assert GRACE not in members(other)
    assert members(desk)[GRACE] == "operator"
    # Nor does a new link, which the attacker may make as often as they like.
    fresh = link_in(post(mallory, f"{other.address}/people", _action(mallory, other, "link")).text)
    assert "Sign in with it" in join(app.test_client(), fresh, "the thief knows this one").text


def test_an_owner_never_learns_who_has_an_account_elsewhere(
    app: Flask, desk: Desk, other: Desk, owner: FlaskClient, post: Post
) -> None:
    owner_of(app, other, "known@example.com")

    def seen(email: str) -> list[list[str]]:
        """What the owner sees of somebody: the answer, the list, the file, the page behind the link."""
        answer = post(owner, f"{desk.address}/people", email=email, role="viewer").text
        link = link_in(answer)
        pages = [
            answer,
            owner.get(f"{desk.address}/people").text,
            owner.get(f"{desk.address}/exports/people.csv").text,
            app.test_client().get(link).text,
        ]
        post(owner, f"{desk.address}/people", _action(owner, desk, "remove"))
        return [_without_chance(page, email) for page in pages]

    assert seen("known@example.com") == seen("nobody@example.com")


def _without_chance(page: str, email: str) -> list[str]:
    """The page without tokens, ids and times."""
    chance = r'csrf_token"[^>]*>|/invitations?/[\w-]+|\d\d:\d\d[:.\d]*'
    return re.sub(chance, "*", page).replace(email, "EMAIL").splitlines()


def test_the_invitations_of_another_store_can_not_be_touched(
    app: Flask, desk: Desk, other: Desk, owner: FlaskClient, post: Post
) -> None:
    mallory = owner_of(app, other, "mallory@example.com")
    link = invite(owner, desk, post)
    invitation_id = db.session.scalars(select(Invitation.id)).one()
    for what in ("link", "remove"):
        address = f"{other.address}/people/invitations/{invitation_id}/{what}"
        assert post(mallory, f"{other.address}/people", address).status_code == 404
    assert app.test_client().get(link).status_code == 200


# The life of a link


def test_a_link_works_once(app: Flask, desk: Desk, owner: FlaskClient, post: Post) -> None:
    link = invite(owner, desk, post)
    join(app.test_client(), link)
    retry = app.test_client()
    page = retry.get(link)
    assert page.status_code == 404
    assert "This invitation was already accepted." in page.text
    token = csrf_token(retry, "/sign-in")
    assert retry.post(link, data={"password": "another fine password", "csrf_token": token}).status_code == 404
    assert enter(app.test_client(), "another fine password", GRACE).status_code == 200


def test_a_link_that_has_expired_says_so(app: Flask, desk: Desk, owner: FlaskClient, post: Post) -> None:
    link = invite(owner, desk, post)
    db.session.execute(update(Invitation).values(expires_at=now() - timedelta(seconds=1)))
    db.session.commit()
    answer = app.test_client().get(link)
    assert answer.status_code == 404
    assert "more than seven days old" in answer.text
    assert "Expired" in owner.get(f"{desk.address}/people").text
    fresh = link_in(post(owner, f"{desk.address}/people", _action(owner, desk, "link")).text)
    assert app.test_client().get(fresh).status_code == 200


def test_a_new_link_kills_the_one_before(app: Flask, desk: Desk, owner: FlaskClient, post: Post) -> None:
    lost = invite(owner, desk, post)
    browser = app.test_client()
    token = csrf_token(browser, lost)
    fresh = link_in(post(owner, f"{desk.address}/people", _action(owner, desk, "link")).text)
    assert browser.post(lost, data={"password": NEW_PASSWORD, "csrf_token": token}).status_code == 404
    assert browser.get(fresh).status_code == 200
    assert accounts() == {"owner@example.com"}
    assert f"A new invitation link was made for {GRACE}" in audit(desk)


def test_a_removed_invitation_is_dead(app: Flask, desk: Desk, owner: FlaskClient, post: Post) -> None:
    link = invite(owner, desk, post)
    browser = app.test_client()
    token = csrf_token(browser, link)
    answer = post(owner, f"{desk.address}/people", _action(owner, desk, "remove"))
    assert f"The invitation for {GRACE} was removed. Its link no longer works." in answer.text
    assert "invited, not yet joined" not in answer.text
    assert "The store withdrew this invitation." in browser.get(link).text
    assert browser.post(link, data={"password": NEW_PASSWORD, "csrf_token": token}).status_code == 404
    assert accounts() == {"owner@example.com"}
    assert f"The invitation for {GRACE} was removed" in audit(desk)


def test_a_member_who_was_removed_has_no_way_back(app: Flask, desk: Desk, owner: FlaskClient, post: Post) -> None:
    """Neither the used link nor an open one works after the command line added her."""
    link = invite(owner, desk, post)
    user = credentials.create_user(GRACE, NEW_PASSWORD)
    people.add(desk.store, user, "operator", "command line")
    db.session.commit()
    address = f"{desk.address}/people/{user.id}"
    client = app.test_client()
    enter(client, NEW_PASSWORD, GRACE)
    post(owner, address, f"{address}/remove")
    assert client.get(link).status_code == 404
    assert GRACE not in members(desk)


@pytest.mark.parametrize(
    ("email", "problem"),
    [
        ("", "Email: type the person"),
        ("grace", "is not an e-mail address"),
        ("a,b@example.com", "is not an e-mail address"),
        ("owner@example.com", "belongs to this store"),
        (f" {GRACE.upper()} ", "is already invited"),
    ],
)
def test_an_invitation_that_can_not_be_says_why(
    desk: Desk, owner: FlaskClient, post: Post, email: str, problem: str
) -> None:
    invite(owner, desk, post)
    page = post(owner, f"{desk.address}/people", email=email, role="viewer").text
    assert problem in page
    assert 'class="error-summary"' in page
    assert db.session.scalar(select(func.count()).select_from(Invitation)) == 1


def test_a_weak_password_is_refused_and_the_invitation_stays(
    app: Flask, desk: Desk, owner: FlaskClient, post: Post
) -> None:
    link = invite(owner, desk, post)
    browser = app.test_client()
    assert "too easy to guess" in join(browser, link, "password1234").text
    assert "Password: choose a password." in join(browser, link, "").text
    assert join(browser, link).status_code == 302


# By e-mail


@pytest.fixture
def mail(app: Flask) -> Iterator[Mailbox]:
    with post_office() as office:
        app.config["SMTP"] = office.server
        yield office


def test_where_there_is_a_mail_server_the_link_is_sent_too(
    app: Flask, desk: Desk, owner: FlaskClient, post: Post, mail: Mailbox
) -> None:
    page = post(owner, f"{desk.address}/people", email=GRACE, role="viewer").text
    assert "This link is on its way to grace@example.com by e-mail." in page
    (letter,) = letters_of(mail, 1)
    assert (letter["To"], letter["Subject"]) == (GRACE, "You are invited to Bookdesk")
    assert "owner@example.com invites you to work as viewer in the store “Acme”." in letter.get_content()
    assert f"http://localhost:8000{link_in(page)}" in letter.get_content()


def test_a_store_can_not_write_what_it_likes_to_strangers_nor_as_often(
    app: Flask, desk: Desk, owner: FlaskClient, post: Post, mail: Mailbox
) -> None:
    desk.store.name = "Buy now!\nhttps://evil.example " + "very cheap " * 15
    db.session.commit()
    invite(owner, desk, post)
    for _ in range(4):
        link_in(post(owner, f"{desk.address}/people", _action(owner, desk, "link")).text)
    letters = letters_of(mail, 3)
    assert {letter["Subject"] for letter in letters} == {"You are invited to Bookdesk"}
    assert letters[0].get_content().count("very cheap") <= 3
    for number in range(30):
        page = post(owner, f"{desk.address}/people", email=f"person{number}@example.com", role="viewer").text
    assert "Send this link to person29@example.com yourself," in page, "the link is there all the same"
    invited = [letter["To"] for letter in letters_of(mail, 18)]
    assert len(invited) <= 20 and invited.count(GRACE) == 3
