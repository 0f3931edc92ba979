"""Days on which something is wrong or there is much to do, as people live through them in a real browser."""

import csv
import io
import re
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from harness.books import WHO, Books
from harness.desk import Desk, order_data
from harness.sandbox import SandboxProcess
from harness.server import wait_for
from harness.zoho_consent import Zoho
from tests.support.attention import add_failed
from tests.support.bulk import many
from tests.support.journeys import SUBMIT, Journey, Person, journey, states, workers
from tests.support.order_pages import connect, orders_in
from zoho_app.appointments.models import CANCELED, DONE, FAILED, SCHEDULED
from zoho_app.extensions import db
from zoho_app.orders import import_order
from zoho_app.orders.models import Order
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.api import rate_limit
from zoho_app.zoho_books.models import Connection

pytestmark = [pytest.mark.once, pytest.mark.slow(90)]

__all__ = ["journey"]

RECONNECT = "Reconnect to Zoho Books"


def came_in(desk: Desk, count: int, name: str, email: str, *codes: str) -> list[int]:
    """So many orders of one kind."""
    lines = [{"name": f"Thing {code}", "code": code, "price": "10.00", "quantity": 1} for code in codes]
    data = {**order_data(), "order_items": lines, "email": email}
    orders = [import_order.import_order(desk.store, {**data, "source_id": f"{name}{n}"}, "API") for n in range(count)]
    ids = [order.id for order in orders]
    db.session.commit()
    return ids


@pytest.fixture
def no_minutes(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the desk nor Zoho counts calls; tests/zoho_books/api/test_rate_limit.py does that."""
    monkeypatch.setattr(rate_limit, "CALLS_A_MINUTE", 1_000_000)
    books.lift_limits()


def test_a_morning_of_bad_skus_is_fixed_in_three_clicks_a_cause_and_drains(
    desk: Desk, books: Books, no_minutes: None, journey: Journey
) -> None:
    books.add_contact("Ada One", "ada@example.com")
    books.add_contact("Ada Two", "ada@example.com")
    wrong = came_in(desk, 80, "S", "b@example.com", "MUG-1")
    not_sold = came_in(desk, 70, "N", "b@example.com", "BD-MUG-01", "GIFT")
    doubtful = came_in(desk, 50, "T", "ada@example.com", "BD-MUG-01")
    for order_id in (wrong[0], not_sold[0], doubtful[0]):  # the others fail in no other way
        actions.submit(db.session.get_one(Order, order_id), WHO)
    db.session.commit()
    desk.work()
    add_failed(desk, "invalid_sku", ["MUG-1"], *wrong[1:])
    add_failed(desk, "invalid_sku", ["GIFT"], *not_sold[1:])
    add_failed(desk, "contact_several", ["ada@example.com"], *doubtful[1:])
    assert (states(), books.sales_orders()) == ({FAILED: 200}, [])

    operator = journey.person("operator").open("").press("See what needs attention")
    titles = operator.page.locator(".fix-head h2")
    expect(titles).to_have_text(
        [
            "Zoho Books has no active item with SKU MUG-1",
            "Zoho Books has no active item with SKU GIFT",
            "Several contacts have ada@example.com",
        ]
    )
    retry(operator, "Choose the item", "Use this item BD-MUG-01", "Send these 80 orders again")
    expect(titles).to_have_count(2)
    retry(operator, "Choose the item", "Leave it out", "Send these 70 orders again")
    retry(operator, "Another contact", "Use this contact Ada Two", "Send these 50 orders again")
    operator.see("Nothing needs your attention")
    assert states() == {SCHEDULED: 200}

    operator.press("Watch the progress")
    with workers(desk, "zoho_books"):
        operator.watch("Sending 1")
    operator.watch("Sent today 200", "Needs Attention 70")  # without what was left out, their totals differ
    expect(operator.page.locator("#fix-next")).not_to_contain_text("Nothing needs you")
    operator.press("See what needs attention").press("Review the totals").press("Accept all 70 differences")
    operator.open("").see("Nothing to do: everything is done")
    assert states() == {DONE: 200}
    there = [row["reference_number"] for page in (1, 2) for row in sent_page(books, page)]
    assert sorted(there) == sorted(db.session.scalars(select(Order.source_id)))


def sent_page(books: Books, page: int) -> list[dict[str, Any]]:
    rows = books.call("GET", "/salesorders", per_page=100, page=page)["salesorders"]
    assert isinstance(rows, list)
    return rows


def retry(person: Person, *presses: str) -> None:
    """From the list to the retried group."""
    person.clicks = 0
    for words in presses:
        person.press(words)
    assert person.clicks <= 3
    person.see("orders are under way again.")


def test_a_dead_token_holds_everything_back_until_somebody_reconnects(
    desk: Desk, books: Books, zoho_process: SandboxProcess, journey: Journey
) -> None:
    order_id = desk.order("1").id
    owner = journey.person("owner").open(f"/orders/{order_id}")
    books.fail({"action": "revoke_tokens", "path": "/books/"})
    owner.press(SUBMIT).see("Order scheduled to Zoho Books.")
    desk.work()
    for path in ("", "/orders", f"/orders/{order_id}", "/attention", "/appointments", "/settings"):
        owner.open(path)
        assert owner.page.get_by_role("button", name=RECONNECT).count() == 1, path
    assert states() == {SCHEDULED: 1}

    owner.open("/integrations/zoho-books")
    assert owner.page.get_by_role("button", name=RECONNECT).count() == 0, "this very page has the button itself"
    owner.open("/orders").press(RECONNECT).press("Accept").see("Connected to Zoho Books.")
    owner.open("")
    desk.work()
    owner.watch("Sent today 1")
    books.headers = zoho_process.connect()
    assert owner.page.get_by_role("button", name=RECONNECT).count() == 0
    assert (states(), len(books.sales_orders())) == ({DONE: 1}, 1)


def test_a_run_of_ten_thousand_shows_how_far_it_is_stops_and_goes_back(desk: Desk, journey: Journey) -> None:
    many(desk, 10_000)
    operator = journey.person("operator").open("/orders")
    operator.page.get_by_role("checkbox", name=re.compile("^Order ")).first.check()
    operator.page.get_by_text("Select all 10,000").click()
    operator.page.locator(".bulk-bar").get_by_text("Move", exact=True).click()
    operator.press("Move to Prepared")
    operator.see("10,000 would be moved to Prepared")
    operator.press("Move 10,000 orders to Prepared").see("Orders: 0 of 10,000", "10,000 not processed yet")
    with workers(desk, "bulk"):
        operator.watch("moved to Prepared").press("Stop").see("Stopped by operator@example.com")
    operator.page.reload()
    done, left = (how_many(operator, words) for words in ("moved to Prepared", "not done"))
    assert done > 0 and left > 0 and done + left == 10_000
    assert len(orders_in(desk, "Prepared")) == done

    with operator.page.expect_download() as file:
        operator.press("Result as CSV")
    rows = list(csv.DictReader(io.StringIO(file.value.path().read_text())))
    assert len(rows) == 10_000
    assert sum(row["State"] == "done" for row in rows) == done

    operator.press(f"Undo: move {done:,} orders back").see(f"Move back from Prepared: {done:,} orders")
    desk.work("bulk")
    operator.watch("Finished", f"{done:,} moved back")
    assert (len(orders_in(desk, "New")), orders_in(desk, "Prepared")) == (10_000, [])


def test_stopping_a_submit_of_ten_thousand_withdraws_what_it_scheduled(desk: Desk, journey: Journey) -> None:
    connect(desk)
    many(desk, 10_000)
    operator = journey.person("operator").open("/orders/checked?all_matching=1&view=&do=submit")
    operator.press("Submit 10,000 orders to Zoho Books").see("10,000 not processed yet")
    with workers(desk, "bulk"):
        operator.watch("scheduled to Zoho Books", "Time left:")
        operator.press("Stop: withdraw the").see("Withdraw waiting orders")
        operator.watch("Finished")
        operator.press("an earlier run").see("Stopped by operator@example.com", "withdrawn")
    done, left = (how_many(operator, words) for words in ("scheduled to Zoho Books", "not done"))
    assert done > 0 and left > 0 and done + left == 10_000
    assert how_many(operator, "withdrawn") == done
    assert states() == {CANCELED: done}


def how_many(person: Person, words: str) -> int:
    """The number that stands before these words."""
    line = person.page.locator(".outlook li", has_text=words).locator("strong")
    return int(line.inner_text().replace(",", ""))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_double_click_on_submit_sends_one_order(desk: Desk, books: Books, journey: Journey, scripts: bool) -> None:
    order_id = desk.order("1").id
    operator = journey.person("operator", java_script_enabled=scripts).open(f"/orders/{order_id}")
    operator.page.get_by_role("button", name=SUBMIT).first.dblclick()
    operator.see("On its way")
    assert states() == {SCHEDULED: 1}
    desk.work()
    operator.page.reload()
    operator.see("Already in Zoho Books")
    assert (states(), len(books.sales_orders())) == ({DONE: 1}, 1)


def has_read_all(desk: Desk) -> bool:
    with Session(db.engine) as session:  # an open transaction would hold up the worker
        return session.get_one(Connection, desk.store_id).items_filled_at is not None


def test_from_connecting_to_the_first_verdict_are_five_clicks(
    desk: Desk, zoho_process: SandboxProcess, journey: Journey
) -> None:
    Zoho(zoho_process, desk)
    desk.order("1")
    owner = journey.person("owner").open("/integrations").press("Enable")
    owner.page.get_by_label("Data center region").select_option(label="Sandbox")
    owner.clicks = 0
    with workers(desk, "zoho_books"):
        owner.press("Connect to Zoho Books")
        owner.press("Accept").see("Connected to Zoho Books.")
        wait_for(lambda: has_read_all(desk), 30)
        owner.press("All Orders").press("Dry run of all").see("Would create")
    assert owner.clicks <= 5
