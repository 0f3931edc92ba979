"""Redirects never lead to the host that a request names: anybody can write anything there."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from harness.desk import Desk, csrf_token
from tests.support.addresses import address, pages
from zoho_app.http import host_names

EVIL = {"HTTP_HOST": "evil.example"}


@pytest.fixture(autouse=True)
def _the_first_fence_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other names are refused before anything else (test_proxies.py); this is what stands behind that."""
    monkeypatch.setattr(host_names, "THIS_MACHINE", {*host_names.THIS_MACHINE, "evil.example", ""})


def at(path: str) -> dict[str, str]:
    """The path as it is sent, which the test client would tidy up."""
    return {**EVIL, "PATH_INFO": path}


def carry(client: FlaskClient) -> None:
    """Let the browser send its cookies to that host, too."""
    for cookie in list(client._cookies.values()):
        client.set_cookie(cookie.key, cookie.value, domain="evil.example")


def leads_to(answer: Any) -> str:
    return urlsplit(answer.headers.get("Location", "")).netloc


def test_no_address_leads_to_the_host_of_the_request(app: Flask, desk: Desk, owner: FlaskClient) -> None:
    order = desk.order()
    ids = {"order_id": order.id, "folder_id": order.folder_id, "user_id": desk.person("owner").id}
    places = {address(app, rule, desk.store_id, **ids) for rule, _ in pages(app)}
    redirected = 0
    carry(owner)
    for client in (owner, app.test_client()):
        for place in sorted(places):
            for spelled in (place, f"{place}/", f"/{place}", place[0] + place[1:].replace("/", "//")):
                answer = client.get(environ_overrides=at(spelled))
                redirected += 300 <= answer.status_code < 400
                assert not leads_to(answer), spelled
    assert redirected > 50


def test_forms_lead_to_paths_whatever_the_host(app: Flask, desk: Desk, owner: FlaskClient) -> None:
    desk.person("viewer")
    client = app.test_client()
    form = {"email": "viewer@example.com", "password": Desk.PASSWORD}
    token = csrf_token(client, "/sign-in")
    carry(client)
    answer = client.post("/sign-in", data={**form, "csrf_token": token}, environ_overrides=EVIL)
    assert (answer.status_code, answer.location) == (302, "/")
    page = f"{desk.address}/folders"
    form = {"name": "Shelf", "csrf_token": csrf_token(owner, page)}
    carry(owner)
    answer = owner.post(page, data=form, environ_overrides=EVIL)
    assert (answer.status_code, answer.location) == (302, page)


def test_links_in_pages_and_letters_come_from_the_configuration(
    desk: Desk, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    page = f"{desk.address}/people"
    form = {"email": "grace@example.com", "role": "viewer", "csrf_token": csrf_token(owner, page)}
    carry(owner)
    text = owner.post(page, data=form, environ_overrides=EVIL).text
    assert "http://localhost:8000/invitation/" in text
    assert "evil.example" not in text


@pytest.mark.parametrize(
    "spelled", ["//evil.example/sign-in", "//sign-in", "/sign-in//", "/stores//1/people", "//evil.example/.."]
)
def test_an_address_with_two_slashes_leads_to_no_other_host(app: Flask, spelled: str) -> None:
    answer = app.test_client().get(environ_overrides=at(spelled))
    assert answer.status_code in (200, 308, 404)
    assert not leads_to(answer)


def test_what_is_no_address_leads_nowhere(desk: Desk, owner: FlaskClient, post: Callable[..., Any]) -> None:
    page = f"{desk.address}/integrations/zoho-books/answers"
    answer = post(owner, page, f"{page}/source", follow=False, back="http://[", source_name="", contact_name="x")
    assert answer.status_code == 302
    assert answer.location.startswith(page)


def test_a_form_from_what_is_no_address_is_not_repeated(desk: Desk, owner: FlaskClient) -> None:
    answer = owner.post(f"{desk.address}/folders", data={"name": "Returns"}, headers={"Origin": "http://["})
    assert answer.status_code == 400
    assert "Returns" not in answer.text
