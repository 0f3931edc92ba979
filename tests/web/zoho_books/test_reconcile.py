"""The page of the comparison: its buttons do what they showed, once, and only for whom they are."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.books import WHO, Books
from harness.desk import Desk, csrf_token
from tests.support.reconcile import Page, believe_void, page, submitted
from zoho_app.extensions import db
from zoho_app.zoho_books import actions
from zoho_app.zoho_books.models import Finding

pytestmark = pytest.mark.slow(30)

__all__ = ["page"]


def test_a_button_pressed_twice_does_its_work_once(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    books.void(row.salesorder_id)
    page.compare()
    (finding_id,) = db.session.scalars(select(Finding.id))
    for _ in range(2):
        text = page.press(f"{page.address}/{finding_id}", repair="mark_canceled")
    assert "has changed in the meantime" in text
    assert sum("was marked as canceled" in line for line in desk.history(row.order_id)) == 1


def test_an_old_page_cannot_do_another_repair_than_it_showed(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    copy = books.copy(row.salesorder_id, salesorder_number=f"{row.salesorder_number}-2")
    believe_void(row)
    page.compare()
    assert page.rows()[f"{row.salesorder_number}-2"][1] == "Adopt"
    page.press_repair(row.salesorder_number)  # now the order has one that exists
    finding_id = db.session.scalar(select(Finding.id).where(Finding.salesorder_id == copy))
    assert "has changed in the meantime" in page.press(f"{page.address}/{finding_id}", repair="adopt")
    assert page.rows() == {f"{row.salesorder_number}-2": ("Only in Zoho", "Void in Zoho Books")}


def test_what_the_check_for_shipments_takes_over_is_no_longer_listed(desk: Desk, books: Books, page: Page) -> None:
    (row,) = submitted(desk)
    books.void(row.salesorder_id)
    page.compare()
    assert len(page.rows()) == 1
    actions.check_for_shipments(desk.store_id, WHO)
    db.session.commit()
    desk.work()
    assert page.rows() == {}


def test_the_settings_page_counts_the_differences(desk: Desk, books: Books, page: Page, viewer: FlaskClient) -> None:
    settings_page = f"{desk.address}/integrations/zoho-books"
    assert "Not compared yet" in viewer.get(settings_page).text
    rows = submitted(desk, 2)
    for row in rows:
        books.void(row.salesorder_id)
    page.compare()
    text = viewer.get(settings_page).text
    assert "2 differences" in text
    assert f'href="{page.address}"' in text


def test_a_viewer_sees_the_differences_but_no_button(
    desk: Desk, books: Books, page: Page, viewer: FlaskClient
) -> None:
    (row,) = submitted(desk)
    books.void(row.salesorder_id)
    page.compare()
    text = viewer.get(page.address).text
    assert "Voided in Zoho" in text
    assert "Mark as canceled" not in text


def test_another_stores_finding_is_out_of_reach(desk: Desk, books: Books, page: Page) -> None:
    other = Desk.open(desk.app, "Elsewhere")
    finding = Finding(store_id=other.store_id, organization_id="1", kind="missing", salesorder_id="1")
    finding.salesorder_number = "BD-1"
    db.session.add(finding)
    db.session.commit()
    finding_id = finding.id
    data = {"csrf_token": csrf_token(page.client, page.address), "repair": "mark_deleted"}
    assert page.client.post(f"{page.address}/{finding_id}", data=data).status_code == 404


def test_many_differences_are_shown_page_by_page(desk: Desk, books: Books, page: Page) -> None:
    for n in range(30):
        finding = Finding(store_id=desk.store_id, organization_id="1", kind="extra", salesorder_id=str(n))
        finding.salesorder_number = f"BD-{n}"
        db.session.add(finding)
    db.session.commit()
    first = page.rows()
    following = BeautifulSoup(page.client.get(page.address).text, "lxml").select_one("a[rel=next]")
    second = page.client.get(str(following["href"])).text
    assert len(first) == 25
    assert "BD-29" in second and "BD-29" not in first
