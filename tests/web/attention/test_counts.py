"""What needs attention is counted alike on its page, on Home, in the menu and in the line above every page."""

import re
from decimal import Decimal

import pytest
from sqlalchemy import update

from harness.books import WHO, Books, submitted
from harness.desk import Desk
from harness.statements import statements
from harness.walker import Walker
from tests.support.home import put_guide_away
from zoho_app import jobs, kinds
from zoho_app.alerts import settings
from zoho_app.appointments import failures
from zoho_app.appointments.failures import Alike
from zoho_app.appointments.models import FAILED, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import OrderItem
from zoho_app.web.layout import status
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.models import Finding, SalesOrder
from zoho_app.zoho_books.reconcile import findings, totals


@pytest.fixture(autouse=True)
def one_order_in_zoho_books(desk: Desk, books: Books) -> None:
    """As it should be there."""
    submitted(desk)
    put_guide_away(desk)


def let_total_differ() -> None:
    row = db.session.query(SalesOrder).one()
    row.total = (row.expected_total or 0) + Decimal("0.01")
    db.session.commit()


def find_void(desk: Desk) -> None:
    row = db.session.query(SalesOrder).one()
    like = {"store_id": desk.store_id, "organization_id": "10", "sales_order_id": row.id}
    db.session.add(Finding(kind=findings.VOIDED, salesorder_id="1", salesorder_number="X-1", **like))
    db.session.commit()


def see_on_every_page(walker: Walker, count: int) -> None:
    walker.open("").see(f"Needs Attention {count}", "See what needs attention" if count else "everything is done")
    badge = walker.open("/inventory").soup.select_one("nav .count.is-bad")
    assert (badge.get_text() if badge else "") == (f"{count} thing{'s' if count > 1 else ''}" if count else "")
    walker.see("Nothing is under way")


def test_a_store_whose_sales_orders_agree_has_nothing_to_do(walker: Walker) -> None:
    see_on_every_page(walker, 0)
    walker.open("/attention").see("Nothing needs your attention")


def test_a_total_that_differs_needs_attention_until_it_is_accepted(desk: Desk, walker: Walker) -> None:
    let_total_differ()
    see_on_every_page(walker, 1)
    walker.open("").click("See what needs attention").see("than the customer paid")
    totals.accept(desk.store_id, WHO)
    db.session.commit()
    see_on_every_page(walker, 0)


def test_what_the_comparison_has_found_needs_attention(desk: Desk, walker: Walker) -> None:
    find_void(desk)
    see_on_every_page(walker, 1)
    walker.open("/attention").see("1 difference Bookdesk and Zoho Books hold something else")


def test_one_fix_changes_the_number_everywhere_within_seconds(desk: Desk, walker: Walker) -> None:
    settings.save(desk.store_id, settings.Wanted("", "", 3, 90), WHO)
    ids = []
    for number in range(4):
        item = {"name": "Mug", "code": "NO-MUG", "price": 5, "quantity": 1}
        order = desk.order(f"no-mug-{number}", order_items=[item])
        actions.submit(order, WHO)
        ids.append(order.id)
    db.session.commit()
    desk.work()
    assert numbers_told(walker) == {"menu": 4, "home": 4, "banner": 4, "alert": 4, "page": 4}
    correct(desk, ids[:1])
    assert numbers_told(walker) == {"menu": 3, "home": 3, "banner": 3, "alert": 3, "page": 3}
    correct(desk, ids[1:])
    assert numbers_told(walker) == {"menu": 0, "home": 0, "banner": 0, "alert": 0, "page": 0}


def correct(desk: Desk, order_ids: list[int]) -> None:
    """Give the items their right SKU and send the orders again."""
    db.session.execute(
        update(OrderItem).where(OrderItem.order_id.in_(order_ids)).values(code="BD-MUG-01", code_key="bd-mug-01")
    )
    failures.begin_anew(Alike(desk.store_id, kinds.SUBMIT.name, "invalid_sku", subject_ids=order_ids), WHO)
    db.session.commit()
    desk.work()


def numbers_told(walker: Walker) -> dict[str, int]:
    """What each place says needs attention, after the next look at alerts."""
    jobs.watch()

    def number(words: str) -> int:
        return int((re.findall(r"\d+", words) or ["0"])[0])

    def text(address: str, selector: str) -> str:
        found = walker.open(address).soup.select_one(selector)
        return found.get_text(" ") if found else ""

    listed = [number(one.get_text()) for one in walker.open("/attention").soup.select(".fix-head .state")]
    return {
        "menu": number(text("/inventory", "nav .count.is-bad")),
        "home": number(text("", "#figure-attention .figure-value")),
        "banner": number(text("/inventory", ".banner")),
        "alert": number(text("/alerts", "#open-alerts li")),
        "page": sum(listed[:1]),
    }


def test_all_of_it_is_counted_together_by_two_statements(desk: Desk, walker: Walker) -> None:
    failed = Appointment(
        store_id=desk.store_id, kind=kinds.DELIVER_MESSAGE.name, queue="channels", subject_id=1, asked_by=WHO
    )
    failed.state, failed.finished_at = FAILED, now()
    db.session.add(failed)
    let_total_differ()
    find_void(desk)
    see_on_every_page(walker, 3)
    with desk.app.test_request_context(), statements() as seen:
        assert status.get_status(desk.store_id).attention == 3
    assert len(seen) == 2
