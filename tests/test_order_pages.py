"""The order list and the order page, as people use them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from tests.support import Desk, order_data
from zoho_app.appointments.models import BULK, PEOPLE, Appointment
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import importing, inventory
from zoho_app.orders.models import Order
from zoho_app.rules.models import Rule
from zoho_app.zoho_books import settings
from zoho_app.zoho_books.models import CONNECTED, Connection, SalesOrder

Post = Callable[..., Any]


def connect(desk: Desk) -> None:
    settings.enable(desk.store, "owner@example.com")
    connection = Connection(
        store_id=desk.store_id,
        state=CONNECTED,
        data_center="us",
        organization_id="927270001",
        organization_name="Sandbox Trading Co",
        connected_by="owner@example.com",
        connected_at=now(),
    )
    db.session.add(connection)
    db.session.commit()


def page_of(client: FlaskClient, address: str) -> BeautifulSoup:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return BeautifulSoup(answer.text, "lxml")


def words(soup: BeautifulSoup, selector: str) -> str:
    return " ".join(" ".join(found.get_text(" ").split()) for found in soup.select(selector))


def appointments() -> list[Appointment]:
    db.session.expire_all()
    return list(db.session.scalars(select(Appointment).order_by(Appointment.id)))


def orders_in(desk: Desk, name: str) -> list[int]:
    db.session.expire_all()
    return list(
        db.session.scalars(select(Order.id).where(Order.folder_id == desk.folder(name).id).order_by(Order.id))
    )


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


# The list


def test_an_empty_store_says_how_orders_come_in(desk: Desk, operator: FlaskClient) -> None:
    soup = page_of(operator, f"{desk.address}/orders")
    assert "No orders yet" in words(soup, ".empty")
    assert [button.text.strip() for button in soup.select(".empty .btn")] == [
        "Import orders",
        "Add sample orders",
        "Add an order by hand",
    ]


def test_the_list_shows_each_order_with_its_customer_items_and_total(desk: Desk, viewer: FlaskClient) -> None:
    order_id = desk.order("1001").id
    row = words(page_of(viewer, f"{desk.address}/orders"), "tbody tr")
    for shown in (str(order_id), "Shopify 1001", "Ada Lovelace", "ada@example.com", "2 × BD-MUG-01", "49.90", "New"):
        assert shown in row


def test_a_folder_shows_its_name_its_count_and_only_its_orders(desk: Desk, viewer: FlaskClient) -> None:
    desk.order("1001")
    other_id = desk.order("1002", folder_name="Closed").id
    soup = page_of(viewer, f"{desk.address}/orders?folder={desk.folder('Closed').id}")
    assert words(soup, "h1") == "Closed (1)"
    assert [link.text for link in soup.select("tbody th a")] == [str(other_id)]


@pytest.mark.parametrize("query", ["1002", "GRACE@example.com", "hopper", "zz-9", "1z999"])
def test_orders_are_found_by_number_email_name_sku_and_tracking_number(
    desk: Desk, viewer: FlaskClient, operator: FlaskClient, post: Post, query: str
) -> None:
    desk.order("1001")
    wanted = desk.order(
        "1002",
        email="grace@example.com",
        customer={"first_name": "Grace", "last_name": "Hopper"},
        order_items=[{"name": "Relay", "code": "ZZ-9", "price": 1}],
    )
    address = f"{desk.address}/orders/{wanted.id}"
    post(operator, address, f"{address}/shipments", tracking_number="1Z999")
    soup = page_of(viewer, f"{desk.address}/orders?q={query}")
    assert [link.text for link in soup.select("tbody th a")] == [str(wanted.id)]


def test_a_search_without_a_match_says_what_to_try(desk: Desk, viewer: FlaskClient) -> None:
    desk.order("1001")
    assert "No order matches “nowhere”" in words(page_of(viewer, f"{desk.address}/orders?q=nowhere"), ".empty")


def test_fifty_orders_make_a_page_and_the_next_page_has_the_rest(desk: Desk, viewer: FlaskClient) -> None:
    for number in range(52):
        importing.import_order(desk.store, order_data(str(number)), "API")
    db.session.commit()
    first = page_of(viewer, f"{desk.address}/orders")
    assert len(first.select("tbody tr")) == 50
    second = page_of(viewer, first.select_one("a[rel=next]")["href"])
    assert len(second.select("tbody tr")) == 2
    assert "2 of 52 orders" in second.text
    assert len(page_of(viewer, second.select_one("a[rel=prev]")["href"]).select("tbody tr")) == 50


def test_a_full_page_costs_at_most_twelve_statements(desk: Desk, operator: FlaskClient) -> None:
    for number in range(50):
        order = importing.import_order(desk.store, order_data(str(number)), "API")
        order.folder = desk.folder(("New", "Closed")[number % 2])
        if number % 3 == 0:
            db.session.add(_appointment(order, "failed"))
            db.session.add(_sales_order(order))
    db.session.commit()
    db.session.remove()
    with counted_statements() as seen:
        answer = operator.get(f"{desk.address}/orders")
    assert answer.text.count("<tr>") > 50
    statements = [one for one in seen if one.split()[0] in ("SELECT", "UPDATE", "INSERT", "DELETE", "WITH")]
    assert len(statements) <= 12, "\n\n".join(statements)


def test_check_all_checks_every_row_without_scripts(desk: Desk, operator: FlaskClient) -> None:
    for number in ("1", "2", "3"):
        desk.order(number)
    soup = page_of(operator, f"{desk.address}/orders")
    soup = page_of(operator, soup.find("a", string="Check all 3")["href"])
    boxes = soup.select("input[name=order_ids]")
    assert len(boxes) == 3
    assert all(box.has_attr("checked") for box in boxes)


def test_checked_orders_move_to_the_chosen_folder(desk: Desk, operator: FlaskClient, post: Post) -> None:
    first, second, third = (desk.order(number).id for number in ("1", "2", "3"))
    folder_id = desk.folder("Prepared").id
    answer = _bulk(desk, operator, post, "move", [first, third], folder_id=folder_id)
    assert "2 orders moved to Prepared." in answer.text
    assert orders_in(desk, "Prepared") == [first, third]
    assert orders_in(desk, "New") == [second]


def test_checked_orders_are_submitted_as_bulk_and_refusals_are_told_by_reason(
    desk: Desk, operator: FlaskClient, post: Post
) -> None:
    connect(desk)
    there, waiting, fresh = desk.order("1"), desk.order("2"), desk.order("3")
    there.fulfillment_id = "77"
    db.session.add_all([_sales_order(there), _appointment(waiting, "scheduled")])
    db.session.commit()
    answer = _bulk(desk, operator, post, "submit", [there.id, waiting.id, fresh.id])
    assert "1 order scheduled to Zoho Books." in answer.text
    assert "1 order refused" in answer.text
    made = appointments()[-1]
    assert (made.subject_id, made.priority, made.asked_by) == (fresh.id, BULK, "operator@example.com")


def test_refusals_for_the_same_reason_are_told_once(desk: Desk, operator: FlaskClient, post: Post) -> None:
    connect(desk)
    there = [desk.order(f"T{number}") for number in range(20)]
    for order in there:
        order.fulfillment_id = "77"
        db.session.add(_sales_order(order))
    db.session.commit()
    soup = BeautifulSoup(_bulk(desk, operator, post, "submit", [order.id for order in there]).text, "lxml")
    banners = soup.select("main .banner")
    assert len(banners) == 1
    assert "20 orders refused" in banners[0].text
    assert "and 10 more): in Zoho Books already." in banners[0].text


def test_one_checked_order_goes_before_bulk_work(desk: Desk, operator: FlaskClient, post: Post) -> None:
    connect(desk)
    order = desk.order("1")
    _bulk(desk, operator, post, "submit", [order.id])
    assert [made.priority for made in appointments()] == [PEOPLE]


def test_checked_orders_that_still_wait_are_canceled(desk: Desk, operator: FlaskClient, post: Post) -> None:
    connect(desk)
    ids = [desk.order("1").id, desk.order("2").id]
    _bulk(desk, operator, post, "submit", ids)
    answer = _bulk(desk, operator, post, "cancel", ids)
    assert "2 orders to be canceled in Zoho Books." in answer.text
    assert [made.state for made in appointments()] == ["canceled", "canceled"]


def test_nothing_checked_says_so(desk: Desk, operator: FlaskClient, post: Post) -> None:
    desk.order("1")
    assert "Check at least one order first." in _bulk(desk, operator, post, "submit", []).text


def test_bulk_work_never_touches_another_stores_order(desk: Desk, operator: FlaskClient, post: Post) -> None:
    desk.order("1")
    foreign = Desk.open(desk.app, "Other").order("9")
    _bulk(desk, operator, post, "move", [foreign.id], folder_id=desk.folder("Closed").id)
    assert orders_in(desk, "Closed") == []


def test_the_way_back_after_bulk_work_stays_on_the_list(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order("1")
    fields = {"do": "move", "order_ids": [order.id], "folder_id": desk.folder("Closed").id}
    address = f"{desk.address}/orders"
    answer = post(operator, address, f"{address}/checked", follow=False, back="https://evil.example/", **fields)
    assert answer.location == address
    wanted = f"{address}?folder={desk.folder('New').id}"
    assert post(operator, address, f"{address}/checked", follow=False, back=wanted, **fields).location == wanted


def test_states_are_shown_in_words(desk: Desk, viewer: FlaskClient) -> None:
    sent, failed, unknown = desk.order("1"), desk.order("2"), desk.order("3")
    db.session.add_all([_sales_order(sent), _appointment(failed, "failed"), _appointment(unknown, "unknown")])
    db.session.commit()
    shown = words(page_of(viewer, f"{desk.address}/orders"), ".state-cell")
    for state in ("In Zoho Books", "Not submitted", "Outcome unknown"):
        assert state in shown


# The order page


def test_the_order_page_shows_everything_of_the_order(desk: Desk, viewer: FlaskClient) -> None:
    order = desk.order(
        "1001",
        checkout_data={"Gift Message": "Happy birthday"},
        order_metadata={"ship_notify_url": "https://shop.example/hook"},
        discount_list=[{"name": "Spring", "code": "S10", "amount": "1.70"}],
        order_items=[
            {
                "name": "Mug",
                "code": "M-1",
                "price": "12.50",
                "quantity": 2,
                "variation_list": {"Color": "Blue"},
                "metadata": {"tax_id": "42"},
            }
        ],
    )
    page = " ".join(page_of(viewer, f"{desk.address}/orders/{order.id}").get_text(" ").split())
    for shown in ("Happy birthday", "https://shop.example/hook", "Spring", "S10", "1.70", "M-1", "Color: Blue"):
        assert shown in page
    for shown in ("tax_id", "42", "28.30 USD", "12 St James's Square", "Order Imported from Shopify", "API"):
        assert shown in page


def test_a_viewer_sees_no_buttons_and_may_press_none(desk: Desk, viewer: FlaskClient) -> None:
    order = desk.order()
    address = f"{desk.address}/orders/{order.id}"
    assert "Submit Order to Zoho Books" not in words(page_of(viewer, address), "main button")
    assert viewer.get(f"{address}/edit/details").status_code == 403
    assert viewer.post(f"{address}/submit").status_code in (400, 403)


def test_another_stores_order_is_not_found(desk: Desk, operator: FlaskClient) -> None:
    foreign = Desk.open(desk.app, "Other").order("9")
    assert operator.get(f"{desk.address}/orders/{foreign.id}").status_code == 404


def test_submitting_schedules_the_order_and_the_page_says_so(desk: Desk, operator: FlaskClient, post: Post) -> None:
    connect(desk)
    order = desk.order()
    address = f"{desk.address}/orders/{order.id}"
    answer = post(operator, address, f"{address}/submit")
    assert "Order scheduled to Zoho Books." in answer.text
    assert [(made.subject_id, made.priority, made.state) for made in appointments()] == [
        (order.id, PEOPLE, "scheduled")
    ]
    assert "Waiting" in words(BeautifulSoup(answer.text, "lxml"), "#zoho-books")


def test_submitting_without_a_connection_says_what_to_do(desk: Desk, operator: FlaskClient, post: Post) -> None:
    address = f"{desk.address}/orders/{desk.order().id}"
    assert "not connected to Zoho Books" in post(operator, address, f"{address}/submit").text
    assert appointments() == []


def test_canceling_what_was_never_sent_is_refused(desk: Desk, operator: FlaskClient, post: Post) -> None:
    connect(desk)
    address = f"{desk.address}/orders/{desk.order().id}"
    assert "nothing to cancel" in post(operator, address, f"{address}/cancel").text


def test_the_page_shows_the_sales_order_and_the_difference_of_totals(desk: Desk, viewer: FlaskClient) -> None:
    connect(desk)
    order = desk.order()
    db.session.add(_sales_order(order, total=50, expected_total="49.90"))
    db.session.commit()
    soup = page_of(viewer, f"{desk.address}/orders/{order.id}")
    panel = words(soup, "#zoho-books")
    assert "ACME-" in panel
    assert "0.10 more" in panel
    assert "zoho" in soup.select_one("#zoho-books dd a")["href"]


def test_a_failure_says_why_and_what_to_press(desk: Desk, viewer: FlaskClient) -> None:
    order = desk.order()
    failed = _appointment(order, "failed")
    failed.answer = "SKU BD-MUG-01 is not an item in Zoho Books."
    db.session.add(failed)
    db.session.commit()
    panel = words(page_of(viewer, f"{desk.address}/orders/{order.id}"), "#why")
    assert "SKU BD-MUG-01 is not an item in Zoho Books." in panel
    assert "press “Submit Order to Zoho Books” again" in panel


def test_the_list_says_why_an_order_was_not_submitted(desk: Desk, viewer: FlaskClient) -> None:
    failed = _appointment(desk.order(), "failed")
    failed.answer = "SKU BD-MUG-01 is not an item in Zoho Books."
    db.session.add(failed)
    db.session.commit()
    assert "Not submitted SKU BD-MUG-01 is not" in words(page_of(viewer, f"{desk.address}/orders"), ".state-cell")


def test_an_order_that_is_in_zoho_books_says_why_it_is_not_offered_for_sending(
    desk: Desk, operator: FlaskClient
) -> None:
    connect(desk)
    order = desk.order()
    order.fulfillment_id = "460000000001"
    db.session.add(_sales_order(order))
    db.session.commit()
    soup = page_of(operator, f"{desk.address}/orders/{order.id}")
    assert words(soup, "main button[disabled]") == "Submit Order to Zoho Books"
    assert "In Zoho Books already, as ACME-" in words(soup, ".not-now")


def test_the_preview_shows_the_json(desk: Desk, viewer: FlaskClient) -> None:
    connect(desk)
    order = desk.order("1001")
    text = words(page_of(viewer, f"{desk.address}/orders/{order.id}/preview"), "pre")
    assert '"reference_number": "1001"' in text


def test_moving_an_order(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    address = f"{desk.address}/orders/{order.id}"
    post(operator, address, f"{address}/move", folder_id=desk.folder("Closed").id)
    assert orders_in(desk, "Closed") == [order.id]
    assert desk.history(order.id)[0] == "operator@example.com: Order Moved to Closed Folder"


def test_editing_details_writes_one_line_of_history(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    edit = f"{desk.address}/orders/{order.id}/edit/details"
    fields = _filled(operator, edit)
    answer = post(operator, edit, **{**fields, "shipping_method": "Express", "shipping_total": "7.25"})
    assert "Details saved." in answer.text
    order = desk.reload(order)
    assert (order.shipping_method, str(order.shipping_total), order.email) == ("Express", "7.2500", "ada@example.com")
    assert "Shipping Method" in desk.history(order.id)[0]


def test_a_wrong_amount_names_the_field_and_keeps_what_was_typed(
    desk: Desk, operator: FlaskClient, post: Post
) -> None:
    order = desk.order()
    edit = f"{desk.address}/orders/{order.id}/edit/details"
    answer = post(operator, edit, **{**_filled(operator, edit), "tax_total": "twelve"})
    soup = BeautifulSoup(answer.text, "lxml")
    assert "Tax must be a number" in words(soup, ".error-summary")
    assert soup.select_one("#tax_total")["value"] == "twelve"
    assert soup.title.text.startswith("Error: ")


def test_two_tabs_never_overwrite_each_other(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    edit = f"{desk.address}/orders/{order.id}/edit/details"
    mine, theirs = _filled(operator, edit), _filled(operator, edit)
    post(operator, edit, **{**theirs, "shipping_method": "Freight"})
    answer = post(operator, edit, **{**mine, "shipping_method": "Courier"})
    soup = BeautifulSoup(answer.text, "lxml")
    assert "Somebody else changed this order" in words(soup, ".error-summary")
    assert soup.select_one("#shipping_method")["value"] == "Courier"
    assert "Freight" in words(soup, ".panel")
    assert desk.reload(order).shipping_method == "Freight"
    post(operator, edit, **{**mine, "shipping_method": "Courier", "version": soup.select_one("#version")["value"]})
    assert desk.reload(order).shipping_method == "Courier"


def test_editing_both_addresses(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    edit = f"{desk.address}/orders/{order.id}/edit/addresses"
    fields = {**_filled(operator, edit), "shipping-city": "Ockham", "customer-company": "Analytical Engines"}
    assert "Addresses saved." in post(operator, edit, **fields).text
    order = desk.reload(order)
    assert (order.shipping["city"], order.customer["company"]) == ("Ockham", "Analytical Engines")
    assert order.shipping["postal_code"] == "SW1Y 4JH"


def test_editing_discounts_adds_and_removes_them(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order(discount_list=[{"name": "Old", "code": "", "amount": "1.00"}])
    edit = f"{desk.address}/orders/{order.id}/edit/discounts"
    fields = {**_filled(operator, edit), "discount_list-0-name": "", "discount_list-0-amount": ""}
    post(operator, edit, **{**fields, "discount_list-1-name": "Spring", "discount_list-1-amount": "2.5"})
    assert desk.reload(order).discount_list == [{"name": "Spring", "code": "", "amount": "2.50"}]


@pytest.mark.parametrize("section", ["checkout-data", "order-metadata"])
def test_names_with_values_are_typed_as_lines(desk: Desk, operator: FlaskClient, post: Post, section: str) -> None:
    order = desk.order()
    edit = f"{desk.address}/orders/{order.id}/edit/{section}"
    column = section.replace("-", "_")
    post(operator, edit, **{**_filled(operator, edit), column: "Gift Message = Happy birthday\n from all\nurl = a=b"})
    assert getattr(desk.reload(order), column) == {"Gift Message": "Happy birthday\nfrom all", "url": "a=b"}
    answer = post(operator, edit, **{**_filled(operator, edit), column: "good = 1\nnonsense"})
    assert "line 2 must be like name = value" in answer.text
    assert "nonsense</textarea>" in answer.text


def test_saving_unchanged_lines_changes_nothing(desk: Desk, operator: FlaskClient, post: Post) -> None:
    names = {"utm=source": "a=b", "empty": "", "message": "one\n\ntwo", "x=": "1"}
    order = desk.order(checkout_data=names)
    edit = f"{desk.address}/orders/{order.id}/edit/checkout-data"
    post(operator, edit, **_filled(operator, edit))
    assert desk.reload(order).checkout_data == names


def test_adding_an_item_takes_the_rest_from_inventory(desk: Desk, operator: FlaskClient, post: Post) -> None:
    product = {"code": "BD-PEN-01", "name": "Brass pen", "price": "22.50", "metadata": {"tax_id": "42"}}
    inventory.create(desk.store_id, product)
    order = desk.order()
    new = f"{desk.address}/orders/{order.id}/items/new"
    post(operator, new, **{**_filled(operator, new), "code": "bd-pen-01", "quantity": "3"})
    item = desk.reload(order).items[-1]
    assert (item.name, str(item.price), item.quantity) == ("Brass pen", "22.5000", 3)
    assert item.item_metadata == {"tax_id": "42"}


def test_changing_an_items_price_variations_and_metadata(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    edit = f"{desk.address}/orders/{order.id}/items/{order.items[0].id}"
    fields = {"price": "13.75", "variation_list": "Size = L", "metadata": "zohobooks_item_id = 555"}
    post(operator, edit, **{**_filled(operator, edit), **fields})
    item = desk.reload(order).items[0]
    assert (str(item.price), item.quantity, item.name) == ("13.7500", 2, "Stoneware mug")
    assert (item.variation_list, item.item_metadata) == ({"Size": "L"}, {"zohobooks_item_id": "555"})


def test_a_wrong_quantity_is_refused_in_words(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    edit = f"{desk.address}/orders/{order.id}/items/{order.items[0].id}"
    answer = post(operator, edit, **{**_filled(operator, edit), "quantity": "1.5"})
    assert "Quantity must be a whole number" in answer.text
    assert 'value="1.5"' in answer.text


def test_the_last_item_stays(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    address = f"{desk.address}/orders/{order.id}"
    first, last = (item.id for item in order.items)
    assert "removed." in post(operator, address, f"{address}/items/{first}/remove").text
    assert "needs at least one item" in post(operator, address, f"{address}/items/{last}/remove").text
    assert [item.id for item in desk.reload(order).items] == [last]


def test_notes_are_added_with_their_author(desk: Desk, operator: FlaskClient, post: Post) -> None:
    address = f"{desk.address}/orders/{desk.order().id}"
    notes = words(
        BeautifulSoup(post(operator, address, f"{address}/notes", content="Plain wrapping").text, "lxml"),
        "#notes",
    )
    assert "Plain wrapping operator@example.com" in notes
    assert "Note write something." in post(operator, address, f"{address}/notes", content=" ").text


def test_shipments_are_added_once_and_deleted_by_hand(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    address = f"{desk.address}/orders/{order.id}"
    fields = {"tracking_number": "1Z999AA10123456784", "carrier_code": "UPS", "date_shipped": "2026-11-20"}
    shown = post(operator, address, f"{address}/shipments", **fields)
    assert "ups.com" in shown.text
    assert "20 Nov 2026" in shown.text
    assert "is already on this order" in post(operator, address, f"{address}/shipments", **fields).text
    shipment = desk.reload(order).shipments[0]
    post(operator, address, f"{address}/shipments/{shipment.id}/delete")
    assert desk.reload(order).shipments == []


def test_syncing_with_inventory_fills_in_what_is_missing(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    inventory.create(desk.store_id, {"code": "BD-MUG-01", "name": "Mug", "metadata": {"tax_id": "42"}})
    db.session.commit()
    address = f"{desk.address}/orders/{order.id}"
    assert "1 item gained details" in post(operator, address, f"{address}/sync-inventory").text
    assert desk.reload(order).items[0].item_metadata == {"tax_id": "42"}


def test_an_event_run_by_hand_sets_off_the_rules_that_wait_for_it(
    desk: Desk, operator: FlaskClient, post: Post
) -> None:
    order = desk.order()
    to_closed = {"action": "Change Folder", "values": {"folder_id": str(desk.folder("Closed").id)}}
    rule = Rule(store_id=desk.store_id, name="Close", event="Order Details Changed", filters=[], actions=[to_closed])
    db.session.add(rule)
    db.session.commit()
    address = f"{desk.address}/orders/{order.id}"
    post(operator, address, f"{address}/event", event="Order Details Changed")
    assert orders_in(desk, "Closed") == [order.id]
    assert "Auto: Order Moved to Closed Folder" in desk.history(order.id)


@pytest.mark.parametrize("name", ["Shipment is Added", "Folder is Changed", "Order is Imported"])
def test_events_with_followers_can_be_run_by_hand(desk: Desk, operator: FlaskClient, post: Post, name: str) -> None:
    address = f"{desk.address}/orders/{desk.order().id}"
    assert post(operator, address, f"{address}/event", event=name).status_code == 200
    post(operator, address, f"{address}/shipments", tracking_number="1Z")
    assert f"Event “{name}” was run." in post(operator, address, f"{address}/event", event=name).text


def test_deleting_an_order_asks_once_and_removes_all_of_it(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    address = f"{desk.address}/orders/{order.id}"
    assert "for good" in words(page_of(operator, address), "#more .confirm")
    assert "deleted." in post(operator, address, f"{address}/delete").text
    assert db.session.scalar(select(func.count()).select_from(Order)) == 0
    assert operator.get(address).status_code == 404


def test_an_order_on_its_way_is_not_deleted(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    db.session.add(_appointment(order, "running"))
    db.session.commit()
    address = f"{desk.address}/orders/{order.id}"
    assert "on its way to Zoho Books" in post(operator, address, f"{address}/delete").text
    assert operator.get(address).status_code == 200


# Adding an order by hand


def test_an_order_is_added_by_hand_with_items_from_inventory(desk: Desk, operator: FlaskClient, post: Post) -> None:
    inventory.create(desk.store_id, {"code": "BD-PEN-01", "name": "Brass pen", "price": "22.50"})
    db.session.commit()
    new = f"{desk.address}/orders/new"
    fields = {
        "email": "grace@example.com",
        "customer-first_name": "Grace",
        "customer-last_name": "Hopper",
        "order_items-1-code": "BD-PEN-01",
        "order_items-1-quantity": "2",
        "order_items-2-name": "Engraving",
        "order_items-2-price": "5",
        "shipping_total": "4.50",
        "checkout_data": "Gift Message = For you",
        "folder_id": desk.folder("Prepared").id,
    }
    answer = post(operator, new, **{**_filled(operator, new), **fields})
    assert "added." in answer.text
    order = db.session.scalars(select(Order)).one()
    assert [(item.name, item.quantity, str(item.price)) for item in order.items] == [
        ("Brass pen", 2, "22.5000"),
        ("Engraving", 1, "5.0000"),
    ]
    assert str(order.order_total) == "54.5000"
    assert (order.folder.name, order.source_id, order.checkout_data) == (
        "Prepared",
        str(order.id),
        {"Gift Message": "For you"},
    )
    assert order.shipping["last_name"] == "Hopper"
    assert desk.history(order.id) == ["operator@example.com: Order Created"]


def test_more_item_rows_come_without_scripts_and_keep_what_was_typed(
    desk: Desk, operator: FlaskClient, post: Post
) -> None:
    new = f"{desk.address}/orders/new"
    fields = {**_filled(operator, new), "email": "grace@example.com", "order_items-0-code": "X"}
    soup = BeautifulSoup(post(operator, new, more_rows="yes", **fields).text, "lxml")
    assert len(soup.select("input[name$='-code']")) == 6
    assert soup.select_one("#email")["value"] == "grace@example.com"
    assert soup.select_one("#order_items-0-code")["value"] == "X"


def test_a_refused_new_order_names_every_field(desk: Desk, operator: FlaskClient, post: Post) -> None:
    new = f"{desk.address}/orders/new"
    fields = {**_filled(operator, new), "email": "nonsense", "order_items-2-code": "X", "order_items-2-price": "abc"}
    soup = BeautifulSoup(post(operator, new, **fields).text, "lxml")
    summary = words(soup, ".error-summary")
    for said in ("Email must be", "Price each must be a number", "first name, last name or company"):
        assert said in summary
    assert soup.select_one("#order_items-2-price")["value"] == "abc"
    assert soup.select_one("#order_items-2-price")["aria-invalid"] == "true"
    assert db.session.scalar(select(func.count()).select_from(Order)) == 0


def _bulk(desk: Desk, client: FlaskClient, post: Post, do: str, ids: list[int], **more: Any) -> Any:
    address = f"{desk.address}/orders"
    return post(client, address, f"{address}/checked", do=do, order_ids=ids, **more)


def _filled(client: FlaskClient, address: str) -> dict[str, str]:
    """What a browser would send back of the page's main form, unchanged."""
    form = page_of(client, address).select_one("main form:has([name=csrf_token]):has(.field)")
    fields = {one["name"]: one.get("value", "") for one in form.select("input[name]") if one["name"] != "csrf_token"}
    fields |= {one["name"]: one.text.removeprefix("\r\n") for one in form.select("textarea")}
    for one in form.select("select"):
        chosen = one.select_one("option[selected]") or one.select_one("option")
        fields[one["name"]] = chosen["value"]
    return fields


def _appointment(order: Order, state: str) -> Appointment:
    return Appointment(
        store_id=order.store_id,
        kind="zoho_books.submit",
        lane="zoho_books",
        subject_id=order.id,
        asked_by="operator@example.com",
        state=state,
        finished_at=now() if state == "failed" else None,
    )


def _sales_order(order: Order, **more: Any) -> SalesOrder:
    return SalesOrder(
        store_id=order.store_id,
        order_id=order.id,
        organization_id="927270001",
        salesorder_number=f"ACME-{order.id}",
        reference_number=order.source_id,
        salesorder_id=f"46000000{order.id}",
        status="draft",
        sent_at=now(),
        **more,
    )
