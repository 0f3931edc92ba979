"""The checklist: each check red and green against the sandbox, and never green because it could not be made."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import requests
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from harness.books import Books, submitted
from harness.desk import Desk
from harness.statements import statements
from harness.zoho_consent import Zoho
from tests.support.mail import SENDER
from zoho_app import kinds
from zoho_app.alerts import settings as alert_settings
from zoho_app.alerts.settings import Wanted
from zoho_app.appointments import for_store, gates
from zoho_app.appointments.models import DONE, SCHEDULED
from zoho_app.clock import now
from zoho_app.config import Smtp
from zoho_app.extensions import db
from zoho_app.orders import inventory
from zoho_app.web.zoho_books import checklist
from zoho_app.zoho_books import settings as zoho_settings
from zoho_app.zoho_books.models import Connection
from zoho_app.zoho_books.preflight import run as preflight
from zoho_app.zoho_books.preflight.checks import BAD, GOOD, UNKNOWN, Check
from zoho_app.zoho_books.preflight.remote import ALL

pytestmark = pytest.mark.once

WHO = "owner@example.com"
ASKED = [asked.title for asked in ALL]


@pytest.fixture
def ready(desk: Desk, books: Books) -> Books:
    """A store that agrees with its organization, its items and contacts read."""
    desk.store.time_zone = "America/New_York"
    for_store.at_once(desk.store_id, kinds.REFRESH.name, WHO)
    db.session.commit()
    desk.work()
    books.count_from_here()
    return books


def check(desk: Desk) -> dict[str, Check]:
    """Check everything, and let a worker do it."""
    preflight.check_everything(desk.store_id, WHO)
    db.session.commit()
    desk.work()
    return shown(desk)


def shown(desk: Desk) -> dict[str, Check]:
    db.session.remove()
    return {one.title: one for one in checklist.get_checked(desk.store_id).checks}


def states(checks: dict[str, Check], *titles: str) -> list[str]:
    return [checks[title].state for title in titles or checks]


def name_tax(desk: Desk, tax_id: str) -> None:
    inventory.create(desk.store_id, {"name": "Mug", "code": "BD-MUG-01", "metadata": {"Tax_ID": tax_id}})
    db.session.commit()


def change_settings(desk: Desk, **values: Any) -> None:
    found = zoho_settings.get(desk.store_id)
    assert found is not None
    zoho_settings.save(found, values, WHO)
    db.session.commit()


# All of it


def test_a_store_that_is_ready_is_good_in_everything_for_five_calls(desk: Desk, ready: Books) -> None:
    checks = check(desk)
    assert states(checks) == [GOOD] * 16, [one.words for one in checks.values() if one.state != GOOD]
    assert checklist.get_checked(desk.store_id).words == "All 16 checks passed"
    assert sorted(ready.desk_calls()) == [
        "GET /contacts",
        "GET /items",
        "GET /organizations",
        "GET /salesorders",
        "GET /settings/customfields",
    ]
    appointment = preflight.latest(desk.store_id)
    assert appointment is not None
    assert (appointment.state, appointment.answer) == (DONE, "Checks: 10, to fix: 0, not known: 0")


def test_connecting_lets_a_worker_check_everything(
    desk: Desk, owner: FlaskClient, zoho_process: Any, post: Callable[..., Any]
) -> None:
    desk.app.config["ZOHO_SANDBOX_URL"] = zoho_process.url
    zoho = Zoho(zoho_process, desk)
    zoho.connect(owner)
    assert "Not checked yet" in owner.get(zoho.page).text
    desk.work()
    assert states(shown(desk), "Organization", "Contacts", "Items") == [GOOD] * 3
    assert "to fix" in owner.get(zoho.page).text, "the time zones differ"


def test_while_zoho_is_out_of_order_nothing_is_good(desk: Desk, ready: Books) -> None:
    name_tax(desk, "777")
    ready.fail({"action": "html", "status": 502, "path": "/books/", "times": 0})
    checks = check(desk)
    assert states(checks, *ASKED) == [UNKNOWN] * len(ASKED)
    assert all(checks[title].words.startswith("Could not be checked: ") for title in ASKED)
    assert checklist.get_checked(desk.store_id).words == f"{len(ASKED) + 1} of 16 not known"


def test_what_was_found_before_stays_while_zoho_asks_to_wait(desk: Desk, ready: Books) -> None:
    check(desk)
    before = checklist.get_checked(desk.store_id).asked_at
    ready.fail({"action": "throttle", "path": "/books/", "times": 1})
    assert states(check(desk), *ASKED) == [GOOD] * len(ASKED)
    appointment = preflight.latest(desk.store_id)
    assert appointment is not None and appointment.state == SCHEDULED
    assert checklist.get_checked(desk.store_id).asked_at == before


def test_a_day_without_calls_is_no_reason_to_wait_till_tomorrow(desk: Desk, ready: Books) -> None:
    name_tax(desk, "777")
    ready.set_limits(per_day=1)
    check(desk)
    checks = check(desk)
    assert set(states(checks, *ASKED)) == {UNKNOWN}
    appointment = preflight.latest(desk.store_id)
    assert appointment is not None and appointment.state == DONE


# Each check


def test_a_right_that_was_taken_away_is_named_where_it_is_missing(desk: Desk, ready: Books) -> None:
    refusal = {"code": 57, "message": "You are not authorized to perform this operation"}
    ready.fail({"action": "status", "status": 401, "body": refusal, "path": "/books/v3/items", "times": 0})
    checks = check(desk)
    assert states(checks, "Organization", "Contacts", "Items") == [GOOD, GOOD, BAD]
    assert "does not let the person who connected read items" in checks["Items"].words
    assert checks["Items"].place == "connection"
    rest = ASKED[ASKED.index("Items") + 1 :]
    assert states(checks, *rest) == [GOOD] * len(rest), "the connection is not lost for that"


def test_an_organization_that_is_switched_off_or_not_theirs_any_more(desk: Desk, ready: Books) -> None:
    row = requests.get(f"{ready.url}/books/v3/organizations", headers=ready.headers, timeout=10).json()[
        "organizations"
    ][0]
    answers = ([{**row, "org_settings": {"is_org_active": False}}], [{**row, "organization_id": "1"}])
    for organizations, words in zip(answers, ("is inactive in Zoho Books", "no longer belongs to"), strict=True):
        body = {"code": 0, "message": "success", "organizations": organizations}
        ready.fail({"action": "status", "status": 200, "body": body, "path": "/books/v3/organizations"})
        found = check(desk)["Organization"]
        assert found.state == BAD
        assert words in found.words


def test_another_currency_or_time_zone_than_the_organizations(desk: Desk, ready: Books) -> None:
    desk.store.currency_code, desk.store.time_zone = "EUR", "Europe/Berlin"
    db.session.commit()
    checks = check(desk)
    assert states(checks, "Currency", "Time zone") == [BAD, BAD]
    assert checks["Currency"].words == "The store uses EUR, the organization uses USD."
    assert "Europe/Berlin, the organization in America/New_York" in checks["Time zone"].words


def test_another_name_of_the_same_time_zone_is_as_good(desk: Desk, ready: Books) -> None:
    desk.store.time_zone = "America/Toronto"
    db.session.commit()
    assert check(desk)["Time zone"].state == GOOD


@pytest.mark.parametrize(("seconds", "state"), [(20, GOOD), (45, BAD), (-45, BAD)])
def test_a_clock_that_is_more_than_thirty_seconds_off(desk: Desk, ready: Books, seconds: int, state: str) -> None:
    ready.set_limits(clock_offset=seconds)
    found = check(desk)["Clock"]
    assert found.state == state
    if state == BAD:
        assert ("seconds behind Zoho's" if seconds > 0 else "seconds ahead of Zoho's") in found.words
        assert "NTP" in found.remedy


def test_a_custom_field_that_is_missing_is_named_and_the_integration_knows_it(desk: Desk, ready: Books) -> None:
    ready.remove_custom_field("carrier")
    found = check(desk)["Custom fields for tracking"]
    assert (found.state, found.place) == (BAD, "zoho")
    assert "Sales orders lack carrier." in found.words
    assert "exactly this label: carrier." in found.remedy
    assert db.session.get_one(Connection, desk.store_id).missing_custom_fields == ["carrier"]


def test_taxes_that_inventory_and_orders_name_have_to_be_there(desk: Desk, ready: Books) -> None:
    tax_id = ready.call("GET", "/settings/taxes")["taxes"][0]["tax_id"]
    name_tax(desk, tax_id)
    good = check(desk)["Taxes"]
    assert (good.state, good.words) == (GOOD, "Taxes in use: 1. All are in Zoho Books.")
    desk.order(order_items=[{"name": "Mug", "code": "X", "price": 1, "quantity": 1, "metadata": {"tax_id": "777"}}])
    found = check(desk)["Taxes"]
    assert found.state == BAD
    assert "no active tax 777 (order 1)." in found.words


def test_a_number_of_a_later_order_that_somebody_else_has_used(desk: Desk, ready: Books) -> None:
    submitted(desk)
    ours = ready.sales_orders()[0]
    assert check(desk)["Sales order numbers"].state == GOOD
    ready.copies(ours["salesorder_id"], [{"salesorder_number": "ACME-7"}, {"salesorder_number": "ACME-x"}])
    found = check(desk)["Sales order numbers"]
    assert (found.state, found.place) == (BAD, "settings#salesorder_prefix")
    assert found.words.startswith("Zoho Books already has ACME-7")
    change_settings(desk, salesorder_prefix="OTHER-")
    assert check(desk)["Sales order numbers"].state == GOOD


def test_a_number_of_an_order_that_waits_is_in_the_way_too(desk: Desk, ready: Books) -> None:
    waiting = desk.order("waits").id
    submitted(desk, "sent")
    ready.copies(ready.sales_orders()[0]["salesorder_id"], [{"salesorder_number": f"ACME-{waiting}"}])
    assert f"already has ACME-{waiting}," in check(desk)["Sales order numbers"].words


def test_items_that_were_not_read_for_days_or_never(desk: Desk, ready: Books) -> None:
    connection = db.session.get_one(Connection, desk.store_id)
    connection.items_filled_at = now() - timedelta(days=3)
    db.session.commit()
    found = shown(desk)["Copy of contacts and items"]
    assert (found.state, found.place) == (BAD, "appointments")
    assert "last read 3 days ago" in found.words
    db.session.get_one(Connection, desk.store_id).items_filled_at = None
    change_settings(desk, default_sku="BD-MUG-01", product_code_match="A=BD-CAP-01")
    unread = shown(desk)
    names = ("Copy of contacts and items", "Default item SKU", "Product Code Match")
    assert states(unread, *names) == [UNKNOWN] * 3


def test_skus_of_the_settings_have_to_be_active_items(desk: Desk, ready: Books) -> None:
    change_settings(desk, default_sku="bd-mug-01", product_code_match="SET=BD-CAP-01,BD-PEN-01\nOLD=BD-NOTE-01")
    assert states(shown(desk), "Default item SKU", "Product Code Match") == [GOOD, GOOD]
    change_settings(desk, default_sku="GONE", product_code_match="SET=BD-CAP-01,NO-1\nOLD=NO-2")
    checks = shown(desk)
    assert checks["Default item SKU"].words == "Zoho Books has no active item with the SKU GONE."
    assert checks["Product Code Match"].words == "Zoho Books has no active item with the SKU NO-1, NO-2."
    assert checks["Product Code Match"].place == "settings#product_code_match"


def test_rights_that_zoho_was_not_asked_for(desk: Desk, ready: Books) -> None:
    assert shown(desk)["Access"].state == GOOD
    db.session.get_one(Connection, desk.store_id).scopes = "ZohoBooks.settings.READ"
    db.session.commit()
    found = shown(desk)["Access"]
    assert (found.state, found.place) == (BAD, "connection")
    assert "ZohoBooks.salesorders.CREATE" in found.words


def test_emails_that_alerts_want_need_a_mail_server(desk: Desk, ready: Books) -> None:
    assert shown(desk)["Alerts by e-mail"].state == GOOD
    alert_settings.save(desk.store_id, Wanted("ada@example.com", "", 10, 90), WHO)
    db.session.commit()
    found = shown(desk)["Alerts by e-mail"]
    assert found.state == BAD
    assert "SMTP_URL" in found.remedy
    desk.app.config["SMTP"] = Smtp("mail.example.com", 587, "", "", False, SENDER)
    assert shown(desk)["Alerts by e-mail"].state == GOOD


# The page


def test_the_page_says_what_to_do_and_leads_there(
    desk: Desk, ready: Books, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    change_settings(desk, default_sku="GONE")
    ready.remove_custom_field("carrier")
    page = f"{ready.page}/preflight"
    asked = BeautifulSoup(post(owner, page).text, "lxml")
    live = asked.find(id="checklist")
    assert live["hx-get"] == page and "Bookdesk is asking Zoho Books." in live.get_text()
    desk.work()
    done = BeautifulSoup(owner.get(page).text, "lxml")
    assert not done.find(id="checklist").has_attr("hx-get")
    assert "2 of 16 to fix" in done.get_text()
    first, second = (row.get_text(" ", strip=True) for row in done.select("tbody tr")[:2])
    assert first.startswith("Custom fields for tracking To fix")
    assert second.startswith("Default item SKU To fix")
    links = [link["href"] for link in done.select("tbody a")]
    assert links == [f"{ready.url}/settings?organization=927270001", f"{ready.page}#default_sku"]
    assert "2 of 16 to fix" in owner.get(ready.page).text
    assert 'id="default_sku"' in owner.get(ready.page).text
    assert requests.get(str(links[0]), timeout=10).status_code == 200


def test_who_may_not_open_a_page_is_not_led_there(desk: Desk, ready: Books, viewer: FlaskClient) -> None:
    desk.store.currency_code = "EUR"
    db.session.commit()
    check(desk)
    html = viewer.get(f"{ready.page}/preflight").text
    assert "Correct the store" in html
    assert "Open Store Settings" not in html
    assert "Check everything now" not in html


def test_before_a_store_is_connected_there_is_nothing_to_check(
    desk: Desk, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    page = f"{desk.address}/integrations/zoho-books/preflight"
    html = owner.get(page).text
    assert "Nothing to check yet" in html
    assert "Check everything now" not in html
    assert "Connect it first, then check everything." in post(owner, f"{desk.address}/alerts", page).text


def test_a_lost_connection_is_no_time_to_check(
    desk: Desk, ready: Books, owner: FlaskClient, post: Callable[..., Any]
) -> None:
    db.session.get_one(Connection, desk.store_id).state = "lost"
    gates.close(desk.store_id, "zoho_books", "connection", "Lost.")
    db.session.commit()
    page = f"{ready.page}/preflight"
    assert "Connect it first, then check everything." in post(owner, f"{desk.address}/alerts", page).text
    assert preflight.latest(desk.store_id) is None


def test_the_page_costs_few_statements_and_no_call(desk: Desk, ready: Books, owner: FlaskClient) -> None:
    change_settings(
        desk, default_sku="GONE", product_code_match="\n".join(f"A{number}=B{number}" for number in range(50))
    )
    check(desk)
    ready.count_from_here()
    with statements() as seen:
        html = owner.get(f"{ready.page}/preflight").text
    assert "B0, B1, B2, B3, B4 and 45 more" in html
    assert len(seen) <= 12
    with statements() as seen:
        owner.get(ready.page)
    assert len(seen) <= 12, "\n".join(seen)
    assert ready.desk_calls() == []
