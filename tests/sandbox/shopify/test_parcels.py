"""Parcels out: what waits where, what was shipped, and Shopify's words for what it refuses."""

from typing import Any

import pytest

from harness import shopify_operations as operations
from harness.shopify import InsideShop

Found = dict[str, Any]
LAMP = {"title": "Lamp", "sku": "LAMP", "price": 10}
CHAIR = {"title": "Chair", "sku": "CHAIR", "price": 10, "quantity": 4}


def state(shop: InsideShop, order_id: str) -> Found:
    found = shop.data(operations.SHIPPING, id=order_id)["order"]
    assert isinstance(found, dict)
    return found


def waiting(shop: InsideShop, order_id: str) -> list[Found]:
    return list(state(shop, order_id)["fulfillmentOrders"]["nodes"])


def left(one: Found) -> dict[str, int]:
    return {line["sku"]: line["remainingQuantity"] for line in one["lineItems"]["nodes"]}


def ship(shop: InsideShop, *orders: Found | str, tracking: Found | None = None, **quantities: int) -> Found:
    """Ship so many of each SKU, or all that remains."""
    groups: list[Found] = []
    for one in orders:
        if isinstance(one, str):
            groups.append({"fulfillmentOrderId": one})
            continue
        parts = [
            {"id": line["id"], "quantity": quantities[line["sku"]]}
            for line in one["lineItems"]["nodes"]
            if line["sku"] in quantities
        ]
        groups.append({"fulfillmentOrderId": one["id"], **({"fulfillmentOrderLineItems": parts} if parts else {})})
    asked = {"lineItemsByFulfillmentOrder": groups, **({"trackingInfo": tracking} if tracking else {})}
    found = shop.data(operations.SHIP, fulfillment=asked)["fulfillmentCreate"]
    assert isinstance(found, dict)
    return found


def refusal(found: Found) -> str:
    assert found["fulfillment"] is None
    (error,) = found["userErrors"]
    assert error["field"] == ["fulfillment"]
    return str(error["message"])


def test_two_parcels_of_one_carrier_ship_a_part_and_the_rest_waits(shop: InsideShop) -> None:
    order_id = shop.place(lines=[LAMP, CHAIR])
    (one,) = waiting(shop, order_id)
    assert (one["status"], one["assignedLocation"]["name"]) == ("OPEN", "Main warehouse")
    assert {"action": "CREATE_FULFILLMENT"} in one["supportedActions"]
    made = ship(
        shop, one, tracking={"company": "UPS", "numbers": ["1Z1", "1Z2"], "urls": ["https://a.example/1"]}, CHAIR=3
    )
    assert made["userErrors"] == []
    assert made["fulfillment"]["name"] == "#1001-F1"
    assert (made["fulfillment"]["status"], made["fulfillment"]["displayStatus"]) == ("SUCCESS", "FULFILLED")
    first, second = made["fulfillment"]["trackingInfo"]
    assert first == {"number": "1Z1", "url": "https://a.example/1", "company": "UPS"}
    # Shopify knows UPS, and makes a link itself where none was given.
    assert (second["number"], second["company"], second["url"] is not None) == ("1Z2", "UPS", True)
    now = state(shop, order_id)
    assert now["displayFulfillmentStatus"] == "PARTIALLY_FULFILLED"
    (one,) = now["fulfillmentOrders"]["nodes"]
    assert (one["status"], left(one)) == ("IN_PROGRESS", {"LAMP": 1, "CHAIR": 1})
    assert [line["quantity"] for line in now["fulfillments"][0]["fulfillmentLineItems"]["nodes"]] == [3]
    ship(shop, one["id"])
    now = state(shop, order_id)
    assert (now["displayFulfillmentStatus"], now["fulfillmentOrders"]["nodes"][0]["status"]) == (
        "FULFILLED",
        "CLOSED",
    )


def test_the_same_call_twice_ships_twice_until_nothing_is_left(shop: InsideShop) -> None:
    order_id = shop.place(lines=[CHAIR])
    (one,) = waiting(shop, order_id)
    numbers = {"number": "1Z1", "company": "UPS"}
    assert [ship(shop, one, tracking=numbers, CHAIR=2)["userErrors"] for _ in range(2)] == [[], []]
    assert len(state(shop, order_id)["fulfillments"]) == 2
    number = one["id"].rpartition("/")[2]
    assert refusal(ship(shop, one, CHAIR=2)) == f"Fulfillment order {number} has an unfulfillable status= closed."


def test_a_lost_answer_has_shipped_all_the_same(shop: InsideShop) -> None:
    order_id = shop.place(lines=[CHAIR])
    (one,) = waiting(shop, order_id)
    shop.fail({"action": "status", "status": 504, "mentions": "fulfillmentCreate", "when": "after"})
    groups = [{"fulfillmentOrderId": one["id"]}]
    assert shop.answer(operations.SHIP, fulfillment={"lineItemsByFulfillmentOrder": groups}).status_code == 504
    assert len(state(shop, order_id)["fulfillments"]) == 1
    call = next(entry for entry in shop.ledger()["requests"] if entry["fault"])
    assert (call["operation"], call["status"]) == ("Ship", 504)
    assert {"action": "created", "kind": "fulfillment"}.items() <= call["changes"][0].items()


def test_what_does_not_fit_is_refused_in_shopifys_words_and_changes_nothing(shop: InsideShop) -> None:
    order_id = shop.place(lines=[CHAIR], locations={"Main warehouse": {"1": 3}, "Outlet": {"1": 1}})
    other = waiting(shop, shop.place(lines=[LAMP]))[0]
    main, outlet = waiting(shop, order_id)
    ids = [one["assignedLocation"]["location"]["id"].rpartition("/")[2] for one in (main, outlet)]
    places = f"to a single location. Multiple locations with ids [{ids[0]}, {ids[1]}] were found."
    assert refusal(ship(shop, main, CHAIR=4)) == "Invalid fulfillment order line item quantity requested."
    assert refusal(ship(shop, main, outlet)) == f"All fulfillment orders must be assigned {places}"
    both = "Multiple orders with ids [7100000000101, 7100000000102] were found."
    assert refusal(ship(shop, main, other)) == f"All fulfillment orders must belong to the same order. {both}"
    assert refusal(ship(shop, "gid://shopify/FulfillmentOrder/1")) == "Fulfillment order does not exist."
    foreign = {**main, "lineItems": other["lineItems"]}
    assert refusal(ship(shop, foreign, LAMP=1)) == "Fulfillment order line item does not exist."
    none = ship(shop, main, CHAIR=0)["userErrors"]
    where = ["fulfillment", "lineItemsByFulfillmentOrder", "0", "fulfillmentOrderLineItems", "0", "quantity"]
    assert none == [{"field": where, "message": "Quantity must be greater than 0"}]
    assert [left(one) for one in waiting(shop, order_id)] == [{"CHAIR": 3}, {"CHAIR": 1}]
    assert state(shop, order_id)["fulfillments"] == []


def test_gift_cards_wait_apart_from_goods_and_are_not_shipped_with_them(shop: InsideShop) -> None:
    card = {"title": "Gift card", "price": 50, "gift_card": True}
    goods, cards = waiting(shop, shop.place(lines=[LAMP, card]))
    assert [one["deliveryMethod"]["methodType"] for one in (goods, cards)] == ["SHIPPING", "NONE"]
    assert "same delivery method" in refusal(ship(shop, goods, cards))
    assert ship(shop, cards["id"])["userErrors"] == []


def test_a_canceled_fulfillment_waits_anew_and_its_closed_order_still_counts(shop: InsideShop) -> None:
    order_id = shop.place(lines=[LAMP])
    (one,) = waiting(shop, order_id)
    made = ship(shop, one["id"], tracking={"number": "1", "company": "DHL"})["fulfillment"]
    # Plain DHL is known in Germany alone: no link.
    assert made["trackingInfo"] == [{"number": "1", "url": None, "company": "DHL"}]
    for _ in range(2):
        undone = shop.data(operations.UNDO, id=made["id"])["fulfillmentCancel"]
        assert undone["fulfillment"] == {"id": made["id"], "status": "CANCELLED", "displayStatus": "CANCELED"}
    closed, again = waiting(shop, order_id)
    assert (closed["status"], left(closed)) == ("CLOSED", {"LAMP": 1})
    assert (again["status"], left(again), again["id"] != closed["id"]) == ("OPEN", {"LAMP": 1}, True)
    assert state(shop, order_id)["displayFulfillmentStatus"] == "UNFULFILLED"
    # Numbers can be changed even now, and nobody complains.
    changed = shop.data(operations.CORRECT, id=made["id"], tracking={"numbers": ["2", "3"]})
    assert len(changed["fulfillmentTrackingInfoUpdate"]["fulfillment"]["trackingInfo"]) == 2
    shop.do(order_id, "cancel")


def test_units_go_back_to_where_they_came_from_while_that_is_open(shop: InsideShop) -> None:
    order_id = shop.place(lines=[CHAIR])
    made = ship(shop, waiting(shop, order_id)[0], CHAIR=3)["fulfillment"]
    shop.data(operations.UNDO, id=made["id"])
    (one,) = waiting(shop, order_id)
    assert (one["status"], left(one)) == ("IN_PROGRESS", {"CHAIR": 4})


def test_a_correction_replaces_all_numbers(shop: InsideShop) -> None:
    order_id = shop.place()
    made = ship(shop, waiting(shop, order_id)[0], tracking={"company": "UPS", "numbers": ["1", "2"]})["fulfillment"]
    shop.data(operations.CORRECT, id=made["id"], tracking={"number": "3", "company": "FedEx"}, notify=True)
    (kept,) = state(shop, order_id)["fulfillments"]
    assert [(one["number"], one["company"]) for one in kept["trackingInfo"]] == [("3", "FedEx")]


@pytest.mark.parametrize(
    ("operation", "given", "field", "words"),
    [
        (operations.CORRECT, {"tracking": {"number": "1"}}, "fulfillmentId", "Fulfillment does not exist."),
        (operations.UNDO, {}, "id", "Fulfillment not found."),
    ],
)
def test_an_unknown_fulfillment_is_a_user_error(
    shop: InsideShop, operation: str, given: Found, field: str, words: str
) -> None:
    (payload,) = shop.data(operation, id="gid://shopify/Fulfillment/1", **given).values()
    assert payload == {"fulfillment": None, "userErrors": [{"field": [field], "message": words}]}


def test_what_is_on_hold_cannot_be_shipped_until_it_is_released(shop: InsideShop) -> None:
    order_id = shop.place(hold="INVENTORY_OUT_OF_STOCK", hold_note="back next week")
    (one,) = waiting(shop, order_id)
    assert {"action": "CREATE_FULFILLMENT"} not in one["supportedActions"]
    assert one["fulfillmentHolds"][0]["reasonNotes"] == "back next week"
    assert state(shop, order_id)["displayFulfillmentStatus"] == "ON_HOLD"
    assert "unfulfillable status= on_hold" in refusal(ship(shop, one["id"]))
    shop.do(order_id, "release")
    assert ship(shop, one["id"])["userErrors"] == []


def test_fulfillment_orders_come_some_time_after_the_order(shop: InsideShop) -> None:
    shop.set_up(routing_delay=20)
    order_id = shop.place()
    assert waiting(shop, order_id) == []
    shop.set_up(clock_offset=21)
    assert len(waiting(shop, order_id)) == 1


def test_another_location_gets_a_fulfillment_order_of_its_own_and_a_partner_needs_a_scope(shop: InsideShop) -> None:
    order_id = shop.place(lines=[LAMP])
    (one,) = waiting(shop, order_id)
    shop.do(order_id, "move", **{"from": "Main warehouse", "to": "Parcel Partner"})
    closed, moved = waiting(shop, order_id)
    assert (closed["status"], left(closed), moved["assignedLocation"]["name"]) == (
        "CLOSED",
        {"LAMP": 0},
        "Parcel Partner",
    )
    shop.set_up(scopes=["read_orders", "write_merchant_managed_fulfillment_orders"])
    assert [each["id"] for each in waiting(shop, order_id)] == [one["id"]]
    assert refusal(ship(shop, moved["id"])) == "Fulfillment order does not exist."


def test_fulfilled_orders_cannot_be_canceled_and_canceled_ones_not_shipped(shop: InsideShop) -> None:
    order_id = shop.place()
    (one,) = waiting(shop, order_id)
    made = ship(shop, one["id"])["fulfillment"]
    number = order_id.rpartition("/")[2]
    assert "Cancel its fulfillments first" in shop.web.post(f"/sandbox/orders/{number}/cancel", json={}).text
    shop.data(operations.UNDO, id=made["id"])
    shop.do(order_id, "cancel")
    again = waiting(shop, order_id)[1]
    assert "unfulfillable status= closed" in refusal(ship(shop, again["id"]))


def test_events_and_tags_are_kept(shop: InsideShop) -> None:
    order_id = shop.place(tags=["vip"])
    made = ship(shop, waiting(shop, order_id)[0])["fulfillment"]
    event = """mutation($event: FulfillmentEventInput!) { fulfillmentEventCreate(fulfillmentEvent: $event) {
      fulfillmentEvent { status } userErrors { message } } }"""
    shop.data(event, event={"fulfillmentId": made["id"], "status": "IN_TRANSIT"})
    assert state(shop, order_id)["fulfillments"][0]["displayStatus"] == "IN_TRANSIT"
    tags = 'mutation($id: ID!) { tagsAdd(id: $id, tags: ["VIP", "sent"]) { node { ... on Order { tags } } } }'
    assert shop.data(tags, id=order_id)["tagsAdd"]["node"]["tags"] == ["vip", "sent"]
