"""In every edition the sales order comes to what the customer paid, and the dry run has foreseen it to the cent."""

from decimal import Decimal
from typing import Any

import pytest

from harness.books import Books
from harness.desk import Desk
from harness.walker import Walker
from tests.support.editions import address, foreseen, line, made, move_to, ordered, parts
from tests.support.submit import appointment, change_settings, reloaded, submit
from zoho_app.zoho_books.models import TAX_FROM_THE_ORDER

pytestmark = pytest.mark.once

COUPON = [{"name": "Coupon", "amount": 10}]


def send(desk: Desk, books: Books, order_id: int) -> dict[str, Any]:
    """Send the order; its total is the one that was foreseen. Returns the sales order."""
    expected = foreseen(desk, order_id).total
    submit(desk, reloaded(order_id))
    found = made(books)
    assert expected is not None
    assert Decimal(str(found["total"])) == expected, appointment(order_id).answer
    return found


def open_shop(desk: Desk, books: Books, edition: str, **computing: Any) -> None:
    move_to(desk, books, edition, **computing)
    change_settings(desk, tax_on_items=TAX_FROM_THE_ORDER)


def test_united_kingdom(desk: Desk, books: Books, walker: Walker) -> None:
    """A bag of 120.00 with 20% and a book of 21.00 with 5% VAT inside, shipping 6.00 with 20%, a coupon of 10.00.

    Of the coupon 10 x 120/141 = 8.51 go off the bag and 1.49 off the book, nothing off the shipping. In 111.49 + 6.00
    are 117.49 x 20/120 = 19.58, in 19.51 are 19.51 x 5/105 = 0.93 of VAT. 120 + 21 + 6 - 10 = 137.00.
    """
    open_shop(desk, books, "uk", sku="SHIP")
    walker.open("/integrations/zoho-books").type("Send shipping as", "Line item").type("Shipping item SKU", "SHIP")
    walker.press("Save settings").see("Settings saved.")
    order_id = ordered(
        desk,
        "1",
        address("United Kingdom"),
        line(120, 20),
        line(21, 5, sku="BD-NOTE-01"),
        shipping_total=6,
        discount_list=COUPON,
        order_metadata={"shipping_tax_rate": 20},
    )
    found = send(desk, books, order_id)
    assert (found["total"], parts(found)) == (137, {"Standard VAT": 19.58, "Reduced VAT": 0.93})
    assert [row["discount"] for row in found["line_items"]] == [8.51, 1.49, 0]
    assert found["vat_treatment"] == ""


def test_an_order_that_leaves_the_united_kingdom(desk: Desk, books: Books) -> None:
    """100.00 without VAT go to France: the treatment is overseas, for the order and for its new contact."""
    open_shop(desk, books, "uk")
    found = send(desk, books, ordered(desk, "1", address("FR"), line(100, 0)))
    assert (found["total"], found["tax_total"], found["vat_treatment"]) == (100, 0, "overseas")
    contact = next(one for one in books.contacts() if one["email"] == "ada@example.com")
    assert contact["vat_treatment"] == "overseas"


def test_germany(desk: Desk, books: Books) -> None:
    """2 x 59.50 and shipping 5.95, all with 19% inside: 124.95, in which are 124.95 x 19/119 = 19.95 of VAT."""
    open_shop(desk, books, "eu", sku="SHIP")
    change_settings(desk, send_shipping_as="line", shipping_sku="SHIP")
    rate = {"shipping_tax_rate": "19"}
    order_id = ordered(
        desk, "1", address("Germany"), line(59.5, 19, 2), shipping_total=5.95, tax_total=19.95, order_metadata=rate
    )
    found = send(desk, books, order_id)
    assert (found["total"], found["tax_total"], found["shipping_charge"]) == (124.95, 19.95, 0)


def test_australia(desk: Desk, books: Books) -> None:
    """110.00 with 10% GST inside: 10.00 of it."""
    open_shop(desk, books, "au")
    found = send(desk, books, ordered(desk, "1", address("AU", "NSW"), line(110, 10)))
    assert (found["total"], parts(found)) == (110, {"GST": 10})


def test_india_within_the_state_and_across_states(desk: Desk, books: Books, walker: Walker) -> None:
    """1,180.00 with 18% inside, from Tamil Nadu: CGST and SGST of 90.00 each there, IGST of 180.00 in Gujarat."""
    move_to(desk, books, "in", item_tax="GST18")
    walker.open("/integrations/zoho-books/preflight").see("Edition: India", "the state that the order goes to")
    home = send(desk, books, ordered(desk, "1", address("India", "Tamil Nadu"), line(1180)))
    assert (home["place_of_supply"], home["total"], parts(home)) == ("TN", 1180, {"CGST9": 90, "SGST9": 90})
    away = send(desk, books, ordered(desk, "2", address("IN", "Gujarat"), line(1180)))
    assert (away["place_of_supply"], away["total"], parts(away)) == ("GJ", 1180, {"IGST18": 180})


def test_india_chooses_by_rate_once_it_knows_its_own_state(desk: Desk, books: Books) -> None:
    """GST18 and IGST18 are both 18%: the first answer has told that Tamil Nadu is within the state."""
    move_to(desk, books, "in", item_tax="GST18")
    send(desk, books, ordered(desk, "1", address("IN", "TN"), line(1180)))
    change_settings(desk, tax_on_items=TAX_FROM_THE_ORDER)
    for source_id, state, tax in (("2", "TN", "GST18"), ("3", "Kerala", "IGST18")):
        found = send(desk, books, ordered(desk, source_id, address("IN", state), line(1180, 18)))
        assert found["line_items"][0]["tax_name"] == tax


def test_india_has_a_tax_of_0_percent_for_its_own_state(desk: Desk, books: Books) -> None:
    """GST0 and IGST0 are both 0%: within Tamil Nadu only GST0 holds, in Gujarat IGST0. 500.00 stay 500.00."""
    move_to(desk, books, "in", item_tax="GST18")
    send(desk, books, ordered(desk, "1", address("IN", "TN"), line(1180)))
    change_settings(desk, tax_on_items=TAX_FROM_THE_ORDER)
    for source_id, state, tax in (("2", "TN", "GST0"), ("3", "GJ", "IGST0")):
        found = send(desk, books, ordered(desk, source_id, address("IN", state), line(500, 0)))
        assert (found["line_items"][0]["tax_name"], found["total"]) == (tax, 500)


def test_india_rounds_off_on_purpose(desk: Desk, books: Books, walker: Walker) -> None:
    """1,180.40 becomes 1,180: no difference, and from the second order on it is foreseen."""
    move_to(desk, books, "in", item_tax="GST18")
    submit(desk, reloaded(ordered(desk, "1", address("IN", "TN"), line(1180.4))))
    assert made(books)["total"] == 1180
    second = ordered(desk, "2", address("IN", "TN"), line(999.6))
    walker.open(f"/orders/{second}/preview").see(
        "Its total would be ₹1,000.00 . Zoho Books rounds the total off from ₹999.60 to ₹1,000.00."
    )
    assert send(desk, books, second)["roundoff_value"] == 0.4
    walker.open("/attention").see("Nothing needs your attention")


def test_india_knows_a_business_by_its_number(desk: Desk, books: Books, walker: Walker) -> None:
    move_to(desk, books, "in")
    order_id = ordered(desk, "1", address("IN", "GJ"), line(100), order_metadata={"gst_no": "24AAACC1206D1ZM"})
    found = send(desk, books, order_id)
    assert (found["gst_treatment"], found["gst_no"]) == ("business_gst", "24AAACC1206D1ZM")
    contact = next(one for one in books.contacts() if one["email"] == "ada@example.com")
    assert (contact["gst_treatment"], contact["place_of_contact"]) == ("business_gst", "GJ")
    wrong = ordered(desk, "2", address("IN", "GJ"), line(100), order_metadata={"gst_no": "24AAA"})
    walker.open(f"/orders/{wrong}/preview").see("gst_no: “24AAA” is no GST number. It has 15 characters")
    lost = ordered(desk, "3", address("IN", "Atlantis"), line(100))
    walker.open(f"/orders/{lost}/preview").see("“Atlantis” is no state of India that Bookdesk knows")


def test_the_emirates(desk: Desk, books: Books) -> None:
    """105.00 with 5% inside to Dubai, which is named by the city, and to Saudi Arabia."""
    open_shop(desk, books, "ae")
    found = send(desk, books, ordered(desk, "1", address("UAE", city="Dubai"), line(105, 5)))
    assert (found["place_of_supply"], found["total"], found["tax_total"]) == ("DU", 105, 5)
    contact = next(one for one in books.contacts() if one["email"] == "ada@example.com")
    assert (contact["tax_treatment"], contact["country_code"]) == ("vat_not_registered", "DU")
    assert send(desk, books, ordered(desk, "2", address("SA"), line(105, 5)))["place_of_supply"] == "SA"
    abroad = send(desk, books, ordered(desk, "3", address("DE"), line(100, 0)))
    assert (abroad["place_of_supply"], abroad["tax_treatment"]) == ("AE", "non_gcc")


def test_the_emirates_wait_for_an_emirate(desk: Desk, books: Books, walker: Walker) -> None:
    open_shop(desk, books, "ae")
    order_id = ordered(desk, "1", address("AE", "Desert"), line(105, 5))
    submit(desk, reloaded(order_id))
    assert appointment(order_id).cause == "no_place"
    walker.open("/attention").see("1 order No place of supply is known for Desert", "Correct this order")
    submit(desk, reloaded(ordered(desk, "2", address("AE"), line(105, 5), order_metadata={"place_of_supply": "SH"})))
    assert made(books)["place_of_supply"] == "SH"


def test_united_states(desk: Desk, books: Books) -> None:
    """Prices without tax: 100.00 and 8.25% are 108.25. With tax inside, 108.25 are sent as 100.00."""
    open_shop(desk, books, "us")
    without = {"taxes_included": "no"}
    order_id = ordered(desk, "1", address("US", "TX"), line(100, 8.25), tax_total=8.25, order_metadata=without)
    assert send(desk, books, order_id)["total"] == 108.25
    found = send(desk, books, ordered(desk, "2", address("US", "TX"), line(108.25, 8.25)))
    assert (found["line_items"][0]["rate"], found["total"]) == (100, 108.25)


def test_united_states_what_rounding_leaves_is_told_or_booked(desk: Desk, books: Books, walker: Walker) -> None:
    """3 x 10.00 with 8.25% inside: 9.24 each, 27.72, and 2.29 of tax on it are 30.01, a cent more than was paid."""
    open_shop(desk, books, "us")
    order_id = ordered(desk, "1", address("US", "TX"), line(10, 8.25, 3))
    walker.open(f"/orders/{order_id}/preview").see(
        "Its total would be $30.01 , $0.01 more than the order's. Its prices without tax are rounded"
    )
    walker.choose("Book small differences as adjustment up to", "0.05")
    found = send(desk, books, order_id)
    assert (found["total"], found["adjustment"], found["adjustment_description"]) == (30, -0.01, "Rounding")


def test_united_states_tax_exempt(desk: Desk, books: Books, walker: Walker) -> None:
    """The items' own tax of 8.25% is not added to an order that is free of tax; the only exemption is the reason."""
    move_to(desk, books, "us", item_tax="Sales Tax")
    exempt = {"taxes_included": "no", "tax_exempt": "yes"}
    order_id = ordered(desk, "1", address("US", "TX"), line(100), order_metadata=exempt)
    submit(desk, reloaded(order_id))
    assert (made(books)["total"], made(books)["tax_total"]) == (100, 0)
    assert foreseen(desk, ordered(desk, "2", address("US", "TX"), line(50), order_metadata=exempt)).total == 50
    perhaps = ordered(desk, "3", address("US"), line(100), order_metadata={"tax_exempt": "perhaps"})
    walker.open(f"/orders/{perhaps}/preview").see("tax_exempt: “perhaps” is neither yes nor no")


def test_canada_by_province(desk: Desk, books: Books) -> None:
    """Ontario: 100.00 and 13% HST. Quebec: on 10.10, GST 5% is 0.51 and QST 9.975% is 1.01, 11.62 together."""
    open_shop(desk, books, "ca")
    change_settings(desk, tax_match="CA-ON: 13 = HST (ON)\nCA-QC: 14.975 = GST + QST")
    without = {"taxes_included": "no"}
    ontario = ordered(desk, "1", address("Canada", "ON"), line(100, 13), tax_total=13, order_metadata=without)
    assert send(desk, books, ontario)["total"] == 113
    quebec = ordered(desk, "2", address("CA", "QC"), line(10.1, 14.975), tax_total=1.52, order_metadata=without)
    found = send(desk, books, quebec)
    assert (found["total"], parts(found)) == (11.62, {"GST": 0.51, "QST": 1.01})


def test_canada_by_a_province_that_the_order_writes_out(desk: Desk, books: Books) -> None:
    """“HST” in Ontario, which Tax Match calls CA-ON, is 13%: 100.00 and 13.00."""
    open_shop(desk, books, "ca")
    change_settings(desk, tax_match="CA-ON: HST = HST (ON)")
    bag = {**line(100), "metadata": {"tax_name": "HST"}}
    order_id = ordered(
        desk, "1", address("Canada", "Ontario"), bag, tax_total=13, order_metadata={"taxes_included": "no"}
    )
    assert send(desk, books, order_id)["total"] == 113


def test_japan(desk: Desk, books: Books) -> None:
    """1,980 and 540 yen with 10% and 8% inside, a coupon of 100: 2,420 yen, no hundredths anywhere.

    Before tax, 100 x 1980/2520 is 78.57: in 1,901.43 are 172.86 of tax, in 518.57 are 38.41; 173 + 38 = 211.
    """
    open_shop(desk, books, "jp")
    order_id = ordered(
        desk,
        "1",
        address("Japan", "Tokyo"),
        line(1980, 10),
        line(540, 8),
        discount_list=[{"name": "Coupon", "amount": 100}],
    )
    found = send(desk, books, order_id)
    assert (found["total"], found["tax_total"]) == (2420, 211)


def test_japan_has_no_half_yen(desk: Desk, books: Books, walker: Walker) -> None:
    """Zoho Books refuses 1,000.5 yen or cuts them: the dry run says so instead of a total."""
    open_shop(desk, books, "jp")
    order_id = ordered(desk, "1", address("Japan", "Tokyo"), line("1000.5", 10))
    words = "The price of “Bag” is 1000.5, and the store's currency has no decimals. Correct the price"
    walker.open(f"/orders/{order_id}/preview").see(words)
    submit(desk, reloaded(order_id))
    assert appointment(order_id).answer.startswith(words)
    assert books.sales_orders() == []


def test_kuwait(desk: Desk, books: Books) -> None:
    """10.555 dinars with 5% inside: 10.555 x 5/105 = 0.503, to the thousandth."""
    open_shop(desk, books, "kw")
    found = send(desk, books, ordered(desk, "1", address("Kuwait"), line("10.555", 5)))
    assert (found["place_of_supply"], found["total"], found["tax_total"]) == ("KW", 10.555, 0.503)
