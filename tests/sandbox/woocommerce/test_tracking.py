"""Tracking numbers: by plug-ins, by fulfillments of the core, or not at all."""

import pytest

from harness.woocommerce import InsideWoo

DHL = {"tracking_provider": "DHL Parcel", "tracking_number": "00340434EXAMPLE0001", "date_shipped": "2026-11-22"}


@pytest.mark.parametrize("plugin", ["shipment-tracking", "ast"])
def test_a_plug_in_adds_lists_and_deletes_but_guards_against_no_double(shop: InsideWoo, plugin: str) -> None:
    shop.set_up(plugins=[plugin])
    route = f"/wp-json/wc-shipment-tracking/v3/orders/{shop.place()}/shipment-trackings"
    first, second = shop.write("POST", route, DHL), shop.write("POST", route, DHL)
    assert {name: value for name, value in first.items() if name != "tracking_id"} == {
        **DHL,
        "tracking_link": "https://parcel.example/t/00340434EXAMPLE0001",
    }
    assert [one["tracking_id"] for one in shop.get(route)] == [first["tracking_id"], second["tracking_id"]]
    shop.write("DELETE", f"{route}/{first['tracking_id']}")
    assert [one["tracking_id"] for one in shop.get(route)] == [second["tracking_id"]]
    assert shop.call("DELETE", f"{route}/{first['tracking_id']}").status_code == 404
    assert shop.call("PUT", f"{route}/{second['tracking_id']}", DHL).status_code == 404, "there is no update"


def test_a_carrier_of_ones_own_has_a_link_and_an_unknown_name_is_refused(shop: InsideWoo) -> None:
    shop.set_up(plugins=["shipment-tracking"])
    route = f"/wp-json/wc-shipment-tracking/v3/orders/{shop.place()}/shipment-trackings"
    custom = {"custom_tracking_provider": "Kurier Nord", "custom_tracking_link": "https://parcel.example/k/%1$s"}
    made = shop.write("POST", route, {**custom, "tracking_number": "KN-77"})
    assert (made["tracking_provider"], made["tracking_link"]) == ("Kurier Nord", "https://parcel.example/k/KN-77")
    assert shop.call("POST", route, {"tracking_provider": "Nobody", "tracking_number": "1"}).status_code == 400
    assert shop.call("POST", route, {"tracking_provider": "UPS"}).status_code == 400


def test_advanced_shipment_tracking_completes_replaces_and_takes_plain_numbers_alone(shop: InsideWoo) -> None:
    shop.set_up(plugins=["ast"])
    number = shop.place()
    route = f"/wp-json/wc-ast/v3/orders/{number}/shipment-trackings"
    shop.write("POST", route, DHL)
    shop.write("POST", route, {**DHL, "tracking_number": "2", "replace_tracking": 1, "status_shipped": 1})
    assert [one["tracking_number"] for one in shop.get(route)] == ["2"]
    assert shop.get(f"orders/{number}")["status"] == "completed"
    assert shop.call("POST", route, {**DHL, "tracking_number": "1Z/42"}).status_code == 404


def test_fulfillments_need_items_forget_meta_that_is_not_sent_and_mail_when_told(shop: InsideWoo) -> None:
    shop.set_up(fulfillments=True)
    number = shop.place()
    line = shop.get(f"orders/{number}")["line_items"][0]["id"]
    items = {"key": "_items", "value": [{"item_id": line, "qty": 1}]}
    tracked = {"key": "_tracking_number", "value": "1Z"}
    body = {"status": "fulfilled", "is_fulfilled": True, "meta_data": [items, tracked]}
    made = shop.write("POST", f"orders/{number}/fulfillments", body, notify_customer="true")
    assert (made["is_fulfilled"], made["entity_id"]) == (True, str(number))
    assert shop.ledger()["changed"]["created mail"] == 1
    changed = shop.write("PUT", f"orders/{number}/fulfillments/{made['id']}", {**body, "meta_data": [items]})
    assert [row["key"] for row in changed["meta_data"]] == ["_items"]
    empty = shop.call("POST", f"orders/{number}/fulfillments", {**body, "meta_data": [tracked]})
    assert (empty.status_code, "at least one item" in empty.text) == (400, True)
    shop.write("DELETE", f"orders/{number}/fulfillments/{made['id']}")
    assert shop.get(f"orders/{number}/fulfillments") == []


@pytest.mark.parametrize(
    "route", ["wc-shipment-tracking/v3/orders/5101/shipment-trackings", "wc/v3/orders/5101/fulfillments"]
)
def test_what_is_not_there_has_no_route(shop: InsideWoo, route: str) -> None:
    shop.place()
    answer = shop.call("GET", f"/wp-json/{route}")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "rest_no_route")
