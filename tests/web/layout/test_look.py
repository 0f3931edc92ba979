"""How pages look and read: their frame, money and times, and how they answer to hands."""

import re
import time
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import event, update
from sqlalchemy.exc import OperationalError

from harness.desk import Desk
from tests.support.browser import sign_in
from tests.support.look import Visit
from zoho_app import kinds
from zoho_app.accounts import api_keys
from zoho_app.accounts.models import SignIn, Store
from zoho_app.appointments.models import Appointment, Gate
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.http.access import OWNER, access
from zoho_app.web.layout import formats
from zoho_app.zoho_books.models import Connection

pytestmark = pytest.mark.once

STATES = ("Waiting", "Running", "Outcome unknown", "Failed", "Done", "Canceled")
LOST = "Zoho Books no longer accepts the connection."


# Money


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        ("1234.5", "USD", "$1,234.50"),
        ("-3", "EUR", "−€3.00"),
        ("0", "USD", "$0.00"),
        ("1200.0000", "JPY", "¥1,200"),
        ("1.5", "KWD", "KWD\u00a01.500"),
        ("0.1234", "USD", "$0.1234"),
        ("1000000", "", "1,000,000.00"),
    ],
)
def test_money_is_written_with_the_cents_of_its_currency(
    app: Flask, amount: str, currency: str, written: str
) -> None:
    with app.test_request_context():
        assert formats.money(Decimal(amount), currency) == written


# The frame


def frame_of(client: FlaskClient, page: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(page).text, "lxml")


def words_of(part: Any) -> str:
    return " ".join(part.get_text(" ").split())


def test_the_menu_counts_the_orders_of_each_folder(desk: Desk, owner: FlaskClient) -> None:
    desk.order("1")
    desk.order("2")
    menu = frame_of(owner, f"{desk.address}/settings").find(id="desk-menu")
    links = [words_of(link) for link in menu.find_all("a")]
    assert links == [
        *("Home", "Needs Attention", "Edit Folders"),
        "All Orders 2 orders",
        "New 2 orders",
        "Prepared 0 orders",
        "Closed 0 orders",
        "Canceled 0 orders",
        "Activity",
        "Inventory",
        "Rule Builder",
        "Integrations",
        "Settings",
    ]
    assert words_of(menu.find("a", attrs={"aria-current": "page"})) == "Settings"


@pytest.mark.parametrize(
    ("page", "line", "tabs"),
    [
        ("runs", "Activity", [*("All", *STATES), "Bulk Runs"]),
        ("channels", "Integrations", ["Manage Integrations", "Sales Channels"]),
        ("people", "Settings", ["Store Settings", "People", "Printing", "Alerts", "Personal Data", "Audit Log"]),
    ],
)
def test_the_pages_of_a_line_of_the_menu_are_tabs(
    desk: Desk, owner: FlaskClient, page: str, line: str, tabs: list[str]
) -> None:
    soup = frame_of(owner, f"{desk.address}/{page}")
    links = soup.select("nav[aria-label='Pages of this section'] a")
    assert [words_of(link) for link in links] == tabs
    assert [link["href"] for link in links if link.get("aria-current")] == [f"{desk.address}/{page}"]
    assert words_of(soup.find(id="desk-menu").find("a", attrs={"aria-current": "page"})) == line
    for link in links:
        assert owner.get(link["href"]).status_code == 200


def test_the_menu_offers_only_what_the_person_may_use(desk: Desk, viewer: FlaskClient) -> None:
    menu = frame_of(viewer, f"{desk.address}/orders").find(id="desk-menu")
    for link in menu.find_all("a"):
        assert viewer.get(link["href"]).status_code == 200, link
    settings = frame_of(viewer, _href(menu, "Settings"))
    assert words_of(settings.h1) == "Alerts"
    assert not settings.select("nav[aria-label='Pages of this section']"), "one page alone needs no tabs"


def _href(menu: Any, words: str) -> str:
    return next(str(link["href"]) for link in menu.find_all("a") if words_of(link) == words)


def appoint(
    desk: Desk, state: str, subject_id: int, finished_at: datetime | None = None, is_dismissed: bool = False
) -> None:
    db.session.add(
        Appointment(
            store_id=desk.store_id,
            kind=kinds.SUBMIT.name,
            queue="zoho_books",
            subject_id=subject_id,
            asked_by="Auto",
            state=state,
            finished_at=finished_at,
            is_dismissed=is_dismissed,
        )
    )


def test_one_line_says_what_the_desk_is_doing_now(desk: Desk, owner: FlaskClient, app: Flask) -> None:
    elsewhere = Desk.open(app, "Elsewhere")
    appoint(desk, "scheduled", 1)
    appoint(desk, "scheduled", 2)
    appoint(desk, "running", 3)
    appoint(desk, "unknown", 4)
    appoint(desk, "failed", 5, now())
    appoint(desk, "failed", 6, now() - timedelta(days=2))
    appoint(desk, "failed", 9, now(), is_dismissed=True)
    appoint(desk, "done", 7, now())
    appoint(elsewhere, "running", 8)
    db.session.add(Gate(store_id=desk.store_id, queue="zoho_books", cause="quota", words="Calls are used up."))
    db.session.commit()
    line = frame_of(owner, f"{desk.address}/settings").find(id="desk-now")
    assert words_of(line) == "Calls are used up. 1 running 2 waiting 1 in doubt"


def test_a_quiet_desk_says_so(desk: Desk, owner: FlaskClient) -> None:
    assert words_of(frame_of(owner, f"{desk.address}/settings").find(id="desk-now")) == "Nothing is under way"


def lose_connection(desk: Desk) -> None:
    db.session.add(Connection(store_id=desk.store_id, state="lost", data_center="eu", lost_because=LOST))
    db.session.commit()


def test_every_page_says_that_the_connection_is_lost_and_has_the_button_that_fixes_it(
    desk: Desk, owner: FlaskClient
) -> None:
    lose_connection(desk)
    for page in ("orders", "settings", "people", "inventory", "rules"):
        banner = frame_of(owner, f"{desk.address}/{page}").find(class_="banner")
        assert LOST in words_of(banner)
        buttons = banner.find_all(["a", "button"])
        assert [words_of(button) for button in buttons] == ["Reconnect to Zoho Books"]
        assert banner.find("form")["action"] == f"{desk.address}/integrations/zoho-books/connect"


def test_who_can_not_fix_a_lost_connection_is_told_whom_to_ask(desk: Desk, viewer: FlaskClient) -> None:
    lose_connection(desk)
    banner = frame_of(viewer, f"{desk.address}/orders").find(class_="banner")
    assert "Ask an owner of the store to reconnect." in words_of(banner)
    assert banner.find(["a", "button"]) is None


def test_a_connection_without_an_organization_leads_to_the_choice(desk: Desk, owner: FlaskClient) -> None:
    db.session.add(Connection(store_id=desk.store_id, state="choosing", data_center="eu"))
    db.session.commit()
    banner = frame_of(owner, f"{desk.address}/orders").find(class_="banner")
    assert words_of(banner.find("a")) == "Choose the organization"
    assert owner.get(banner.find("a")["href"]).status_code == 200


def test_the_frame_of_a_page_costs_few_statements(desk: Desk, owner: FlaskClient) -> None:
    for number in range(5):
        desk.order(str(number))
    statements: list[str] = []
    engine = db.engine
    event.listen(engine, "before_cursor_execute", note := lambda *a: statements.append(a[2]))
    owner.get(f"{desk.address}/people/{desk.person('owner').id}")
    event.remove(engine, "before_cursor_execute", note)
    ours = [text for text in statements if re.search(r"FROM (folders|gates|appointments|zoho_books_conn)", text)]
    assert len(ours) == 4


def test_a_page_does_not_wait_for_somebody_who_writes(desk: Desk, owner: FlaskClient) -> None:
    with db.engine.connect() as writer, writer.begin():
        writer.execute(update(Store).values(name="Not yet"))
        started = time.monotonic()
        page = owner.get(f"{desk.address}/settings").text
        assert time.monotonic() - started < 10  # SQLite would give up after 15 seconds
        assert 'value="Acme"' in page


# Error pages


def test_an_unknown_address_gets_a_plain_page(app: Flask) -> None:
    answer = app.test_client().get("/no/such/page")
    assert answer.status_code == 404
    assert "Page not found" in answer.text


def test_an_unknown_address_below_the_api_answers_in_json(app: Flask) -> None:
    answer = app.test_client().get("/api/v2/no-such-thing")
    assert answer.status_code == 401, "without a key nobody learns which addresses there are"
    assert answer.json["status"] == "error"


def test_a_page_that_breaks_tells_what_became_of_the_work(
    app: Flask, desk: Desk, owner: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def break_down(**anything: Any) -> None:
        raise RuntimeError("secret inside")

    access(OWNER)(break_down)
    monkeypatch.setitem(app.view_functions, "stores.settings", break_down)
    answer = owner.get(f"{desk.address}/settings")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "secret inside" not in answer.text


def test_a_database_that_is_away_gets_its_own_page(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    app.testing = False

    def away(*anything: Any) -> None:
        raise OperationalError("SELECT 1", {}, Exception("connection refused"))

    monkeypatch.setattr("zoho_app.web.accounts.sign_in.people.find", away)
    client = app.test_client()
    token = BeautifulSoup(client.get("/sign-in").text, "lxml").select_one("[name=csrf_token]")["value"]
    answer = client.post("/sign-in", data={"email": "a@b.example", "password": "x", "csrf_token": token})
    assert answer.status_code == 503
    assert "The database can&#39;t be reached" in answer.text


# In a real browser


def test_on_a_narrow_screen_the_menu_opens_and_closes_without_scripts(
    desk: Desk, site: str, browser: Browser
) -> None:
    desk.person("owner")
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    sign_in(page, site)
    page.goto(f"{site}{desk.address}/people")
    menu_link = page.get_by_role("link", name="Rule Builder")
    assert not menu_link.is_visible()
    page.get_by_role("button", name="Menu", exact=True).click()
    assert menu_link.is_visible()
    page.get_by_role("button", name="Close menu").click()
    assert not menu_link.is_visible()
    context.close()


def test_a_dangerous_button_asks_once_in_place(desk: Desk, site: str, page: Page) -> None:
    desk.person("owner")
    key = desk.api_key
    db.session.remove()
    sign_in(page, site)
    page.goto(f"{site}{desk.address}/settings/api-keys")
    sure = page.get_by_role("button", name="Revoke the key")
    assert not sure.is_visible()
    page.get_by_text("Revoke", exact=True).click()
    sure.click()
    page.get_by_text("No program can use this store's API").wait_for()
    assert api_keys.find(desk.store_id, key) is None


def test_somebody_signed_out_while_typing_signs_in_and_sends_what_they_typed(
    desk: Desk, site: str, page: Page
) -> None:
    desk.person("owner")
    visit = Visit(page, site)
    sign_in(page, site)
    page.goto(f"{site}{desk.address}/settings")
    page.get_by_label("Store name").fill("Typed for an hour")
    db.session.execute(update(SignIn).values(ended_at=now()))
    db.session.commit()
    page.get_by_role("button", name="Save settings").click()
    visit.judge("not sent yet")
    assert visit.wrong == []
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in").click()
    sign_in(opened.value, site)
    page.get_by_role("button", name="Send again").click()
    page.get_by_role("button", name="Send again").click()  # now with the new session's token
    page.get_by_text("Store settings saved.").wait_for()
    assert desk.store.name == "Typed for an hour"


def test_a_half_typed_note_is_not_left_behind_unasked(desk: Desk, site: str, page: Page) -> None:
    order_id = desk.order().id
    desk.person("owner")
    db.session.remove()
    sign_in(page, site)
    page.goto(f"{site}{desk.address}/orders/{order_id}")
    note = page.get_by_label("Note", exact=True)
    note.press_sequentially("Call back before ")
    page.once("dialog", lambda question: question.dismiss())
    page.get_by_role("button", name="Move", exact=True).dispatch_event("click")  # click() would wait for another page
    expect(note).to_have_value("Call back before ")
    note.fill("Call back before noon")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator("#timeline .event-note")).to_contain_text("Call back before noon")


def test_the_first_press_of_tab_offers_to_skip_the_menu(desk: Desk, site: str, page: Page) -> None:
    desk.person("owner")
    sign_in(page, site)
    page.goto(f"{site}{desk.address}/settings")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
