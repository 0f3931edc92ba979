"""Orders coming in: what is accepted, what is refused in which words, and that none comes in twice."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from harness.desk import Desk, order_data
from zoho_app.accounts.models import Store
from zoho_app.extensions import db
from zoho_app.orders import import_order, inventory
from zoho_app.orders.events import ORDER_CREATED_MANUALLY
from zoho_app.orders.identity import DuplicateOrder
from zoho_app.orders.input.order_data import BadOrder
from zoho_app.orders.models import Order

SMALLEST = {"shipping": {"last_name": "Hopper"}, "order_items": [{"name": "Moth"}]}


def take(desk: Desk, data: Any) -> Order:
    order = import_order.import_order(desk.store, data, "API")
    db.session.commit()
    return order


def refusals(desk: Desk, data: Any) -> dict[str, str]:
    with pytest.raises(BadOrder) as refused:
        import_order.import_order(desk.store, data, "API")
    db.session.rollback()
    return {error.field: error.words for error in refused.value.errors}


def test_an_order_lies_in_the_first_folder_with_its_totals(desk: Desk) -> None:
    order = desk.reload(take(desk, {**order_data(), "discount_list": [{"name": "Ten", "amount": "4.40"}]}))
    assert order.folder.name == "New"
    assert order.product_total == Decimal("44.90")
    assert order.discount_total == Decimal("4.40")
    assert order.order_total == Decimal("45.50")
    assert order.quantity_total == 3
    assert desk.history(order.id) == ["API: Order Imported from Shopify"]


def test_an_order_made_by_hand_says_so(desk: Desk) -> None:
    order = import_order.import_order(desk.store, order_data(), "ada@example.com", ORDER_CREATED_MANUALLY)
    db.session.commit()
    assert desk.history(order.id) == ["ada@example.com: Order Created"]


def test_flat_addresses_and_phps_empty_objects_are_understood(desk: Desk) -> None:
    data = {
        "shipping": [],
        "shipping_first_name": "Ada",
        "shipping_city": "London",
        "checkout_data": [],
        "order_metadata": [],
        "order_items": [{"code": 4711, "quantity": "2", "price": "3", "variation_list": [], "metadata": []}],
    }
    order = desk.reload(take(desk, data))
    assert order.shipping == {"first_name": "Ada", "city": "London"}
    assert order.customer == {"first_name": "Ada", "city": "London"}
    assert (order.items[0].code, order.items[0].name, order.items[0].quantity) == ("4711", "4711", 2)
    assert order.checkout_data == {}


def test_a_missing_shipping_address_is_copied_from_the_customers(desk: Desk) -> None:
    data = {"customer": {"company": "Acme", "city": "Rome"}, "order_items": [{"name": "x"}]}
    assert desk.reload(take(desk, data)).shipping == {"company": "Acme", "city": "Rome"}


def test_an_order_without_a_number_gets_the_desks_own(desk: Desk) -> None:
    order = take(desk, SMALLEST)
    assert order.source_id == str(order.id)
    assert order.source_name == "Order Desk"


def test_the_desks_own_number_steps_aside_for_one_that_is_taken(desk: Desk) -> None:
    first = take(desk, SMALLEST)
    taken = take(desk, {**SMALLEST, "source_id": str(first.id + 2)})
    blank = take(desk, SMALLEST)
    assert taken.source_id == str(blank.id)
    assert blank.source_id == f"{blank.id}-2"


def test_the_same_order_of_a_source_comes_in_once(desk: Desk) -> None:
    order_id = desk.order("1001").id
    with pytest.raises(DuplicateOrder, match=f"as order {order_id}"):
        import_order.import_order(desk.store, order_data("1001"), "API")
    db.session.rollback()
    take(desk, {**order_data("1001"), "source_name": "Etsy"})
    assert db.session.scalar(select(func.count()).select_from(Order)) == 2


def test_another_store_may_have_the_same_number(desk: Desk) -> None:
    desk.order("1001")
    assert Desk.open(desk.app, "Other").order("1001").source_id == "1001"


def test_of_many_that_bring_the_same_order_at_once_one_succeeds(desk: Desk) -> None:
    outcomes: list[str] = []
    start = threading.Barrier(6)

    def bring(source_name: str) -> None:
        with desk.app.app_context():
            start.wait()
            try:
                data = {**order_data("77"), "source_name": source_name}
                import_order.import_order(db.session.get_one(Store, desk.store_id), data, "API")
                db.session.commit()
                outcomes.append("taken")
            except DuplicateOrder:
                outcomes.append("duplicate")
            finally:
                db.session.remove()

    db.session.remove()
    threads = [threading.Thread(target=bring, args=[name]) for name in ("Shopify", "shopify", "SHOPIFY") * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["duplicate"] * 5 + ["taken"]
    assert db.session.scalar(select(func.count()).select_from(Order)) == 1


def test_a_folder_may_be_named_but_not_another_stores(desk: Desk) -> None:
    assert take(desk, {**order_data("1"), "folder_id": str(desk.folder("Closed").id)}).folder.name == "Closed"
    assert take(desk, {**order_data("2"), "folder_name": "prepared"}).folder.name == "Prepared"
    foreign = Desk.open(desk.app, "Other").folder("New").id
    astray = take(desk, {**order_data("3"), "folder_id": foreign})
    assert astray.folder_id == desk.folder("New").id
    nowhere = take(desk, {**order_data("4"), "folder_name": "Nowhere"})
    assert nowhere.folder.name == "New"
    words = "folder_name: there is no such folder in this store; it went to New"
    assert f"API: Read with repairs: {words}" in desk.history(nowhere.id)


def test_all_problems_are_told_at_once_each_with_its_field(desk: Desk) -> None:
    data = {
        "email": "not an address",
        "shipping_total": "twelve",
        "payment_status": "Paid?",
        "shipping": {"first_name": ["Ada"]},
        "checkout_data": {"": "x"},
        "discount_list": [{"amount": -1}],
        "order_items": [
            {"name": "Mug", "price": "NaN", "quantity": 0},
            "nonsense",
            {"quantity": 1.5},
            {"name": "Bag", "metadata": {"tax_id": {"deep": 1}}},
        ],
    }
    assert set(refusals(desk, data)) == {
        "shipping_total",
        "order_items[0].price",
        "order_items[0].quantity",
        "order_items[1]",
        "order_items[2].name",
        "order_items[2].quantity",
    }


@pytest.mark.once
def test_what_is_no_order_is_refused(desk: Desk) -> None:
    no_orders: list[Any] = [None, [], "", 7, "text", [1], {}, {"order_items": {}}, {"order_items": 3}]
    for data in no_orders:
        assert refusals(desk, data), data


@pytest.mark.once
def test_prices_that_are_no_amounts_are_refused(desk: Desk) -> None:
    no_amounts: list[Any] = ["NaN", "Infinity", "1e9999", 1e300, "1_000", "١٢", "12 USD", "1,500", True, {"a": 1}]
    for price in [*no_amounts, 10**40, float("inf")]:
        refused = refusals(desk, {**SMALLEST, "order_items": [{"name": "x", "price": price}]})
        assert "order_items[0].price" in refused, price


def test_prices_are_exact(desk: Desk) -> None:
    items = [{"name": "a", "price": 0.1 + 0.2}, {"name": "b", "price": "19.99"}, {"name": "c", "price": "3.33335"}]
    order = desk.reload(take(desk, {**SMALLEST, "order_items": items}))
    assert [item.price for item in order.items] == [Decimal("0.3"), Decimal("19.99"), Decimal("3.3334")]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("source_id", "x" * 201),
        ("shipping_total", "1" * 20),
    ],
)
def test_what_does_not_fit_is_refused_and_never_cut(desk: Desk, field: str, value: str) -> None:
    assert field in refusals(desk, {**order_data(), **SMALLEST, field: value})


def test_the_longest_texts_fit_even_where_comparing_makes_them_longer(desk: Desk) -> None:
    data = {**SMALLEST, "source_id": "ΐ" * 200, "order_items": [{"name": "ß" * 500, "code": "ΐ" * 200}]}
    assert desk.reload(take(desk, data)).items[0].code == "ΐ" * 200


def test_of_a_card_only_the_last_four_digits_are_kept(desk: Desk) -> None:
    order = desk.reload(take(desk, {**order_data(), "cc_number": "4242 4242 4242 4321", "cc_exp": "01/2030"}))
    assert order.cc_number_masked == "xxxxxxxxxxxx4321"


def test_inventory_details_are_added_without_replacing_anything(desk: Desk) -> None:
    inventory.create(
        desk.store_id,
        {
            "code": " bd-mug-01 ",
            "name": "Mug of the inventory",
            "price": "99",
            "weight": "0.4",
            "metadata": {"tax_id": "T1", "description": "Hand-thrown"},
            "variation_list": {"Color": "Sand"},
        },
    )
    db.session.commit()
    item = {
        "code": "BD-MUG-01",
        "price": 5,
        "metadata": {"description": "Own words"},
        "variation_list": {"Tax_ID": "T9"},
    }
    got = desk.reload(take(desk, {**SMALLEST, "order_items": [item]})).items[0]
    assert got.name == "Mug of the inventory"
    assert got.price == 5
    assert got.weight == Decimal("0.4")
    assert got.item_metadata == {"description": "Own words"}
    assert got.variation_list == {"Tax_ID": "T9", "Color": "Sand"}


def test_inventory_details_stay_away_when_the_store_does_not_want_them(desk: Desk) -> None:
    desk.store.add_inventory_details = False
    inventory.create(desk.store_id, {"code": "BD-MUG-01", "name": "Mug", "metadata": {"tax_id": "T1"}})
    db.session.commit()
    assert desk.reload(desk.order()).items[0].item_metadata == {}
