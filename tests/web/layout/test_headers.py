"""What every answer carries, whoever asks."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from zoho_app import create_app
from zoho_app.config import Config

pytestmark = pytest.mark.once

PAGES = ("/sign-in", "/stores/1/orders", "/nothing-here", "/api/v2/nothing", "/health")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_may_load_and_run_nothing_but_our_own_files(app: Flask, page: str) -> None:
    policy = app.test_client().get(page).headers["Content-Security-Policy"].split("; ")
    assert policy == [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        " ".join(["form-action 'self'", *app.config["FORM_ACTION_HOSTS"]]),
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_kept_nowhere_and_tells_other_sites_nothing(app: Flask, page: str) -> None:
    headers = app.test_client().get(page).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_hosts_that_a_form_may_lead_to_come_from_the_configuration(app: Flask) -> None:
    app.config["FORM_ACTION_HOSTS"] = ["https://accounts.zoho.eu"]
    policy = app.test_client().get("/sign-in").headers["Content-Security-Policy"]
    assert "form-action 'self' https://accounts.zoho.eu;" in policy


def test_a_file_with_its_fingerprint_in_the_address_may_be_kept_for_good(app: Flask) -> None:
    for address, for_good in (("/static/bookdesk.css?v=1", True), ("/static/bookdesk.css", False)):
        answer = app.test_client().get(address)
        assert ("immutable" in answer.headers["Cache-Control"]) is for_good
        answer.close()


def test_plain_http_is_not_told_to_be_https(app: Flask) -> None:
    assert "Strict-Transport-Security" not in app.test_client().get("/sign-in").headers


def test_the_cookie_is_hidden_from_scripts_and_other_sites(sign_in: Callable[[str], FlaskClient]) -> None:
    client = sign_in("viewer")
    cookie = next(iter(client._cookies.values()))
    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_behind_https_cookies_are_secure_and_the_browser_stays_with_https(settings: Config) -> None:
    app = _https_app(settings)
    answer = app.test_client().get("/sign-in", base_url="https://desk.example.com")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "__Host-bookdesk=" in answer.headers["Set-Cookie"]
    assert "; Secure;" in answer.headers["Set-Cookie"]
    assert "Path=/" in answer.headers["Set-Cookie"]
    app.extensions["redis"].close()


def _https_app(settings: Config) -> Flask:
    return create_app(replace(settings, public_url="https://desk.example.com"))


# Of a page as short as the one to sign in there is less to save.
@pytest.mark.parametrize(("address", "most"), [("/sign-in", 0.6), ("/static/bookdesk.css", 0.5)])
def test_pages_and_styles_travel_compressed(app: Flask, address: str, most: float) -> None:
    with app.test_client().get(address) as plain:
        assert "Content-Encoding" not in plain.headers
        whole = len(plain.data)
    for coding in ("br", "gzip"):
        with app.test_client().get(address, headers={"Accept-Encoding": coding}) as answer:
            assert answer.headers["Content-Encoding"] == coding
            assert "Accept-Encoding" in answer.headers["Vary"]
            assert len(answer.data) < whole * most
