"""The shop's pages: what a newcomer sees and does there."""

import pytest
from bs4 import BeautifulSoup

from harness.woocommerce import InsideWoo

DHL = {"tracking_provider": "DHL Parcel", "tracking_number": "0034"}


def page(shop: InsideWoo, path: str) -> BeautifulSoup:
    answer = shop.web.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "lxml")


def form(found: BeautifulSoup, button: str) -> tuple[str, dict[str, str]]:
    """Return where a form goes and what it would send as it stands."""
    one = next(each for each in found.select("form") if button in [one.get_text() for one in each.select("button")])
    fields = {str(field["name"]): str(field.get("value", "")) for field in one.select("input")}
    chosen = {str(field["name"]): str(field.select_one("option")["value"]) for field in one.select("select")}
    return str(one["action"]), {**fields, **chosen}


def test_one_press_places_an_order_and_its_page_has_what_the_api_says(shop: InsideWoo) -> None:
    assert "Nobody has ordered anything yet" in shop.web.get("/").text
    action, _ = form(page(shop, "/"), "Place an order")
    placed = shop.web.post(action, headers={"Sec-Fetch-Site": "same-origin"})
    assert placed.status_code == 303
    shown = page(shop, placed.location).get_text()
    (order,) = shop.get("orders")
    for words in (
        "Order placed.",
        f"{float(order['total']):,.2f} USD",
        *[one["name"] for one in order["line_items"]],
    ):
        assert words in shown
    row = page(shop, "/").select_one("tbody tr").get_text()
    assert "#5101" in row
    assert "Processing" in row


def test_what_was_typed_is_ordered(shop: InsideWoo) -> None:
    action, typed = form(page(shop, "/orders/new"), "Place order")
    goods = {name: "0" for name in typed if name.startswith("BD-")}
    typed.update(goods, **{"BD-MUG-01": "2", "shipping_title": "Express", "shipping_price": "10", "discount": "10"})
    typed.update(first_name="Ada", fee="5")
    shop.web.post(action, data=typed)
    (order,) = shop.get("orders")
    # 2 × 14.50 less 10 %, 5 for gift wrap and 10 for shipping, 8 % tax on each: 26.10 + 15 + 2.09 + 0.40 + 0.80
    assert (order["total"], order["billing"]["first_name"]) == ("44.39", "Ada")
    none = shop.web.post(action, data={**typed, "BD-MUG-01": "none"})
    assert none.status_code == 400
    assert "Stoneware mug: &#39;none&#39; is not a whole number" in none.text
    assert "is not an amount" in shop.web.post(action, data={**typed, "fee": "five"}).text


def test_status_and_refund_work_by_their_buttons(shop: InsideWoo) -> None:
    number = shop.place(lines=[{"name": "Mug", "price": "10", "quantity": 3}], taxes=[])

    def press(button: str, **changes: str) -> str:
        action, typed = form(page(shop, f"/orders/{number}"), button)
        return shop.web.post(action, data={**typed, **changes}, follow_redirects=True).text

    assert "Status saved." in press("Save status", status="completed")
    assert "Refunded." in press("Refund", **{"line-1": "1"}, reason="late")
    assert "20.00 can be refunded" in press("Refund", amount="21")
    assert "is not an amount" in press("Refund", amount="oops")
    order = shop.get(f"orders/{number}")
    assert (order["status"], order["refunds"][0]["total"]) == ("completed", "-10.00")


def test_tracking_shows_however_the_shop_keeps_it(shop: InsideWoo) -> None:
    shop.set_up(plugins=["shipment-tracking"], fulfillments=True)
    number = shop.place()
    shop.write("POST", f"/wp-json/wc-shipment-tracking/v3/orders/{number}/shipment-trackings", DHL)
    line = shop.get(f"orders/{number}")["line_items"][0]["id"]
    items = {"key": "_items", "value": [{"item_id": line, "qty": 1}]}
    meta = [items, {"key": "_tracking_number", "value": "1Z42"}, {"key": "_shipment_provider", "value": "ups"}]
    shop.write("POST", f"orders/{number}/fulfillments", {"status": "fulfilled", "meta_data": meta})
    shop.write("PUT", f"orders/{number}", {"meta_data": [{"key": "_tracking_number", "value": "META-7"}]})
    shown = page(shop, f"/orders/{number}").get_text()
    for words in ("DHL Parcel", "0034", "ups", "1Z42", "1 × Stoneware mug", "META-7"):
        assert words in shown


def test_the_page_shop_has_what_connects_and_changes_how_it_sells_and_tracks(shop: InsideWoo) -> None:
    shop.write("POST", "webhooks", {"topic": "order.created", "delivery_url": "https://desk.example.com/hook"})
    shop.set_up(webhook_delay=0)
    shop.do(shop.place(), "status", status="completed")
    shop.status = 500
    shop.deliver()
    shown = page(shop, "/shop").get_text()
    for words in ("ck_", "cs_", "order.created", "https://desk.example.com/hook", "failed (500)", "sam@example.com"):
        assert words in shown
    assert shop.web.post("/shop", data={"currency": "EUR", "way": "ast"}).status_code == 303
    # 14.50 holds 19 %: 14.50 / 1.19 = 12.18
    order = shop.get(f"orders/{shop.place()}")
    assert (order["currency"], order["line_items"][0]["total"], order["total"]) == ("EUR", "12.18", "14.50")
    assert "wc-ast/v3" in shop.get("/wp-json/")["namespaces"]
    for wrong in ({"currency": "XXX", "way": "ast"}, {"currency": "EUR", "way": "pigeon"}):
        assert shop.web.post("/shop", data=wrong).status_code == 400


def test_every_field_has_a_label_and_no_id_stands_twice(shop: InsideWoo) -> None:
    number = shop.place()
    for path in ("/", "/orders/new", f"/orders/{number}", "/shop"):
        found = page(shop, path)
        labels = {str(label["for"]) for label in found.select("label")}
        ids = [str(field["id"]) for field in found.select("input, select")]
        assert set(ids) <= labels, path
        assert len(ids) == len(set(ids)), path


@pytest.mark.parametrize("path", ["/orders/random", "/orders", "/shop", "/orders/1/status"])
def test_a_form_of_another_site_is_refused(shop: InsideWoo, path: str) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert shop.web.post(path, headers=headers).status_code == 403
