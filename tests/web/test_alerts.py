"""The page of the alerts, and their banner on every other page: who is told, and what is open."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.desk import Desk
from harness.statements import statements
from tests.support.alerts import ADA, Watch, confirm, connect, dismiss, fail, mailbox, tell, watch
from tests.support.mail import Post
from tests.support.shop import Shop, is_signed
from zoho_app.accounts.models import AuditEntry
from zoho_app.alerts import messages
from zoho_app.alerts.kinds import KINDS
from zoho_app.alerts.models import Alert, AlertSettings
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books.models import LOST

__all__ = ["mailbox", "watch"]


def saved(desk: Desk) -> AlertSettings:
    db.session.remove()
    return db.session.get_one(AlertSettings, desk.store_id)


def form(**changes: str) -> dict[str, str]:
    return {"emails": "", "webhook_url": "", "failures_threshold": "10", "quota_percent": "90", **changes}


def test_every_page_shows_an_open_alert_with_the_link_that_fixes_it(
    desk: Desk, viewer: FlaskClient, watch: Watch
) -> None:
    fail(desk, 10)
    watch.look()
    page = viewer.get(f"{desk.address}/orders").text
    assert "10 things need attention." in page
    assert f'href="{desk.address}{KINDS["failures"].path}"' in page
    own = viewer.get(f"{desk.address}/alerts").text
    assert own.count("10 things need attention") == 1
    attention = viewer.get(f"{desk.address}/attention").text
    group = viewer.get(unescape(re.findall(r'href="([^"]*/attention/group[^"]*)"', attention)[0])).text
    assert "Needs Attention" in group
    assert "things need attention" not in attention + group
    dismiss(desk, 10)
    watch.until_all_is_well()
    assert "things need attention" not in viewer.get(f"{desk.address}/orders").text
    assert "10 things need attention" in viewer.get(f"{desk.address}/alerts").text


def test_a_lost_connection_has_one_banner_not_two(desk: Desk, owner: FlaskClient, watch: Watch) -> None:
    connect(desk, LOST, lost_because="Zoho took the access away.")
    watch.look()
    page = owner.get(f"{desk.address}/orders").text
    assert page.count('class="banner') == 1
    assert "Zoho took the access away." in page


def test_an_owner_sets_who_is_told_and_sees_the_secret_once(
    desk: Desk, shop: Shop, mailbox: Post, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    page = f"{desk.address}/alerts"
    assert "Nobody gets alerts yet" in owner.get(page).text
    shown = post(owner, page, **form(emails=" Ada@Example.com \r\nbob@example.com", webhook_url=shop.url))
    secret = re.findall(r"whsec_[A-Za-z0-9+/=]{40,}", shown.text.replace("&#43;", "+"))[0]
    found = saved(desk)
    assert (found.emails, found.signing_secret) == (f"{ADA}\nbob@example.com", secret)
    confirm(desk, ADA)
    assert "Alert settings saved." in post(owner, page, **form(emails=ADA, webhook_url=shop.url)).text
    assert secret not in owner.get(page).text
    assert saved(desk).signing_secret == secret
    assert "A test is on its way to 2 receivers." in post(owner, page, f"{page}/test").text
    desk.work("channels")
    assert json.loads(shop.requests[0].body)["event"] == "alert.test"
    assert is_signed(shop.requests[0], secret)
    assert [letter["To"] for letter in mailbox.letters if "test" in letter["Subject"]] == [ADA]
    page_then = owner.get(page).text
    assert "Accepted by the mail server" in page_then and "Accepted with 200 OK." in page_then
    replaced = post(owner, page, f"{page}/secret").text
    assert "whsec_" in replaced
    assert saved(desk).signing_secret != secret


def test_what_the_audit_log_learns_holds_no_secret(desk: Desk, owner: FlaskClient, post: Callable[..., Any]) -> None:
    post(owner, f"{desk.address}/alerts", **form(webhook_url="https://hook.example.com/x?key=s3cret"))
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.changes == {"webhook": ["", "https://hook.example.com/x?[secret]"]}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"emails": f"{ADA}\nnobody"}, "E-mail addresses: “nobody” is not an e-mail address"),
        ({"emails": "a,b@example.com, <x>@example.com"}, "E-mail addresses: “a” is not an e-mail address"),
        ({"emails": "a(b@example.com"}, "E-mail addresses: “a(b@example.com” is not an e-mail address"),
        ({"emails": "\n".join(f"{n}@example.com" for n in range(21))}, "E-mail addresses: Give at most 20 addresses"),
        ({"webhook_url": "http://10.0.0.1/"}, "Webhook address: 10.0.0.1 is not on the public internet"),
        ({"failures_threshold": "0"}, "Failures that open an alert: give a whole number from 1 to 1,000,000."),
        ({"failures_threshold": "many"}, "Failures that open an alert: give a whole number from 1 to 1,000,000."),
        ({"quota_percent": "101"}, "Share of the daily Zoho calls, in percent: give a whole number from 1 to 100."),
        ({"quota_percent": ""}, "Share of the daily Zoho calls, in percent: give a whole number from 1 to 100."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    desk: Desk, owner: FlaskClient, post: Callable[..., Any], changes: dict[str, str], words: str
) -> None:
    typed = form(emails="kept@example.com") | changes
    answer = post(owner, f"{desk.address}/alerts", **typed)
    assert answer.status_code == 200
    assert words in unescape(answer.text)
    assert typed["emails"].splitlines()[0] in unescape(answer.text)
    assert db.session.get(AlertSettings, desk.store_id) is None


def test_who_is_no_owner_sees_alerts_and_nobodys_address(
    desk: Desk, sign_in: Callable[[str], FlaskClient], mailbox: Post, watch: Watch
) -> None:
    tell(desk)
    connect(desk, LOST)
    watch.look()
    for role in ("viewer", "operator"):
        page = sign_in(role).get(f"{desk.address}/alerts").text
        assert "The connection to Zoho Books is lost." in page
        assert ADA not in page
        assert "Only an owner of this store can change who gets alerts." in page


def test_a_test_that_reaches_nobody_says_so(desk: Desk, owner: FlaskClient, post: Callable[..., Any]) -> None:
    page = f"{desk.address}/alerts"
    assert "Nobody gets alerts yet. Add an e-mail address and confirm it" in post(owner, page, f"{page}/test").text
    assert "There is no webhook, so" in post(owner, page, f"{page}/secret").text


def test_old_alerts_are_paged_and_the_page_costs_few_statements(desk: Desk, owner: FlaskClient) -> None:
    for number in range(60):
        timestamp = now() - timedelta(days=60 - number)
        db.session.add(
            Alert(
                store_id=desk.store_id,
                kind="failures",
                words=f"Number {number}.",
                opened_at=timestamp,
                cleared_at=timestamp + timedelta(hours=1),
            )
        )
    tell(desk, "\n".join(f"{number}@example.com" for number in range(20)))
    messages.plan_test(desk.store_id, "owner@example.com")
    db.session.commit()
    page = f"{desk.address}/alerts"
    with statements() as seen:
        first = owner.get(page).text
    assert len(seen) <= 12
    assert ("Number 59." in first, "Number 35." in first, "Number 34." in first) == (True, True, False)
    link = re.search(r'href="([^"]+before=\d+)"', first)
    assert link
    second = owner.get(link.group(1)).text
    assert ("Number 34." in second, "Number 10." in second, "Number 35." in second) == (True, True, False)
    assert owner.get(f"{page}?before=1").status_code == 302
