"""Exports of Etsy, Amazon, WooCommerce and Square from upload to order."""

from flask.testing import FlaskClient

from harness.desk import Desk
from tests.support.import_files import Upload, lines_of, money, stored, titles, written
from zoho_app.extensions import db

ETSY = titles(
    "Sale Date,Item Name,Buyer,Quantity,Price,Coupon Code,Coupon Details,Discount Amount,Shipping Discount,"
    "Order Shipping,Order Sales Tax,Item Total,Currency,Transaction ID,Listing ID,Date Paid,Date Shipped,"
    "Ship Name,Ship Address1,"
    "Ship Address2,Ship City,Ship State,Ship Zipcode,Ship Country,Order ID,Variations,Order Type,Listings Type,"
    "Payment Type,InPerson Discount,InPerson Location,VAT Paid by Buyer,SKU"
)
PIA = {"Sale Date": "12/24/25", "Order ID": "3301122334", "Ship Name": "Pia Sommer", "Ship Address1": "1 Main St"}
PIA |= {"Ship City": "Austin", "Ship State": "TX", "Ship Zipcode": "78701", "Ship Country": "United States"}
OWEN = {
    "Sale Date": "01/03/26",
    "Order ID": "3301199887",
    "Ship Name": "Owen Reed",
    "Ship Address1": "22 Rue du Port",
}
AMAZON = titles(
    "order-id,order-item-id,purchase-date,payments-date,buyer-email,buyer-name,sku,product-name,quantity-purchased,"
    "currency,item-price,item-tax,shipping-price,shipping-tax,ship-service-level,recipient-name,ship-address-1,"
    "ship-address-2,ship-city,ship-state,ship-postal-code,ship-country,sales-channel"
)
WOO = titles(
    "Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Last Name (Billing),Company (Billing),"
    "Address 1&2 (Billing),City (Billing),Postcode (Billing),Country Code (Billing),Email (Billing),Phone (Billing),"
    "Item #,SKU,Name,Quantity,Quantity (- Refund),Item Cost,Order Line (w/o tax),Order Line Total,Coupon Code,"
    "Discount Amount,Payment Method Title,Cart Discount Amount,Order Subtotal Amount,Order Tax Amount,"
    "Order Shipping Amount,Order Refund Amount,Order Total Amount,Order Total Tax Amount,Total items"
)
SQUARE = titles(
    "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,"
    "Tax,Transaction ID,Payment ID,Event Type,Location,Customer Name"
)


def test_order_items_of_etsy(desk: Desk, operator: FlaskClient) -> None:
    shared = {"Currency": "USD", "Shipping Discount": "0.00"}
    first = {"Item Name": "Blue mug 🦊, hand-thrown, “Fox”", "Quantity": "2", "Price": "$12.50", "SKU": "MUG-BLUE"}
    first |= {
        "Discount Amount": "2.50",
        "Order Shipping": "4.90",
        "Order Sales Tax": "1.98",
        "Coupon Code": "WINTER10",
    }
    second = {"Item Name": "Poster A2", "Quantity": "1", "Price": "24.95", "SKU": "POSTER-A2"}
    second |= {
        "Discount Amount": "2.50",
        "Order Shipping": "0.00",
        "Order Sales Tax": "0.00",
        "Coupon Code": "WINTER10",
    }
    third = {"Item Name": "Red mug", "Quantity": "1", "Price": "13.00", "Order Shipping": "4.90"}
    variations = {"Variations": "Glaze: Ocean,Personalization: For Mia"}
    rows = [{**PIA, **shared, **first, **variations}, {**PIA, **shared, **second}, {**OWEN, **shared, **third}]
    upload = Upload(desk, operator, written(ETSY, rows))
    assert "Recognized as Etsy order items." in upload.words
    upload.press("Import 2 orders")
    orders = stored()
    pia = orders["3301122334"]
    assert lines_of(pia) == [(2, "MUG-BLUE", "12.50"), (1, "POSTER-A2", "24.95")]
    amounts = (pia.product_total, pia.shipping_total, pia.discount_total, pia.tax_total)
    assert list(map(money, amounts)) == ["49.95", "4.90", "5.00", "1.98"]
    assert pia.items[0].name == "Blue mug 🦊, hand-thrown, “Fox”"
    assert pia.items[0].variation_list == {"Glaze": "Ocean", "Personalization": "For Mia"}
    assert (pia.shipping["last_name"], pia.shipping["postal_code"], pia.email) == ("Sommer", "78701", "")
    assert pia.date_added.date().isoformat() == "2025-12-24"
    assert orders["3301199887"].date_added.date().isoformat() == "2026-01-03"


def test_amazons_report_of_new_orders(desk: Desk, operator: FlaskClient) -> None:
    zoe = {
        "order-id": "114-1",
        "recipient-name": "Zoë Müller",
        "buyer-name": "Zoë Müller",
        "ship-address-1": "400 Pine St",
    }
    zoe |= {"ship-address-2": "Suite 9", "purchase-date": "2026-02-01T19:30:12-08:00", "currency": "USD"}
    zoe |= {"sales-channel": "Amazon.com", "shipping-tax": "0.00", "ship-country": "US", "ship-postal-code": "98101"}
    mugs = {
        "sku": "MUG-BLUE",
        "product-name": "Blue mug, set of one",
        "quantity-purchased": "3",
        "item-price": "37.50",
    }
    mugs |= {"item-tax": "3.75", "shipping-price": "2.97"}
    poster = {"sku": "POSTER-A2", "product-name": '"Sunrise" poster, 16" x 23"', "quantity-purchased": "1"}
    poster |= {"item-price": "24.95", "item-tax": "2.50", "shipping-price": "3.99"}
    clinic = {
        **zoe,
        "order-id": "114-2",
        "recipient-name": "Front Desk, Harbor Clinic",
        "buyer-name": "Amazon Business",
    }
    red = {"sku": "MUG-RED", "product-name": 'Red mug 4" tall', "quantity-purchased": "2", "item-price": "26.00"}
    rows = [{**zoe, **mugs}, {**zoe, **poster}, {**clinic, **red}]
    lines = ["\t".join(AMAZON), *("\t".join(row.get(title, "") for title in AMAZON) for row in rows)]
    upload = Upload(desk, operator, "\r\n".join(lines).encode("cp1252"), "orders.txt")
    assert "Read as Windows-1252, separated by tabs." in upload.words
    upload.press("Import 2 orders")
    orders = stored()
    first, second = orders["114-1"], orders["114-2"]
    assert lines_of(first) == [(3, "MUG-BLUE", "12.50"), (1, "POSTER-A2", "24.95")]
    assert list(map(money, (first.tax_total, first.shipping_total, first.order_total))) == ["6.25", "6.96", "75.66"]
    assert [item.name for item in first.items] == ["Blue mug, set of one", '"Sunrise" poster, 16" x 23"']
    assert (first.customer["first_name"], first.customer["address2"], first.source_name) == (
        "Zoë",
        "Suite 9",
        "Amazon.com",
    )
    assert lines_of(second) == [(2, "MUG-RED", "13.00")]
    assert f"{second.shipping['first_name']} {second.shipping['last_name']}" == "Front Desk, Harbor Clinic"


def woo_rows() -> list[dict[str, str]]:
    own = {"Order Number": "5001", "Order Status": "Completed", "Order Date": "05.03.2026 23:40"}
    own |= {
        "Customer Note": "Bitte klingeln;\nHinterhaus",
        "First Name (Billing)": "Käthe",
        "Last Name (Billing)": "Groß",
    }
    own |= {"Company (Billing)": "Groß & Söhne OHG", "Address 1&2 (Billing)": "Am Markt 3, Hinterhaus"}
    own |= {
        "Postcode (Billing)": "07743",
        "Country Code (Billing)": "DE",
        "Email (Billing)": "Kaethe.Gross@Example.com",
    }
    own |= {"Coupon Code": "fruehling", "Discount Amount": "5,00", "Cart Discount Amount": "5,00"}
    own |= {"Order Shipping Amount": "4,90", "Order Total Amount": "1.259,35", "Order Total Tax Amount": "0,00"}
    mug = {"SKU": "MUG-BLUE", "Name": "Tasse „Blau“", "Quantity": "1", "Item Cost": "1.234,50"}
    poster = {"SKU": "POSTER-A2", "Name": "Poster A2", "Quantity": "1", "Item Cost": "24,95"}
    return [{**own, **mug}, {**own, **poster}]


def test_a_german_woocommerce_shop(desk: Desk, operator: FlaskClient) -> None:
    desk.store.currency_code, desk.store.time_zone = "EUR", "Europe/Berlin"
    db.session.commit()
    upload = Upload(desk, operator, written(WOO, woo_rows(), ";").encode("utf-8-sig"))
    upload.press("Import 1 order")
    order = stored()["5001"]
    assert lines_of(order) == [(1, "MUG-BLUE", "1234.50"), (1, "POSTER-A2", "24.95")]
    amounts = (order.shipping_total, order.discount_total, order.order_total)
    assert list(map(money, amounts)) == ["4.90", "5.00", "1259.35"]
    assert order.date_added.isoformat() == "2026-03-05T22:40:00+00:00"  # 23:40 in Berlin
    assert (order.customer["company"], order.customer["postal_code"]) == ("Groß & Söhne OHG", "07743")
    assert order.email.casefold() == "kaethe.gross@example.com"
    assert order.order_metadata["notes"] == "Bitte klingeln;\nHinterhaus"


def test_a_price_that_is_called_item_cost_is_read(desk: Desk, operator: FlaskClient) -> None:
    head = "Order Number;Order Date;Email;Billing First Name;Billing Last Name;SKU;Name;Quantity;Item Cost;"
    head += "Order Line Total;Cart Discount Amount;Order Shipping Amount;Order Total Tax Amount;Order Total Amount"
    line = "5002;2026-03-06 10:15;hanna.kolb@example.com;Hanna;Kolb;MUG-BLUE;Tasse;2;12,50;25,00;5,00;4,90;0,00;24,90"
    Upload(desk, operator, f"{head}\n{line}\n").press("Import 1 order")
    order = stored()["5002"]
    assert lines_of(order) == [(2, "MUG-BLUE", "12.50")]
    amounts = (order.shipping_total, order.discount_total, order.order_total)
    assert list(map(money, amounts)) == ["4.90", "5.00", "24.90"]


def test_a_file_without_a_readable_price_becomes_no_orders_of_nothing(desk: Desk, operator: FlaskClient) -> None:
    file = "Order Number,Customer Last Name,SKU,Item Name,Quantity\n1,Bee,MUG-BLUE,Mug,2\n"
    upload = Upload(desk, operator, file)
    assert "No column has a price" in upload.words
    upload.press("Check")
    assert "No column has a price" in upload.words
    blank = "Order Number,Customer Last Name,SKU,Price,Quantity\n1,Bee,MUG-BLUE,,2\n2,Bee,MUG-BLUE,1,2\n"
    upload = Upload(desk, operator, blank)
    assert upload.table("Problems: these orders will not be imported") == [
        "2 Price says no price; write 0.00 if it is a gift"
    ]
    upload.press("Import 1 order")
    assert list(stored()) == ["2"]


def test_items_sold_at_a_fair_by_square(desk: Desk, operator: FlaskClient) -> None:
    sale = {
        "Date": "2026-03-05",
        "Time": "20:10:15",
        "Time Zone": "Pacific Time (US & Canada)",
        "Event Type": "Payment",
    }
    dee = {**sale, "Transaction ID": "SQAAA1", "Customer Name": "Dee Example"}
    mug = {
        "Item": "Blue mug",
        "Qty": "2.0",
        "SKU": "MUG-BLUE",
        "Gross Sales": "$25.00",
        "Discounts": "-$2.50",
        "Tax": "$0.00",
    }
    poster = {"Item": "Poster A2", "Qty": "1.0", "SKU": "POSTER-A2", "Gross Sales": "$24.95", "Tax": "$2.21"}
    red = {"Item": "Red mug", "Qty": "1.0", "SKU": "MUG-RED", "Gross Sales": "$13.00", "Transaction ID": "SQBBB2"}
    back = {**dee, **mug, "Date": "2026-03-06", "Event Type": "Refund", "Qty": "-1.0", "Gross Sales": "-$12.50"}
    rows = [{**dee, **mug}, {**dee, **poster}, {**sale, **red}, {**back, "Discounts": "$1.25"}]
    upload = Upload(desk, operator, written(SQUARE, rows))
    assert upload.table("Problems: these orders will not be imported") == [
        "4 Whole line says no first name, last name or company: an order needs a customer"
    ]
    assert "is a refund of 11.25; it is kept as the order's refund" in upload.words
    upload.press("Import 1 order")
    order = stored()["SQAAA1"]
    assert lines_of(order) == [(2, "MUG-BLUE", "12.50"), (1, "POSTER-A2", "24.95")]
    amounts = (order.discount_total, order.tax_total, order.order_total, order.refund_total)
    assert list(map(money, amounts)) == ["2.50", "2.21", "49.66", "11.25"]
    assert order.date_added.isoformat() == "2026-03-06T04:10:15+00:00"  # 20:10:15 in Los Angeles
    again = Upload(desk, operator, written(SQUARE, rows))
    assert "1 order already in Bookdesk" in again.words
    alone = Upload(desk, operator, written(SQUARE, rows[3:]))
    assert "is only a refund; it is no sale" in alone.words
