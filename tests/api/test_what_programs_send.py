"""What shops' programs really send: read, repaired with a word in the history, never lost."""

from __future__ import annotations

import json
from typing import Any

import pytest

from harness.desk import Desk
from tests.support.api_client import Api
from zoho_app.extensions import db

WHO: dict[str, Any] = {
    "shipping": {
        "first_name": "Mara",
        "last_name": "Quill",
        "address1": "10 Lake St",
        "city": "Chicago",
        "state": "IL",
        "postal_code": "60601",
        "country": "US",
    }
}
MUG = {"name": "Blue mug", "code": "MUG-BLUE", "price": 12.5, "quantity": 1}


@pytest.fixture
def api(desk: Desk) -> Api:
    return Api(desk)


def send(api: Api, **changes: Any) -> dict[str, Any]:
    """The order that comes of it; its number is "1" unless given."""
    body = {"source_id": "1", "source_name": "WooCommerce", "email": "a@example.com", **WHO, "order_items": [MUG]}
    answer = api.post("/orders", {**body, **changes})
    assert answer.status_code == 201, answer.text
    order: dict[str, Any] = api.get(f"/orders/{answer.json['order']['id']}").json["order"]
    return order


def repairs(order: dict[str, Any]) -> str:
    return " ".join(line["note"] for line in order["order_history"] if line["note"].startswith("Read with repairs"))


def test_a_list_written_as_an_object_is_a_list(api: Api) -> None:  # A01: PHP
    order = send(
        api,
        order_items={
            "1": {"name": "Blue mug", "code": "MUG-BLUE", "price": "12.50", "quantity": "1"},
            "3": {"name": "Red mug", "code": "MUG-RED", "price": "13.00", "quantity": "1"},
        },
        discount_list={},
        checkout_data=[],
        order_metadata="",
    )
    assert [(item["code"], item["price"]) for item in order["order_items"]] == [("MUG-BLUE", 12.5), ("MUG-RED", 13)]
    assert (order["order_total"], order["discount_list"], order["order_metadata"]) == (25.5, [], [])


TWO = [MUG, {**MUG, "code": "MUG-RED", "price": "13.00"}]


@pytest.mark.parametrize(
    "items", [json.dumps(TWO), {"item": TWO}, [TWO], {"0": TWO[0], "1": None, "2": TWO[1]}, [*TWO, None, ""]]
)
def test_a_list_in_another_wrapping_is_a_list(api: Api, items: Any) -> None:
    order = send(api, order_items=items)
    assert [(item["code"], item["price"]) for item in order["order_items"]] == [("MUG-BLUE", 12.5), ("MUG-RED", 13)]
    assert order["order_total"] == 25.5


@pytest.mark.parametrize(
    ("notes", "kept"),
    [("Please wrap", ["Please wrap"]), (["a", 5], ["a", "5"]), ([{"note": "x"}], ["x"]), ({"message": "x"}, ["x"])],
)
def test_a_note_in_any_shape_is_a_note(api: Api, notes: Any, kept: list[str]) -> None:
    assert [note["content"] for note in send(api, order_notes=notes)["order_notes"]] == kept


def test_what_does_not_matter_to_the_sale_refuses_no_order(api: Api) -> None:
    odd = {**MUG, "id": "gid://shopify/LineItem/1", "weight": "0,5 kg"}
    order = send(
        api,
        folder_id="New",
        shipping_total="free",
        processor_balance=-5,
        customer=[{"last_name": "Quill"}],
        order_items=[odd, {**MUG, "price": None}],
    )
    assert (order["order_total"], order["shipping_total"], order["processor_balance"]) == (12.5, 0, -5)
    assert order["customer"]["last_name"] == "Quill"
    told = repairs(order)
    for words in ("“New” is no folder", "“free” was read as 0", "“0,5 kg” can't be read", "price: is blank"):
        assert words in told


def test_a_single_row_that_stands_alone_is_a_list_of_one(api: Api) -> None:
    order = send(api, order_items=MUG, discount_list={"0": {"name": "Ten", "amount": "1.00"}}, order_notes=False)
    assert (order["order_total"], order["order_notes"]) == (11.5, [])


@pytest.mark.parametrize(
    ("email", "kept", "told"),
    [
        ("n/a", "", "left blank"),
        ("ada@example.com; office@example.com", "ada@example.com", "was read as ada@example.com"),
        ("Ada Lovelace <ada@example.com>", "ada@example.com", "was read as ada@example.com"),
        ("ada@example", "ada@example", "no whole domain"),
        ("ada@exämple.example", "ada@exämple.example", ""),
        ("mailto:ada@example.com", "ada@example.com", ""),
        (["ada@example.com"], "ada@example.com", "is no text"),
        ({"address": "ada@example.com", "verified": True}, "ada@example.com", "was read as ada@example.com"),
        ("ada@example.com,", "ada@example.com", "was read as ada@example.com"),
        ('"a b"@example.com', "", "left blank"),
        ("<script>@example", "", "left blank"),
        ("ada(at)example.com", "", "left blank"),
        ("no address", "", "left blank"),
        (None, "", ""),
    ],
)
def test_something_else_in_the_field_for_the_email_loses_no_order(api: Api, email: Any, kept: str, told: str) -> None:
    order = send(api, email=email)  # A04
    assert order["email"] == kept
    assert told in repairs(order)
    assert bool(told) == bool(repairs(order))


def test_characters_that_no_keyboard_has_become_blanks(api: Api) -> None:  # D03
    order = send(
        api,
        shipping={
            "first_name": "Zoë 🌻",
            "last_name": "O’Neil-Åkerlund",
            "address1": "12 Mill Lane\x0bRear entrance",
            "address2": "c/o\x03 Studio",
            "city": "N'Djamena",
            "postal_code": "4",
            "country": "TD",
        },
        order_metadata={"notes": "line 1\r\nline 2\u2028line 3"},
    )
    shipping = order["shipping"]
    assert (shipping["first_name"], shipping["last_name"]) == ("Zoë 🌻", "O’Neil-Åkerlund")
    assert (shipping["address1"], shipping["address2"]) == ("12 Mill Lane Rear entrance", "c/o Studio")
    assert shipping["city"] == "N'Djamena"
    assert order["order_metadata"] == {"notes": "line 1\nline 2\nline 3"}
    assert "shipping.address2: control characters became blanks" in repairs(order)


def test_half_a_character_in_what_is_told_breaks_nothing(api: Api) -> None:
    order = send(api, shipping_method={"\x00": "\ud800"}, order_metadata={"\ud800": "x" * 6_000})
    assert "shipping_method: is no text" in repairs(order)


@pytest.mark.parametrize(
    ("metadata", "kept"),
    [
        ({"a": {"b": [1, 2]}, "c": True}, {"a": '{"b": [1, 2]}', "c": "true"}),
        ({"d": None, "e": 1.5}, {"d": "", "e": "1.5"}),
        ([{"id": 7, "key": "gift", "value": "yes"}, {"key": "n", "value": 3}], {"gift": "yes", "n": "3"}),
        (["x", "y"], {"1": "x", "2": "y"}),
        ('{"gift": "yes"}', {"gift": "yes"}),
        ("just words", {"value": "just words"}),
        (False, []),
    ],
)
def test_metadata_of_any_json_type_is_kept_as_text(api: Api, metadata: Any, kept: Any) -> None:
    assert send(api, order_metadata=metadata)["order_metadata"] == kept


@pytest.mark.parametrize(
    ("date", "read"),
    [
        ("2026-01-31 13:45:00", "2026-01-31 21:45:00"),  # the store's time
        ("2026-01-31T13:45:00Z", "2026-01-31 13:45:00"),
        (1769867100, "2026-01-31 13:45:00"),
        ("1769867100", "2026-01-31 13:45:00"),
        (1769867100000, "2026-01-31 13:45:00"),
        ("/Date(1769867100000)/", "2026-01-31 13:45:00"),
        ("Sat, 31 Jan 2026 13:45:00 +0000", "2026-01-31 13:45:00"),
        ("2026-01-31 13:45:00 UTC", "2026-01-31 13:45:00"),
        ("20260131134500", "2026-01-31 21:45:00"),
        ("31.01.2026 13:45", "2026-01-31 21:45:00"),
        ({"date": "2026-01-31 13:45:00.000000", "timezone_type": 3, "timezone": "UTC"}, "2026-01-31 13:45:00"),
        ({"date": "2026-01-31 14:45:00.000000", "timezone_type": 1, "timezone": "+01:00"}, "2026-01-31 13:45:00"),
        ({"$date": "2026-01-31T13:45:00Z"}, "2026-01-31 13:45:00"),
        ({"$date": {"$numberLong": "1769867100000"}}, "2026-01-31 13:45:00"),
        ("2026/1/31", "2026-01-31 20:00:00"),
        ("2026-01-31", "2026-01-31 20:00:00"),  # a bare day: noon in the store
    ],
)
def test_moments_are_read_as_programs_write_them(api: Api, desk: Desk, date: Any, read: str) -> None:
    desk.store.time_zone = "America/Los_Angeles"
    db.session.commit()
    assert send(api, date_added=date)["date_added"] == read


@pytest.mark.parametrize(
    "date", ["0000-00-00 00:00:00", "0000-00-00", 0, "0001-01-01T00:00:00", "-0001-11-30 00:00:00", "", None]
)
def test_a_zero_date_is_no_date(api: Api, date: Any) -> None:
    order = send(api, date_added=date)
    assert order["date_added"][:4] >= "2026"
    assert repairs(order) == ""


def test_a_date_that_nobody_can_read_is_told(api: Api) -> None:
    assert "date_added: “next Tuesday” can't be read" in repairs(send(api, date_added="next Tuesday"))


def test_details_that_do_not_matter_to_a_sale_are_repaired(api: Api) -> None:
    order = send(
        api,
        payment_status="who knows",
        refund_total="-2.00",
        discount_list=[{"name": "Coupon", "amount": -1}],
        shipping={**WHO["shipping"], "address2": "word " * 80},
        order_items=[{**MUG, "quantity": "2.0000", "price": "12,50"}, {**MUG, "name": "Removed", "quantity": 0}],
    )
    assert (order["order_total"], order["refund_total"], len(order["order_items"])) == (24, 2, 1)
    assert order["payment_status"] == "Pending"
    assert order["shipping"]["address2"].endswith("word...")
    told = repairs(order)
    for words in (
        "“who knows” is not known",
        "-2.00 was read as 2.00",
        "-1 was read as 1",
        "was cut to 255",
        "Removed",
    ):
        assert words in told


@pytest.mark.parametrize("price", ["1,234", "12 USD", "abc", True, {"amount": 5}])
def test_money_that_can_be_read_in_two_ways_is_never_guessed(api: Api, price: Any) -> None:
    answer = api.post("/orders", {"email": "a@example.com", **WHO, "order_items": [{**MUG, "price": price}]})
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json["errors"]] == ["order_items[0].price"]


def test_an_address_may_end_with_a_slash(api: Api, desk: Desk) -> None:
    order = send(api)
    assert api.get("/orders/").json["total_records"] == 1
    assert api.get(f"/orders/{order['id']}/").status_code == 200
    assert api.put(f"/orders/{order['id']}/", {"email": "b@example.com"}).json["order"]["email"] == "b@example.com"
    assert api.post("/orders/", {"source_id": "2", **WHO, "order_items": [MUG]}).status_code == 201


def test_a_limit_above_the_most_is_the_most(api: Api) -> None:
    send(api)
    answer = api.get("/orders", limit="5000").json
    assert (answer["limit"], answer["records_returned"]) == (500, 1)
    assert api.get("/inventory-items", limit="5000").status_code == 200


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"name": "Blue mug", "unit_price": 12.5, "quantity": 2}, "price"),
        ({"name": "Blue mug", "total": "25.00", "quantity": 2}, "price"),
        ({"name": "Blue mug", "price": 12.5, "qty": 2}, "quantity"),
    ],
)
def test_money_and_pieces_under_another_name_are_never_read_as_0_or_1(
    api: Api, item: dict[str, Any], field: str
) -> None:
    answer = api.post("/orders", {"source_id": "1", "source_name": "Shop", **WHO, "order_items": [item]})
    assert (answer.status_code, [one["field"] for one in answer.json["errors"]]) == (400, [f"order_items[0].{field}"])


@pytest.mark.parametrize(
    ("said", "kept", "told"),
    [
        ("Euro", "EUR", ""),
        ("€", "EUR", ""),
        ("US dollar", "USD", ""),
        ("Kroner", "Kroner", "“Kroner” is no currency"),
    ],
)
def test_a_currency_that_is_no_code_is_never_taken_for_the_stores(api: Api, said: str, kept: str, told: str) -> None:
    order = send(api, currency=said)
    assert order["order_metadata"]["currency"] == kept
    assert told in repairs(order)


def test_goods_that_went_back_are_no_sale_and_a_state_that_nobody_knows_is_told(api: Api) -> None:
    assert send(api, status="Returned to sender")["payment_status"] == "Fully Refunded"
    unknown = send(api, source_id="2", status="Awaiting the moon")
    assert "“Awaiting the moon” is not known; nothing was read from it" in repairs(unknown)


def test_a_discount_that_stands_only_in_its_sum_is_taken_and_told(desk: Desk, api: Api) -> None:
    """12.50 less 5.00 is 7.50, which the customer has paid."""
    order = send(api, discount_total=5)
    assert order["order_total"] == 7.5
    assert any("discount_total: 5.00 was taken as a discount" in line for line in desk.history(order["id"]))
    listed = send(api, source_id="2", discount_total=5, discount_list=[{"name": "Spring", "amount": 5}])
    assert (listed["order_total"], len(listed["discount_list"])) == (7.5, 1)
    unread = send(api, source_id="3", discount_total="five")
    assert unread["order_total"] == 12.5
    assert any("discount_total: “five” is no amount" in line for line in desk.history(unread["id"]))


def test_a_total_that_differs_from_its_parts_is_told(desk: Desk, api: Api) -> None:
    order = send(api, order_total="99.00")
    assert order["order_total"] == 12.5
    told = "order_total: 99.00 was sent, but the parts come to 12.50, which counts"
    assert any(told in line for line in desk.history(order["id"]))
    assert not any("order_total" in line for line in desk.history(send(api, source_id="2", order_total=12.5)["id"]))
