"""The shop's pages: what a newcomer sees and does there."""

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag

from harness import shopify_operations as operations
from harness.shopify import InsideShop


def page(shop: InsideShop, path: str) -> BeautifulSoup:
    answer = shop.web.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "lxml")


def form(found: BeautifulSoup, button: str) -> tuple[str, dict[str, str]]:
    """Return where a form goes and what it would send as it stands."""
    one = next(each for each in found.select("form") if button in each.get_text())
    fields = {str(field["name"]): str(field.get("value", "")) for field in one.select("input")}
    chosen = {str(field["name"]): str(field.select_one("option")["value"]) for field in one.select("select")}
    return str(one["action"]), {**fields, **chosen}


def test_one_press_places_an_order_and_its_page_has_what_the_api_says(shop: InsideShop) -> None:
    assert "Nobody has ordered anything yet" in shop.web.get("/").text
    action, _ = form(page(shop, "/"), "Place an order")
    placed = shop.web.post(action, headers={"Sec-Fetch-Site": "same-origin"})
    assert placed.status_code == 303
    shown = page(shop, placed.location).get_text()
    assert "Order placed." in shown
    (order,) = shop.data(operations.CHANGED, first=5)["orders"]["nodes"]
    found = shop.data(operations.ORDER, id=order["id"], lines=50)["order"]
    for line in found["lineItems"]["nodes"]:
        assert line["title"] in shown
    total = found["currentTotalPriceSet"]["shopMoney"]["amount"]
    assert f"{float(total):,.2f} USD" in shown
    row = page(shop, "/").select_one("tbody tr").get_text()
    assert "#1001" in row
    assert "Paid" in row


def test_the_form_is_filled_in_and_what_was_typed_is_ordered(shop: InsideShop) -> None:
    action, typed = form(page(shop, "/orders/new"), "Place order")
    goods = {name: "0" for name in typed if name.startswith("BD-")}
    typed.update(goods, **{"BD-MUG-01": "2", "shipping_title": "Express", "shipping_price": "10", "discount": "10"})
    typed.update(first_name="Ada", email="ada@example.com")
    shop.web.post(action, data=typed)
    (order,) = shop.data(operations.CHANGED, first=5)["orders"]["nodes"]
    found = shop.data(operations.ORDER, id=order["id"], lines=50)["order"]
    # 2 × 14.50 less 10 %, and 10 for shipping, 8 % tax on each
    assert found["currentTotalPriceSet"]["shopMoney"]["amount"] == "38.99"
    assert (found["shippingAddress"]["firstName"], found["email"]) == ("Ada", "ada@example.com")
    none = shop.web.post(action, data={**typed, "BD-MUG-01": "none"})
    assert none.status_code == 400
    assert "Stoneware mug: &#39;none&#39; is not a whole number" in none.text
    assert 'value="Ada"' in none.text
    assert "needs at least one line" in shop.web.post(action, data={**typed, "BD-MUG-01": "0"}).text


def test_quantities_refunds_payment_and_cancel_work_by_their_buttons(shop: InsideShop) -> None:
    lines = [{"title": "Mug", "sku": "MUG", "price": 10, "quantity": 3}]
    order_id = shop.place(lines=lines, payment="pending", tax_lines=[], shipping=[{"price": 5, "tax_lines": []}])
    path = f"/orders/{order_id.rpartition('/')[2]}"

    def press(button: str, **changes: str) -> str:
        action, typed = form(page(shop, path), button)
        return shop.web.post(action, data={**typed, **changes}, follow_redirects=True).text

    assert "Quantities saved." in press("Save quantities", **{"line-1": "2"})
    assert "Paid." in press("Mark as paid")
    assert "Refunded." in press("Refund", **{"line-1": "1"}, shipping="2.50", note="late")
    assert "2.50 is more" not in press("Refund", shipping="oops")
    assert "1 can be refunded" in press("Refund", **{"line-1": "2"})
    found = shop.data(operations.ORDER, id=order_id, lines=5)["order"]
    # 3 were ordered, 1 was taken away, 1 refunded; half of the shipping went back.
    assert found["lineItems"]["nodes"][0]["currentQuantity"] == 1
    assert found["currentTotalPriceSet"]["shopMoney"]["amount"] == "12.5"
    assert found["totalRefundedSet"]["shopMoney"]["amount"] == "12.5"
    assert "The order is canceled." in press("Cancel order")
    assert "Canceled" in page(shop, "/").select_one("tbody tr").get_text()
    assert "This order is canceled." in page(shop, path).get_text()


def test_a_fulfillment_shows_with_its_tracking_and_is_canceled_by_a_button(shop: InsideShop) -> None:
    order_id = shop.place()
    shop.do(order_id, "fulfill", tracking={"number": "1Z42", "company": "UPS"})
    path = f"/orders/{order_id.rpartition('/')[2]}"
    shown = page(shop, path)
    for words in ("#1001-F1", "UPS", "1Z42", "1 × Stoneware mug"):
        assert words in shown.get_text()
    link = next(each for each in shown.select("main a") if each.get_text() == "1Z42")
    assert isinstance(link, Tag)
    assert str(link["href"]).startswith("https://parcel.example/")
    action, _ = form(shown, "Cancel fulfillment")
    assert "The fulfillment is canceled." in shop.web.post(action, follow_redirects=True).text


def test_the_page_app_has_what_connects_and_what_was_told(shop: InsideShop) -> None:
    shop.set_up(scopes=["read_orders"])
    shop.data(operations.SUBSCRIBE, topic="ORDERS_CREATE", webhook={"uri": "https://desk.example.com/hook"})
    shop.place()
    shop.status = 500
    shop.deliver()
    shown = page(shop, "/app").get_text()
    for words in ("sandbox-shop.myshopify.com", "sandbox-shop-client", "shpss_", "shpat_", "read_orders"):
        assert words in shown
    for words in ("ORDERS_CREATE", "https://desk.example.com/hook", "orders/create", "failed once (500)"):
        assert words in shown


def test_another_currency_brings_the_taxes_of_its_country(shop: InsideShop) -> None:
    assert shop.web.post("/app/currency", data={"currency": "EUR"}).status_code == 303
    found = shop.data(operations.ORDER, id=shop.place(), lines=5)["order"]
    # 14.50 holds 19 %: 14.50 - 14.50 / 1.19
    assert (found["currencyCode"], found["taxesIncluded"]) == ("EUR", True)
    assert found["currentTotalTaxSet"]["shopMoney"]["amount"] == "2.32"
    assert shop.web.post("/app/currency", data={"currency": "XXX"}).status_code == 400


def test_every_field_has_a_label_and_no_id_stands_twice(shop: InsideShop) -> None:
    order_id = shop.place(payment="pending")
    for path in ("/", "/orders/new", f"/orders/{order_id.rpartition('/')[2]}", "/app"):
        found = page(shop, path)
        labels = {str(label["for"]) for label in found.select("label")}
        ids = [str(field["id"]) for field in found.select("input, select")]
        assert set(ids) <= labels, path
        assert len(ids) == len(set(ids)), path


@pytest.mark.parametrize("path", ["/orders/random", "/orders", "/app/currency", "/orders/1/cancel"])
def test_a_form_of_another_site_is_refused(shop: InsideShop, path: str) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert shop.web.post(path, headers=headers).status_code == 403
