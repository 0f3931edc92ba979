"""Connecting a store to Zoho Books and disconnecting it: against the sandbox in its own process."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from harness.desk import Desk
from harness.zoho_consent import Zoho, local
from tests.support.connection import REVOKE, change, connected, row, zoho
from zoho_app.accounts.models import AuditEntry
from zoho_app.appointments import gates
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books.api import access_token
from zoho_app.zoho_books.errors import ConnectionLost
from zoho_app.zoho_books.models import Connection

__all__ = ["connected", "zoho"]


def test_the_region_dropdown_offers_every_data_center_and_marks_the_unconfirmed(
    zoho: Zoho, owner: FlaskClient
) -> None:
    page = owner.get(zoho.page).text
    for words in ("Sandbox", "United States", "Europe", "India", "Australia", "Japan", "Canada", "China"):
        assert words in page
    assert "United Kingdom (zoho.uk), unconfirmed" in page and "United Arab Emirates (zoho.ae), unconfirmed" in page


def test_connecting_takes_the_only_organization_and_says_who_connected(
    zoho: Zoho, owner: FlaskClient, desk: Desk
) -> None:
    page = zoho.connect(owner).text
    assert "Connected to Zoho Books." in page
    assert "Sandbox Trading Co" in page and "Organization 927270001. Connected by owner@example.com" in page
    assert "salesorders.CREATE" in page and "fullaccess" not in page
    found = row(desk)
    assert (found.state, found.time_zone, found.currency_code) == ("connected", "America/New_York", "USD")
    assert found.missing_custom_fields == []


def test_the_consent_asks_for_lasting_access_and_no_more_rights_than_needed(zoho: Zoho, owner: FlaskClient) -> None:
    address = zoho.press_connect(owner).location
    assert address.startswith(f"{zoho.url}/oauth/v2/auth?")
    assert "access_type=offline" in address and "prompt=consent" in address
    assert "ZohoBooks.settings.READ%2CZohoBooks.contacts.READ" in address and "fullaccess" not in address
    assert "redirect_uri=http%3A%2F%2Flocalhost%3A8000%2Fintegrations%2Fzoho-books%2Fcallback" in address


def test_of_several_organizations_the_user_chooses(zoho: Zoho, owner: FlaskClient, desk: Desk, post: Any) -> None:
    zoho.add_organization()
    page = zoho.connect(owner).text
    assert "Choose an organization" in page and "Sandbox Trading Co" in page and "Sandbox Trading UK" in page
    assert row(desk).state == "choosing"
    answer = post(owner, f"{zoho.page}/organization", organization_id="927270002")
    assert "Connected to Zoho Books." in answer.text
    assert (row(desk).organization_name, row(desk).currency_code) == ("Sandbox Trading UK", "GBP")


def test_an_organization_that_was_not_offered_cannot_be_chosen(
    zoho: Zoho, owner: FlaskClient, desk: Desk, post: Any
) -> None:
    zoho.add_organization()
    zoho.connect(owner)
    answer = post(owner, f"{zoho.page}/organization", organization_id="1")
    assert "Choose one of the organizations in the list." in answer.text
    assert row(desk).state == "choosing"


def test_inactive_organizations_are_not_offered(zoho: Zoho, owner: FlaskClient, desk: Desk) -> None:
    active = {"organization_id": "7", "name": "Alive", "org_settings": {"is_org_active": True}}
    gone = {"organization_id": "8", "name": "Gone", "is_org_active": False}
    body = {"code": 0, "organizations": [active, gone]}
    zoho.fail({"action": "status", "status": 200, "path": "/books/v3/organizations", "body": body})
    zoho.connect(owner)
    assert row(desk).organization_name == "Alive"


def test_a_store_that_was_lost_comes_back_to_its_organization_without_a_question(
    connected: Zoho, owner: FlaskClient, desk: Desk
) -> None:
    connected.add_organization()
    access_token.lose(desk.store_id, row(desk).token_version, "Gone.")
    assert gates.closed(desk.store_id)
    assert "Reconnect to Zoho Books" in owner.get(f"{desk.address}/integrations").text
    assert "Connected to Zoho Books." in connected.connect(owner).text
    assert row(desk).organization_id == "927270001"
    assert not gates.closed(desk.store_id)


def test_reconnecting_ends_the_former_access_at_zoho(connected: Zoho, owner: FlaskClient, desk: Desk) -> None:
    before = row(desk).refresh_token
    connected.connect(owner)
    assert [call["status"] for call in connected.calls(REVOKE)] == [200]
    assert row(desk).refresh_token != before
    assert access_token.access_token(desk.store_id).organization_id == "927270001"


def test_another_organization_than_before_has_to_be_confirmed(
    connected: Zoho, owner: FlaskClient, desk: Desk, post: Any
) -> None:
    connected.add_organization()
    post(owner, connected.page, f"{connected.page}/disconnect")
    connected.connect(owner)
    page = post(owner, f"{connected.page}/organization", organization_id="927270002").text
    assert "was connected to “Sandbox Trading Co”" in page
    assert ">Choose the organization<" not in page
    assert row(desk).organization_id == "927270001" and row(desk).state == "choosing"
    form = {"organization_id": "927270002", "is_confirmed": "927270002"}
    assert "Connected to Zoho Books." in post(owner, f"{connected.page}/organization", **form).text
    assert row(desk).organization_id == "927270002"


def test_a_single_organization_that_is_another_one_is_not_taken_silently(
    connected: Zoho, owner: FlaskClient, desk: Desk
) -> None:
    change(desk, organization_id="1", organization_name="Former Ltd")
    assert "Choose an organization" in connected.connect(owner).text
    assert gates.closed(desk.store_id)


def test_what_was_learned_from_the_former_organization_is_forgotten(
    connected: Zoho, owner: FlaskClient, desk: Desk, post: Any
) -> None:
    change(desk, organization_id="1", organization_name="Former Ltd", watermark=now(), last_poll_at=now())
    connected.connect(owner)
    form = {"organization_id": "927270001", "is_confirmed": "927270001"}
    post(owner, f"{connected.page}/organization", **form)
    assert (row(desk).watermark, row(desk).last_poll_at) == (None, None)


def test_of_two_who_connect_a_store_at_once_both_succeed(
    zoho: Zoho, owner: FlaskClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    back = zoho.consent(owner)
    of, asked = access_token.get_connection, []

    def too_early(store_id: int) -> Connection | None:
        """What the second one saw: there was no connection yet, but a moment later there was."""
        asked.append(store_id)
        if len(asked) > 1:
            return of(store_id)
        db.session.execute(insert(Connection).values(store_id=store_id, data_center="sandbox", state="choosing"))
        return None

    monkeypatch.setattr(access_token, "get_connection", too_early)
    page = owner.get(local(back), follow_redirects=True)
    assert "Connected to Zoho Books." in page.text
    assert row(desk).state == "connected"


# Disconnecting


def test_disconnecting_ends_the_access_here_and_at_zoho_and_keeps_the_settings(
    connected: Zoho, owner: FlaskClient, desk: Desk, post: Any
) -> None:
    page = post(owner, connected.page, f"{connected.page}/disconnect").text
    assert "access in Zoho has ended, too" in page and "Data center region" in page and "Save settings" in page
    found = row(desk)
    assert (found.state, found.access_token, found.refresh_token) == ("disconnected", None, None)
    assert [call["status"] for call in connected.calls(REVOKE)] == [200]
    assert [gate.cause for gate in gates.closed(desk.store_id)] == ["connection"]
    with pytest.raises(ConnectionLost):
        access_token.access_token(desk.store_id)


def test_disconnecting_works_while_zoho_is_away_and_says_what_is_left_to_do(
    connected: Zoho, owner: FlaskClient, desk: Desk, post: Any
) -> None:
    connected.fail({"action": "drop", "path": REVOKE})
    page = post(owner, connected.page, f"{connected.page}/disconnect").text
    assert "did not confirm" in page and "Connected Apps" in page
    assert row(desk).state == "disconnected"


def test_the_audit_log_names_who_connected_and_disconnected(
    connected: Zoho, owner: FlaskClient, desk: Desk, post: Any
) -> None:
    post(owner, connected.page, f"{connected.page}/disconnect")
    db.session.remove()
    said = [(entry.who, entry.what) for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert ("owner@example.com", "Connected to Zoho Books, organization Sandbox Trading Co") in said
    assert ("owner@example.com", "Disconnected from Zoho Books, organization Sandbox Trading Co") in said
