"""Packing slips: for one order, for the checked ones, for all that match."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from harness.desk import Desk, hidden_fields
from zoho_app.documents import choice, press
from zoho_app.extensions import db
from zoho_app.orders import inventory


def sheets(answer: TestResponse) -> list[str]:
    """The text of each sheet of a document."""
    assert answer.status_code == 200
    return [" ".join(one.get_text(" ").split()) for one in BeautifulSoup(answer.text, "lxml").select(".sheet")]


def slips(desk: Desk, client: FlaskClient, query: str) -> list[str]:
    return sheets(client.get(f"{desk.address}/orders/print/packing-slips?{query}"))


def test_the_slip_has_what_the_warehouse_needs_and_no_prices(desk: Desk, viewer: FlaskClient) -> None:
    inventory.create(desk.store_id, {"code": "bd-mug-01", "name": "Mug", "location": "Shelf 4"})
    order = desk.order(
        "SH-1001",
        customer_id="C-77",
        checkout_data={"gift_message": "Happy birthday", "Packing Note": "No plastic", "Ribbon": "Blue"},
        order_items=[
            {
                "name": "Stoneware mug",
                "code": "BD-MUG-01",
                "price": 12.5,
                "quantity": 2,
                "variation_list": {"Size": "L"},
            },
            {"name": "Gift wrap", "code": "", "price": 99.25, "quantity": 1},
        ],
    )
    db.session.commit()
    page = BeautifulSoup(viewer.get(f"{desk.address}/orders/{order.id}").text, "lxml")
    link = next(link["href"] for link in page.select("main a") if link.text.strip() == "Packing slip")
    answer = viewer.get(link)
    (slip,) = sheets(answer)
    for words in ("Acme", "SH-1001", "Shopify,", "LONDON SW1Y 4JH UNITED KINGDOM", "Shipping method Standard"):
        assert words in slip
    for words in (
        "2 BD-MUG-01 Stoneware mug Size: L Shelf 4",
        "1 No SKU Gift wrap",
        "Pieces 3",
        "Customer number C-77",
    ):
        assert words in slip
    for words in ("Gift message Happy birthday", "For the packer No plastic", "Ribbon: Blue"):
        assert words in slip
    assert "gift_message:" not in slip
    assert "12.50" not in slip
    assert "99.25" not in slip
    assert "desk-side" not in answer.text


def test_orders_of_another_store_are_not_found(desk: Desk, viewer: FlaskClient) -> None:
    foreign = Desk.open(desk.app, "Other").order("9")
    own = desk.order("1")
    assert len(slips(desk, viewer, f"ids={own.id}-{foreign.id}")) == 1
    alone = viewer.get(f"{desk.address}/orders/print/packing-slips?ids={foreign.id}", follow_redirects=True)
    assert "None of these orders exists any longer." in alone.text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"view": "sort=name"}, ["Ada", "Bob", "Cleo"]),
        ({"view": "sort=-added"}, ["Cleo", "Ada", "Bob"]),
        ({"view": "sort=name", "order": "number"}, ["Bob", "Ada", "Cleo"]),
        ({"all_matching": "1", "view": "sort=-name"}, ["Cleo", "Bob", "Ada"]),
        ({"all_matching": "1", "view": "tag=Ada&sort=-name"}, ["Ada"]),
    ],
)
def test_the_slips_lie_as_the_list_is_sorted_or_by_number(
    desk: Desk, operator: FlaskClient, typed: dict[str, str], expected: list[str]
) -> None:
    names = {"1": "Bob", "2": "Ada", "3": "Cleo"}
    ids = [desk.order(number, customer={"first_name": name}, tag_name=name).id for number, name in names.items()]
    form = {
        **hidden_fields(operator, f"{desk.address}/orders"),
        "order_ids": ids,
        "document": "packing-slips",
        **typed,
    }
    answer = operator.post(f"{desk.address}/orders/print", data=form)
    assert answer.status_code == 302
    chosen = dict(parse_qsl(urlsplit(answer.location).query))
    assert ("ids" in chosen) == ("all_matching" not in typed)
    address = answer.location + ("&order=number" if "order" in typed else "")
    page = BeautifulSoup(operator.get(address).text, "lxml")
    assert [names[one.select_one(".number").text] for one in page.select(".sheet")] == expected


def test_without_a_check_nothing_is_printed_and_the_list_says_so(desk: Desk, operator: FlaskClient) -> None:
    back = f"{desk.address}/orders?q=ada"
    form = {**hidden_fields(operator, f"{desk.address}/orders/new"), "back": back}
    answer = operator.post(f"{desk.address}/orders/print", data=form, follow_redirects=True)
    assert answer.request.full_path == back
    assert "Check at least one order first." in answer.text


def test_a_long_document_says_how_it_goes_on(
    desk: Desk, viewer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice, "MOST", 2)
    for number in range(5):
        desk.order(f"N-{number}")
    address, seen = f"{desk.address}/orders/print/packing-slips?all_matching=1&view=sort%3Dadded&print=1", []
    for _ in range(3):
        page = BeautifulSoup(viewer.get(address).text, "lxml")
        seen.append([one.select_one(".number").text for one in page.select(".sheet")])
        following = page.select_one("a.is-next")
        assert ("A document has at most 2 orders." in page.text) == bool(following)
        address = str(following["href"]) if following else ""
    assert (seen, address) == ([["N-0", "N-1"], ["N-2", "N-3"], ["N-4"]], "")


def test_the_bar_code_and_what_has_none(desk: Desk, viewer: FlaskClient) -> None:
    ids = [desk.order(number).id for number in ("#1001-A", "Größe-7")]
    answer = viewer.get(f"{desk.address}/orders/print/packing-slips?ids={ids[0]}-{ids[1]}")
    page = BeautifulSoup(answer.text, "lxml")
    assert [one["aria-label"] for one in page.select("svg.barcode")] == ["#1001-A"]
    assert "No bar code for Größe-7: it would need letters beyond A to Z" in page.text


def test_letters_that_a_pdf_can_not_show_are_named(desk: Desk, viewer: FlaskClient) -> None:
    here = f"{desk.address}/orders/print/packing-slips?ids="
    european = desk.order("1", customer_id="Łódź Ωμέγα Щука", checkout_data={"Ribbon": "“Blue” – 5 €"}).id
    chinese = desk.order("2", checkout_data={"Ribbon": "山"}).id
    assert "A PDF" not in viewer.get(f"{here}{european}").text
    assert "A PDF can&#39;t show 山: its font has European letters only." in viewer.get(f"{here}{chinese}").text


def test_whoever_prints_while_many_others_do_is_asked_to_try_again(
    desk: Desk, viewer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    order_id = desk.order("1").id
    monkeypatch.setattr(press, "PATIENCE", 0.01)
    with press._turns, press._turns:
        answer = viewer.get(f"{desk.address}/orders/print/packing-slips?ids={order_id}")
    assert answer.status_code == 503
    assert "others are printing just now; try again in a moment" in answer.text
    assert len(slips(desk, viewer, f"ids={order_id}")) == 1


def test_an_order_that_names_no_source_has_the_store_s_name_there(desk: Desk, viewer: FlaskClient) -> None:
    order_id = desk.order("77", source_name="").id
    (slip,) = slips(desk, viewer, f"ids={order_id}")
    assert "77 Acme, " in slip
    assert "Order Desk" not in slip
