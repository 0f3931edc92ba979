"""Tracking in seconds on the page of the integration: the address, the secret, the test, and how pushes do."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from harness.books import Books, submitted
from harness.desk import Desk, csrf_token
from tests.support.browser import Pictures, sign_in
from tests.support.order_pages import page_of, words
from tests.support.pushes import Knocker
from zoho_app.accounts import audit
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books.pushes import doors


def section(client: FlaskClient, desk: Desk) -> str:
    """The words of the section."""
    page = page_of(client, f"{desk.address}/integrations/zoho-books")
    return words(page, "#pushes")


def press(client: FlaskClient, desk: Desk, what: str = "") -> None:
    page = f"{desk.address}/integrations/zoho-books"
    answer = client.post(f"{page}/pushes{what}", data={"csrf_token": csrf_token(client, page)})
    assert answer.location.endswith("/integrations/zoho-books#pushes")


def test_an_owner_gets_an_address_and_a_secret_and_replaces_it(
    desk: Desk, books: Books, owner: FlaskClient, operator: FlaskClient
) -> None:
    assert "Get a webhook address" in section(owner, desk)
    press(owner, desk)
    door = doors.get(desk.store_id)
    shown = section(owner, desk)
    assert f"http://localhost:8000/webhooks/zoho-books/{door.public_id}" in shown
    assert door.secret in shown and "X-Bookdesk-Secret" in shown
    assert "Pushes have told no tracking number yet; polling every 3 hours." in shown
    assert door.secret not in section(operator, desk)
    old = door.secret
    press(owner, desk, "/secret")
    shown = section(owner, desk)
    assert old not in shown and "The old secret works until" in shown
    assert all(old not in str(entry.what) + str(entry.changes) for entry in audit.latest(desk.store_id))
    press(owner, desk, "/off")
    assert doors.get(desk.store_id) is None
    assert "Get a webhook address" in section(owner, desk)


def test_nobody_but_owners_changes_anything(desk: Desk, books: Books, operator: FlaskClient) -> None:
    for what in ("", "/off", "/secret", "/test"):
        answer = operator.post(f"{desk.address}/integrations/zoho-books/pushes{what}")
        assert answer.status_code in (400, 403)
    assert doors.get(desk.store_id) is None


def test_a_test_says_what_came_and_what_is_wrong_with_it(desk: Desk, books: Books, owner: FlaskClient) -> None:
    knocker = Knocker(desk, books)
    order_id = submitted(desk)
    knocker.push(order_id)
    press(owner, desk, "/test")
    assert "Now change any sales order in Zoho Books" in section(owner, desk)
    knocker.knock(secret="wrong", json={})
    assert "its header X-Bookdesk-Secret does not hold the webhook secret" in section(owner, desk)
    knocker.knock(json={"salesorder_id": "${SALESORDER.ID}"})
    assert "Zoho did not fill in the placeholder" in section(owner, desk)
    knocker.knock(json={"salesorder_id": "17"})
    shown = section(owner, desk)
    assert "It works A push about sales order 17 arrived. It is about a sales order that this store has not" in shown
    knocker.knock(secret="wrong", json={})
    assert "It works" in section(owner, desk)
    press(owner, desk, "/test")
    knocker.door.test_until = now() - timedelta(seconds=1)
    db.session.commit()
    assert "Nothing arrived within 15 minutes." in section(owner, desk)


def test_how_pushes_have_done(desk: Desk, books: Books, owner: FlaskClient) -> None:
    knocker = Knocker(desk, books)
    door = knocker.door
    door.told = "1" * 48
    db.session.commit()
    assert "Pushes have told 48 of the last 48; polling every 6 hours." in section(owner, desk)
    knocker.door.told = "1" * 47 + "0"
    db.session.commit()
    assert "Pushes have told 47 of the last 48; polling every 3 hours." in section(owner, desk)


@pytest.mark.slow(10)
def test_the_page_follows_a_test_by_itself_and_copies(
    app: Flask, desk: Desk, books: Books, page: Page, site: str, tmp_path: Path
) -> None:
    pictures = Pictures(tmp_path)
    app.config["PUBLIC_URL"] = "https://desk.example.com"
    desk.person("owner")
    knocker = Knocker(desk, books)
    sign_in(page, site)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}{desk.address}/integrations/zoho-books")
    page.get_by_role("button", name="Copy the webhook secret").click()
    assert page.evaluate("navigator.clipboard.readText()") == knocker.secret
    pictures.shoot_part(page.locator("#pushes"), "zoho-books-pushes-light")
    page.get_by_role("button", name="Send a test").click()
    expect(page.locator("#push-test")).to_contain_text("Waiting")
    pictures.shoot_part(page.locator("#push-test"), "zoho-books-push-test-light")
    knocker.knock(json={"salesorder_id": "17"})
    expect(page.locator("#push-test")).to_contain_text(re.compile("It works.*sales order 17"))
