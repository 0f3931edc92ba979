"""The smaller parts of an order that people change by hand: notes, a shipment, the return address, item details."""

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from harness.desk import Desk, csrf_token
from zoho_app.extensions import db
from zoho_app.orders import shipments
from zoho_app.orders.models import Order

Post = Callable[..., Any]


def filled(client: FlaskClient, page: str) -> dict[str, str]:
    """What the form of a page holds as it is opened."""
    form = BeautifulSoup(client.get(page).text, "lxml").select_one("main form:has(.field)")
    assert form, page
    texts = {str(one["name"]): str(one.get("value", "")) for one in form.select("input[name]")}
    areas = {str(one["name"]): one.text.removeprefix("\n") for one in form.select("textarea[name]")}
    selects = {str(one["name"]): str(one.select_one("option[selected]")["value"]) for one in form.select("select")}
    return {**texts, **areas, **selects}


def retry(order_id: int) -> Order:
    """The order as it is in the database now."""
    db.session.remove()
    return db.session.get_one(Order, order_id)


def shipped(desk: Desk, **changes: Any) -> tuple[int, str]:
    """The number of an order with one shipment, and the address of that shipment's page."""
    order = desk.order()
    parcel = {"tracking_number": "1Z999AA10123456784", "carrier_code": "UPS", "weight": "1.5", **changes}
    shipment = shipments.add(order, parcel, "API")
    order_id, address = order.id, f"{desk.address}/orders/{order.id}/shipments/{shipment.id}"
    db.session.commit()
    return order_id, address


def test_a_note_is_deleted_and_the_history_says_so(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order(order_notes=[{"content": "Call first", "username": "Ada"}, {"content": "Fragile"}])
    order_id, address = order.id, f"{desk.address}/orders/{order.id}"
    note_id = order.notes[0].id
    assert "Note deleted." in post(operator, address, f"{address}/notes/{note_id}/delete").text
    assert [note.content for note in retry(order_id).notes] == ["Fragile"]
    assert 'operator@example.com: Note Deleted: "Call first"' in desk.history(order_id)


def test_a_note_of_another_order_is_not_found(desk: Desk, operator: FlaskClient, post: Post) -> None:
    noted = desk.order("1001", order_notes=[{"content": "Fragile"}])
    noted_id, note_id = noted.id, noted.notes[0].id
    address = f"{desk.address}/orders/{desk.order('1002').id}"
    assert post(operator, address, f"{address}/notes/{note_id}/delete").status_code == 404
    assert retry(noted_id).notes


def test_a_shipment_is_corrected_and_keeps_what_the_form_does_not_show(
    desk: Desk, operator: FlaskClient, post: Post
) -> None:
    order_id, page = shipped(desk, order_items=[{"code": "BD-MUG-01", "quantity": 2}])
    fields = {"tracking_number": "RR123456785GB", "carrier_code": "Royal Mail", "date_shipped": "2026-11-20"}
    assert "Shipment saved." in post(operator, page, **{**filled(operator, page), **fields}).text
    (shipment,) = retry(order_id).shipments
    assert (shipment.tracking_number, shipment.carrier_code) == ("RR123456785GB", "Royal Mail")
    assert "ups.com" not in shipment.tracking_url, "a link that followed from carrier and number follows anew"
    assert (str(shipment.weight), shipment.order_items[0]["quantity"]) == ("1.5000", 2)
    assert any("Shipment Updated: 1Z999AA10123456784" in line for line in desk.history(order_id))


def test_a_shipments_own_link_stays(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order_id, page = shipped(desk, tracking_url="https://parcels.example.com/1")
    post(operator, page, **{**filled(operator, page), "shipment_method": "Ground"})
    (shipment,) = retry(order_id).shipments
    assert (shipment.tracking_url, shipment.shipment_method) == ("https://parcels.example.com/1", "Ground")


def test_a_wrong_shipment_is_refused_in_words_and_keeps_what_was_typed(
    desk: Desk, operator: FlaskClient, post: Post
) -> None:
    order_id, page = shipped(desk)
    form = filled(operator, page)
    answer = post(operator, page, **{**form, "tracking_url": "javascript:alert(1)", "shipment_method": "Kept"})
    assert "Tracking link must be an address that starts with https://" in answer.text
    assert 'value="Kept"' in answer.text
    shipments.add(retry(order_id), {"tracking_number": "SECOND"}, "API")
    db.session.commit()
    answer = post(operator, page, **{**filled(operator, page), "tracking_number": "second"})
    assert "is already on this order" in answer.text


def test_a_shipment_that_changed_meanwhile_is_not_overwritten(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order_id, page = shipped(desk)
    form = filled(operator, page)
    other = f"{desk.address}/orders/{order_id}"
    post(operator, other, f"{other}/notes", content="Meanwhile")
    answer = post(operator, page, **{**form, "carrier_code": "DHL"})
    assert "This order was changed while you were editing" in answer.text
    assert retry(order_id).shipments[0].carrier_code == "UPS"


def test_the_return_address_is_edited_and_shown(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    order_id = order.id
    edit = f"{desk.address}/orders/{order.id}/edit/return-address"
    fields = {"return_address-name": "Returns desk", "return_address-city": "Leeds", "return_address-title": "North"}
    page = post(operator, edit, **{**filled(operator, edit), **fields})
    assert "Return address saved." in page.text
    shown = BeautifulSoup(page.text, "lxml").select_one("#return-address").get_text(" ", strip=True)
    assert "North Returns desk Leeds" in " ".join(shown.split())
    assert retry(order_id).return_address == {"title": "North", "name": "Returns desk", "city": "Leeds"}


def test_a_viewer_may_do_none_of_it(desk: Desk, viewer: FlaskClient) -> None:
    order_id, page = shipped(desk)
    token = csrf_token(viewer, "/account")
    address = f"{desk.address}/orders/{order_id}"
    assert viewer.get(page).status_code == 403
    assert viewer.get(f"{address}/edit/return-address").status_code == 403
    assert viewer.post(f"{address}/notes/1/delete", data={"csrf_token": token}).status_code == 403


def test_a_change_of_details_of_an_item_is_told_by_name(desk: Desk, operator: FlaskClient, post: Post) -> None:
    order = desk.order()
    order_id = order.id
    page = f"{desk.address}/orders/{order.id}/items/{order.items[0].id}"
    post(operator, page, **{**filled(operator, page), "metadata": "tax_id = 42\nlot = 7", "weight": "0.4"})
    assert desk.history(order_id)[0] == (
        "operator@example.com: Item Changed: 2 × Stoneware mug (BD-MUG-01) at 12.50; Weight from 0.00 to 0.40; "
        'Metadata "tax_id" is now "42"; Metadata "lot" is now "7"'
    )
    post(operator, page, **{**filled(operator, page), "metadata": "tax_id = 43", "price": "13"})
    assert desk.history(order_id)[0] == (
        "operator@example.com: Item Changed: 2 × Stoneware mug (BD-MUG-01) at 12.50 is now "
        '2 × Stoneware mug (BD-MUG-01) at 13.00; Metadata "tax_id" is now "43"; Metadata "lot" was removed'
    )
