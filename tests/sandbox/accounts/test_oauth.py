"""The stand-in's accounts server behaves as Zoho's does."""

from pathlib import Path

import pytest

from harness.sandbox import CALLBACK, InsideZoho, consent


@pytest.fixture
def zoho(tmp_path: Path) -> InsideZoho:
    return InsideZoho(tmp_path)


def test_the_consent_page_names_client_and_scopes_and_offers_both_buttons(zoho: InsideZoho) -> None:
    page = zoho.web.get("/oauth/v2/auth", query_string=consent()).text
    assert "bookdesk-sandbox" in page
    assert "ZohoBooks.salesorders.CREATE" in page
    assert ">Accept</button>" in page
    assert ">Reject</button>" in page


def test_accepting_leads_to_a_code_and_both_tokens(zoho: InsideZoho) -> None:
    back = zoho.accept()
    assert back["state"] == "state-1"
    assert back["location"] == "us"
    assert back["accounts-server"] == "http://localhost"
    tokens = zoho.exchange(back["code"])
    assert tokens["refresh_token"].startswith("1000.")
    assert tokens["api_domain"] == "http://localhost"
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 3600


def test_rejecting_leads_back_with_access_denied_and_the_state(zoho: InsideZoho) -> None:
    response = zoho.web.post("/oauth/v2/auth", data={**consent(), "decision": "reject"})
    assert response.location == f"{CALLBACK}?error=access_denied&state=state-1"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"client_id": "someone-else"}, "Invalid Client ID"),
        ({"redirect_uri": ""}, "Invalid Redirect Uri"),
        ({"redirect_uri": "javascript:alert(1)"}, "Invalid Redirect Uri"),
        ({"scope": "Everything"}, "Scope does not exist"),
        ({"response_type": "token"}, "Invalid response type"),
    ],
)
def test_a_wrong_request_shows_a_page_and_never_goes_back(
    zoho: InsideZoho, change: dict[str, str], words: str
) -> None:
    shown = zoho.web.get("/oauth/v2/auth", query_string=consent(**change))
    posted = zoho.web.post("/oauth/v2/auth", data={**consent(**change), "decision": "accept"})
    for response in (shown, posted):
        assert response.status_code == 400
        assert words in response.text


def test_another_site_cannot_press_accept(zoho: InsideZoho) -> None:
    form = {**consent(), "decision": "accept"}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert zoho.web.post("/oauth/v2/auth", data=form, headers=headers).status_code == 403


def test_a_code_works_once_and_for_two_minutes(zoho: InsideZoho) -> None:
    code = zoho.accept()["code"]
    assert "access_token" in zoho.exchange(code)
    assert zoho.exchange(code) == {"error": "invalid_code"}
    late = zoho.accept()["code"]
    zoho.set_up(clock_offset=121)
    assert zoho.exchange(late) == {"error": "invalid_code"}


def test_the_token_endpoint_names_what_is_wrong_with_status_200(zoho: InsideZoho) -> None:
    code = zoho.accept()["code"]
    assert zoho.exchange(code, client_id="x") == {"error": "invalid_client"}
    assert zoho.exchange(code, client_secret="x") == {"error": "invalid_client_secret"}
    assert zoho.exchange(code, redirect_uri="http://127.0.0.1/x") == {"error": "invalid_redirect_uri"}
    assert zoho.refresh("1000.unknown") == {"error": "invalid_code"}


def test_only_an_offline_request_gives_a_refresh_token(zoho: InsideZoho) -> None:
    assert "refresh_token" not in zoho.connect(access_type="online")


def test_a_second_connection_without_asking_consent_again_gives_no_refresh_token(zoho: InsideZoho) -> None:
    assert "refresh_token" in zoho.connect(prompt="")
    assert "refresh_token" not in zoho.connect(prompt="")
    assert "refresh_token" in zoho.connect(prompt="consent")


def test_an_expired_access_token_is_refused_until_it_is_refreshed(zoho: InsideZoho) -> None:
    zoho.set_up(token_lifetime=60)
    tokens = zoho.connect()
    assert tokens["expires_in"] == 60
    zoho.set_up(clock_offset=61)
    status, answer = zoho.call("GET", "/organizations")
    assert (status, answer["code"]) == (401, 14)
    refreshed = zoho.refresh(tokens["refresh_token"])
    assert "refresh_token" not in refreshed
    assert refreshed["api_domain"] == "http://localhost"
    zoho.access_token = refreshed["access_token"]
    assert zoho.get("/organizations")["organizations"][0]["name"] == "Sandbox Trading Co"


def test_the_eleventh_access_token_in_ten_minutes_is_denied(zoho: InsideZoho) -> None:
    refresh_token = zoho.connect()["refresh_token"]
    for _ in range(9):
        assert "access_token" in zoho.refresh(refresh_token)
    assert zoho.refresh(refresh_token)["error"] == "Access Denied"
    zoho.set_up(clock_offset=601)
    assert "access_token" in zoho.refresh(refresh_token)


def test_the_twenty_first_refresh_token_drops_the_oldest(zoho: InsideZoho) -> None:
    kept = [zoho.connect()["refresh_token"] for _ in range(21)]
    assert zoho.refresh(kept[0]) == {"error": "invalid_code"}
    assert "access_token" in zoho.refresh(kept[1])


@pytest.mark.parametrize("place", ["query_string", "data"])
def test_a_revoked_refresh_token_takes_its_access_tokens_along(zoho: InsideZoho, place: str) -> None:
    refresh_token = zoho.connect()["refresh_token"]
    answer = zoho.web.post("/oauth/v2/token/revoke", **{place: {"token": refresh_token}})
    assert answer.get_json() == {"status": "success"}
    assert zoho.refresh(refresh_token) == {"error": "invalid_code"}
    assert zoho.call("GET", "/organizations")[0] == 401


def test_bearer_is_understood_and_a_missing_scope_is_named(zoho: InsideZoho) -> None:
    token = zoho.connect(scope="ZohoBooks.settings.READ")["access_token"]
    asked = {"headers": {"Authorization": f"Bearer {token}"}}
    assert zoho.web.get("/books/v3/organizations", **asked).status_code == 200
    status, answer = zoho.call("GET", "/contacts")
    assert (status, answer["code"]) == (401, 57)


def test_a_client_of_ones_own_is_taken_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOHO_CLIENT_ID", "mine")
    zoho = InsideZoho(tmp_path)
    assert zoho.web.get("/oauth/v2/auth", query_string=consent()).status_code == 400
    assert zoho.web.get("/oauth/v2/auth", query_string=consent(client_id="mine")).status_code == 200


def test_a_scope_that_books_does_not_have_is_refused(zoho: InsideZoho) -> None:
    for scope in ("ZohoBooks.items.READ", "ZohoBooks.contacts.WRITE", "ZohoCRM.modules.READ"):
        answer = zoho.web.get("/oauth/v2/auth", query_string=consent(scope=scope))
        assert answer.status_code == 400
        assert "Scope does not exist" in answer.text
