"""Every page, empty, full, in trouble, with very long texts, and refused.

With BOOKDESK_LOOK=all (script/look) each is judged by tests/support/look.py in each state and each of four views;
else in one state and one view, in turn.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect

from harness.desk import Desk
from harness.full_store import fill
from harness.pages import STATES, furnished
from tests.support.browser import Pictures, sign_in
from tests.support.look import IS_COMPLETE, UNFOLD, cheap, visiting
from tests.support.mail import post_office
from zoho_app.accounts import invitations, one_time_links, throttle
from zoho_app.alerts import messages, recipients, settings
from zoho_app.extensions import db
from zoho_app.http.access import VIEWER, access
from zoho_app.web.layout import errors

pytestmark = pytest.mark.slow(85)


@pytest.mark.parametrize("state", [*STATES, "crowded"])
def test_every_page_opens_and_is_cheap(app: Flask, desk: Desk, owner: FlaskClient, state: str) -> None:
    wrong: list[str] = []
    paths = furnished(app, desk, state).values()
    with cheap(app, wrong):
        statuses = {path: owner.get(path, follow_redirects=True).status_code for path in paths}
    assert {path for path, status in statuses.items() if status != 200} == set()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("state", STATES)
def test_every_page_looks_right(
    app: Flask, desk: Desk, browser: Browser, site: str, tmp_path: Path, state: str
) -> None:
    turn = STATES.index(state)
    paths = list(furnished(app, desk, state).items())
    pictures = Pictures(tmp_path)
    with visiting(browser, site, turn, unfolds=state in ("trouble", "long")) as visit:
        sign_in(visit.page, site)
        for name, path in paths if IS_COMPLETE else paths[turn :: len(STATES)]:
            visit.open(path, seen=pictures.camera(visit.page, name) if state == "full" else None)


# The page, the button that is pressed, and what is typed under which label before; an empty form is refused as it is.
REFUSED: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("settings", "Save settings", {"Store name": ""}),
    ("people", "Invite", {}),
    ("privacy", "Show data", {}),
    ("privacy", "Save", {"Bulk runs": "3"}),
    ("inventory/new", "Add item", {"Price": "much"}),
    ("orders/new", "Add order", {"Email": "nobody"}),
    ("orders/import", "Show preview", {}),
    ("orders/ORDER/edit/addresses", "Save customer", {"Email": "nobody"}),
    ("orders/ORDER/edit/items", "Save items and totals", {"Amount": "much", "Refunded": "much"}),
    ("orders/ORDER/edit/checkout-data", "Save checkout data", {"Checkout data": "no equals sign"}),
    ("orders/ORDER/items/new", "Add item", {"Price each": "much"}),
    ("orders/ORDER", "Add note", {}),
    ("orders/ORDER/shipments", "Add shipment", {}),
    ("channels/new", "Add sales channel", {}),
    ("rules/new", "Save rule", {"Event": "Tea is Ready"}),
    ("folders", "Add folder", {}),
    ("views/new", "Save view", {}),
    ("alerts", "Save alert settings", {"E-mail addresses": "nobody"}),
    ("settings/printing", "Use this logo", {}),
    ("settings/printing/template", "Save template", {"Template": "{{ nothing }}"}),
    ("integrations/zoho-books", "Save settings", {"Product Code Match": "no equals sign"}),
)


def test_every_form_that_is_refused(app: Flask, desk: Desk, browser: Browser, site: str) -> None:
    order_id = fill(desk)["order_id"]
    db.session.remove()
    with visiting(browser, site) as visit:
        sign_in(visit.page, site)
        here = f"{desk.address}/"
        pages = [(here + path.replace("ORDER", str(order_id)), button, typed) for path, button, typed in REFUSED]
        for path, button, typed in [*pages, ("/account", "Change password", {})]:
            visit.page.goto(site + path)
            visit.page.evaluate(UNFOLD)
            # Without the browser's own check, as from one that has none.
            visit.page.evaluate("document.querySelectorAll('form').forEach(form => form.noValidate = true)")
            for label, text in typed.items():
                visit.page.get_by_label(label).first.fill(text)
            visit.page.get_by_role("button", name=button, exact=True).last.click()
            expect(visit.page.locator("main [role=alert]").first, f"{path} after “{button}”").to_be_visible()
            visit.judge(f"{path} refused")
        visit.open(f"{desk.address}/orders/999999", status=404)


def test_every_failure_and_a_form_that_came_too_late(
    app: Flask, desk: Desk, browser: Browser, site: str, tmp_path: Path
) -> None:
    settings, pictures = f"{desk.address}/settings", Pictures(tmp_path)
    desk.person("owner")
    db.session.remove()
    with visiting(browser, site) as visit:
        sign_in(visit.page, site)
        visit.page.goto(site + settings)
        visit.page.context.clear_cookies()
        visit.page.get_by_label("Store name").fill("Acme & Sons")
        visit.page.get_by_role("button", name="Save settings").click()
        visit.judge("signed out meanwhile", pictures.camera(visit.page, "form-not-sent"))
        sign_in(visit.page, site)
        for code in errors.TROUBLES:
            app.view_functions["stores.settings"] = access(VIEWER)(failing(code))
            visit.open(settings, status=code, seen=pictures.camera(visit.page, f"error-{code}"))


def failing(code: int) -> Callable[..., NoReturn]:
    def fail(**anything: Any) -> NoReturn:
        abort(code)

    return fail


def test_pages_before_signing_in(app: Flask, desk: Desk, browser: Browser, site: str, tmp_path: Path) -> None:
    pictures = Pictures(tmp_path)
    _, invitation = invitations.invite(desk.store, f"{'long-' * 12}name@example.com", "operator", "owner@example.com")
    db.session.commit()
    with visiting(browser, site) as visit:
        visit.open("/sign-in")
        visit.page.get_by_role("button", name="Sign in").click()
        visit.judge("refused sign-in")
        visit.open(f"/invitation/{invitation}", seen=pictures.camera(visit.page, "invitation"))
        visit.page.get_by_role("button").last.click()
        visit.judge("refused invitation")
        visit.open("/invitation/used", status=404, seen=pictures.camera(visit.page, "invitation-used-up"))
        visit.open("/nothing", status=404)


def test_the_pages_behind_links_in_alert_mails(
    app: Flask, desk: Desk, browser: Browser, site: str, tmp_path: Path
) -> None:
    pictures = Pictures(tmp_path)
    email = f"{'long-' * 12}name@example.com"
    settings.save(desk.store_id, settings.Wanted(email, "", 10, 90), "owner@example.com")
    messages.ask(desk.store_id, "owner@example.com")
    row = recipients.get(desk.store_id, email)
    confirm, stop = recipients.confirmation(row), recipients.stopping(row)
    db.session.commit()
    with visiting(browser, site) as visit:
        visit.open(f"/alerts/confirm/{confirm}", seen=pictures.camera(visit.page, "alerts-confirm"))
        visit.page.get_by_role("button", name="Get the alerts").click()
        visit.judge("confirmed")
        visit.open(f"/alerts/confirm/{confirm}", status=404, seen=pictures.camera(visit.page, "alerts-no-link"))
        visit.open(f"/alerts/stop/{stop}", seen=pictures.camera(visit.page, "alerts-stop"))
        visit.page.get_by_role("button", name="Stop the alerts").click()
        visit.judge("stopped")


def test_pages_of_somebody_who_is_invited_and_has_an_account(
    app: Flask, desk: Desk, browser: Browser, site: str, tmp_path: Path
) -> None:
    pictures, owner = Pictures(tmp_path), desk.person("owner")
    other = Desk.open(app, "The Other Store")
    _, own = invitations.invite(other.store, owner.email, "viewer", "ada@example.com")
    _, of_another = invitations.invite(other.store, f"{'long-' * 12}name@example.com", "owner", "ada@example.com")
    db.session.commit()
    with visiting(browser, site) as visit:
        sign_in(visit.page, site)
        visit.open(f"/invitation/{own}", seen=pictures.camera(visit.page, "invitation-with-account"))
        visit.open(f"/invitation/{of_another}", seen=pictures.camera(visit.page, "invitation-of-another"))
        visit.page.goto(f"{site}/invitation/{own}")
        visit.page.get_by_role("button", name="Decline").click()
        visit.judge("declined invitation")


def test_pages_of_somebody_who_has_to_wait(
    app: Flask, desk: Desk, browser: Browser, site: str, tmp_path: Path
) -> None:
    pictures, owner = Pictures(tmp_path), desk.person("owner")
    token = one_time_links.new_unlock_link(owner)
    for _ in range(throttle.OWN.free):
        throttle.take_turn(*throttle.of_sign_in(owner.email, "127.0.0.1"))
    db.session.commit()
    with visiting(browser, site) as visit, post_office() as office:
        app.config["SMTP"] = office.server
        sign_in(visit.page, site)
        visit.judge("has to wait", pictures.camera(visit.page, "sign-in-waiting"))
        visit.page.get_by_role("button", name="Send the link").click()
        visit.judge("link was sent")
        visit.open(f"/unlock/{token}", seen=pictures.camera(visit.page, "unlock"))
        visit.open("/unlock/used", status=404)


def test_the_set_up_page(app: Flask, browser: Browser, site: str) -> None:
    with app.app_context():
        token = one_time_links.new_set_up_link()
        db.session.commit()
    with visiting(browser, site) as visit:
        visit.open(f"/set-up/{token}")
        visit.page.get_by_role("button", name="Create store").click()
        assert visit.page.locator(".error-summary").evaluate("it => it === document.activeElement")
        visit.judge("refused set-up")
        visit.open("/set-up/used", status=404)
