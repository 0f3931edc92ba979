"""Files of further shops and plug-ins, and what nothing in a file proves: asked, told or refused, never guessed."""

import pytest

from tests.support.import_files import titles, written
from zoho_app.orders.files import reader
from zoho_app.orders.files.build import Context
from zoho_app.orders.files.columns import Choices
from zoho_app.orders.files.file_order import FileOrder
from zoho_app.orders.files.limits import BadFile
from zoho_app.orders.files.titles import loose

pytestmark = pytest.mark.once
HEAD = "Order Number,Customer Full Name,SKU,Price,Quantity"


def read(content: str | bytes, currency: str = "USD", choices: Choices | None = None) -> reader.Preview:
    return reader.parse(content, choices, Context("UTC", currency))


def one(content: str | bytes, currency: str = "USD", choices: Choices | None = None) -> FileOrder:
    """The only order of a file about which nobody has to be asked."""
    preview = read(content, currency, choices)
    assert (preview.plan.questions, [str(error) for error in preview.errors]) == ([], [])
    (order,) = preview.orders
    return order


def items(order: FileOrder) -> list[tuple[int, str, str]]:
    assert order.clean is not None
    return [(one.values["quantity"], one.values["code"], f"{one.values['price']:.2f}") for one in order.clean.items]


def test_what_amazon_has_shipped_itself() -> None:
    head = titles(
        "amazon-order-id,merchant-order-id,shipment-id,shipment-item-id,amazon-order-item-id,purchase-date,"
        "shipment-date,buyer-email,buyer-name,sku,product-name,quantity-shipped,currency,item-price,item-tax,"
        "shipping-price,shipping-tax,gift-wrap-price,gift-wrap-tax,recipient-name,ship-city,ship-postal-code,"
        "item-promotion-discount,ship-promotion-discount,carrier,tracking-number,sales-channel"
    )
    row = {"amazon-order-id": "114-1", "purchase-date": "2026-03-05T10:00:00+00:00", "recipient-name": "Ada Lind"}
    row |= {"sku": "MUG-BLUE", "quantity-shipped": "3", "currency": "USD", "item-price": "37.50", "item-tax": "3.00"}
    row |= {"shipping-price": "4.00", "shipping-tax": "0.32", "gift-wrap-price": "3.99", "gift-wrap-tax": "0.30"}
    row |= {"item-promotion-discount": "-2.00", "ship-promotion-discount": "-4.00", "sales-channel": "Amazon.com"}
    order = one(written(head, [row], "\t"))
    assert items(order) == [(3, "MUG-BLUE", "12.50")]
    assert order.data["tax_total"] == "3.62"  # 3.00 + 0.32 + 0.30
    assert order.total is not None and f"{order.total:.2f}" == "43.11"  # 37.50 + 4.00 + 3.99 + 3.62 - 6.00


def test_a_german_report_of_ebay() -> None:
    head = titles(
        "Verkaufsprotokollnummer,Bestellnummer,Nutzername des Käufers,Name des Käufers,E-Mail des Käufers,"
        "Name des Empfängers,Artikelnummer,Angebotstitel,Bestandseinheit,Verkauft über Anzeigen,Anzahl,Verkauft für,"
        "Verpackung und Versand,Inklusive MwSt.-Satz,Gesamtbetrag,Verkauft am,Zahlungsdatum"
    )
    row = {"Verkaufsprotokollnummer": "11", "Bestellnummer": "23-1", "Name des Käufers": "--", "Anzahl": "2"}
    row |= {"Name des Empfängers": "Ida Rhodes", "Artikelnummer": "1122334455", "Bestandseinheit": "MUG-BLUE"}
    row |= {"Angebotstitel": "Tasse", "Verkauft für": "12,50 €", "Verpackung und Versand": "4,90 €"}
    row |= {"Gesamtbetrag": "29,90 €", "Verkauft am": "10-Dez-25", "Inklusive MwSt.-Satz": "19 %"}
    order = one(written(head, [row], ";"), "EUR")
    assert (items(order), order.data["date_added"]) == ([(2, "MUG-BLUE", "12.50")], "2025-12-10")
    assert order.clean is not None
    assert {place["last_name"] for place in order.clean.addresses.values() if place} == {"Rhodes"}


def test_items_that_a_plug_in_packs_as_json() -> None:
    head = titles("order_number,order_date,status,order_total,order_currency,billing_last_name,line_items")
    packed = (
        '[{"id": 1, "name": "Blue mug", "sku": "MUG-BLUE", "quantity": 2, "total": "25.00"},'
        ' {"id": 2, "name": "Poster, A2 | B", "sku": "POSTER-A2", "quantity": 1, "total": 24.95}]'
    )
    row = {"order_number": "1", "order_date": "2026-03-05", "status": "completed", "order_total": "49.95"}
    order = one(written(head, [{**row, "billing_last_name": "Rhodes", "line_items": packed}]))
    assert items(order) == [(2, "MUG-BLUE", "12.50"), (1, "POSTER-A2", "24.95")]


@pytest.mark.parametrize(
    "packed", ["[" * 100_000, "[1, 2]", "[{}]", '[{"name": "Mug", "quantity": [1]}]', "[nonsense"]
)
def test_json_that_is_no_list_of_items_is_a_problem_of_its_line(packed: str) -> None:
    head = titles("order_number,order_date,status,order_total,billing_last_name,line_items")
    row = {"order_number": "1", "status": "completed", "order_total": "1.00", "billing_last_name": "Rhodes"}
    (error, *_) = read(written(head, [{**row, "line_items": packed}])).errors
    assert "Line 2, line_items: the items can't be told from" in str(error)


def test_taxes_that_nothing_explains_are_asked_about_and_never_added_unseen() -> None:
    file = "Bestellnummer;Kunde Name;Artikelnummer;Menge;Preis;MwSt\n1;Ada Lind;A;2;59,50;19,00\n"
    assert read(file, "EUR").plan.questions == [
        "Nothing shows whether the taxes are part of the prices or added to them: choose it below."
    ]
    totals = {way: one(file, "EUR", Choices(taxes=way)).total for way in ("inside", "added")}
    assert totals == {"inside": 119, "added": 138}
    told = one(f"{HEAD},Tax Total\n1,Ada Lind,A,59.50,2,19.00\n")
    assert told.total == 138, "our own title says that they are added"


def test_an_order_without_the_total_that_others_have_is_doubtful_where_taxes_are_open() -> None:
    preview = read(f"{HEAD},Tax,Order Total\n1,Ada Lind,A,10.00,1,1.00,11.00\n2,Ada Lind,A,10.00,1,1.00,\n")
    assert [order.doubts for order in preview.orders] == [
        [],
        ["It has no total, so nothing shows whether its taxes are part of its prices."],
    ]


@pytest.mark.parametrize(
    ("title", "total"), [("Prix unitaire TTC", 25), ("Einzelpreis (brutto)", 25), ("Precio sin IVA", 29)]
)
def test_a_title_may_say_whether_taxes_are_inside(title: str, total: int) -> None:
    file = f"Order Number,Customer Full Name,SKU,{title},Quantity,Tax\n1,Ada Lind,A,12.50,2,4.00\n"
    assert read(file).plan.questions == [f"Check what is proposed for these columns: {title}."]
    assert one(file, choices=Choices(fields={loose(title): "order_items.price"})).total == total


@pytest.mark.parametrize("title", ["Price (EUR)", "Unit Price EUR", "Preis in €"])
def test_a_currency_in_a_title_is_the_currency_of_its_amounts(title: str) -> None:
    file = f"Order Number,Customer Full Name,SKU,{title},Quantity\n1,Ada Lind,A,12.50,2\n"
    (error,) = read(file).errors
    assert "the order is in EUR, the store in USD" in str(error)
    assert one(file, "EUR").total == 25


def test_a_file_without_a_quantity_says_that_each_line_is_one_piece() -> None:
    preview = read("Order Number,Customer Full Name,SKU,Price\n1,Ada Lind,A,12.50\n")
    assert preview.notes == ["No column is the quantity, so each line counts as one piece."]


def test_a_line_of_which_nothing_was_ordered_is_left_out_and_told() -> None:
    first, second = read(f"{HEAD}\n1,Ada Lind,A,12.50,2\n1,Ada Lind,B,3.00,0\n2,Ada Lind,A,12.50,0\n").orders
    assert (items(first), [str(one) for one in first.repairs]) == (
        [(2, "A", "12.50")],
        ["Line 3, Quantity: is 0; this line is left out"],
    )
    assert [str(one) for one in second.errors] == [
        "Line 4, Quantity: is 0 in all of its lines, so nothing of it was ordered"
    ]


def test_prices_of_six_decimals_come_to_the_total_that_the_shop_rounds() -> None:
    file = f"{HEAD},Order Total\n1,Ada Lind,A,10.416667,3,31.25\n2,Ada Lind,A,10.416667,1000,10416.67\n"
    first, second = read(file).orders
    assert (first.doubts, second.doubts) == ([], [])
    assert items(first) == [(3, "A", "10.42")]  # 10.4167 is kept
    assert items(second) == [(333, "A", "10.41"), (667, "A", "10.42")]  # 3,466.53 + 6,950.14 = 10,416.67


def test_days_that_a_spreadsheet_may_have_swapped_are_told() -> None:
    (note,) = read(f"{HEAD},Order Date\n1,Ada Lind,A,1.00,1,2026-05-03\n2,Ada Lind,A,1.00,1,25/03/2026\n").notes
    assert "A spreadsheet of another country may have swapped day and month" in note


def test_letters_that_were_encoded_twice_or_guessed_are_told() -> None:
    file = f"{HEAD}\n1,Käthe Groß,A,1.00,1\n"
    twice = read(file.encode().decode("cp1252").encode())
    assert twice.orders[0].data["customer_last_name"] == "Groß"
    assert twice.notes[0].startswith("Its letters beyond A to Z were encoded twice")
    (note,) = read(file.encode("cp1252")).notes
    assert "They were read as Windows-1252, as in “Käthe”." in note
    assert read(file.encode("cp1252"), choices=Choices(encoding="cp1252")).notes == []
    assert read(file.encode()).notes == []


def test_a_reference_beside_an_order_number_is_probably_the_sku() -> None:
    plan = read("Numéro de commande;Client Nom;Référence;Quantité;Prix unitaire\n1;Ada Lind;MUG;1;2,00\n").plan
    assert [(column.title, column.proposal) for column in plan.open] == [("Référence", "order_items.code")]


@pytest.mark.parametrize(
    "head",
    [
        "date/time,settlement id,type,order id,sku,description,quantity,product sales,total",
        "Datum/Uhrzeit;Abrechnungsnummer;Typ;Bestellnummer;SKU;Beschreibung;Menge;Umsätze;Gesamt",
        "settlement-id\tsettlement-start-date\tdeposit-date\ttransaction-type\torder-id\tsku\tprice-amount",
    ],
)
def test_lists_of_amazons_payments_are_no_orders(head: str) -> None:
    with pytest.raises(BadFile, match="Amazon's list of transactions"):
        read(f"{head}\n{head.upper().translate(str.maketrans('AEIOU', '12345'))}\n")


def test_a_refund_that_stands_on_a_line_and_at_the_order_counts_once() -> None:
    head = titles("Order Number,Order Status,First Name (Billing),Last Name (Billing),SKU,Quantity,Item Cost")
    head += titles("Order Shipping Amount,Order Refund Amount,Order Total Amount")
    own = {"Order Number": "1", "Order Status": "Completed", "Last Name (Billing)": "Lind", "SKU": "A"}
    own |= {"Item Cost": "12.50", "Order Shipping Amount": "0.00", "Order Total Amount": "25.00"}
    own |= {"Order Refund Amount": "12.50"}
    order = one(written(head, [{**own, "Quantity": "2"}, {**own, "Quantity": "-1"}]))
    assert (order.data["refund_total"], order.data["payment_status"]) == ("12.50", "Partially Refunded")
    assert (items(order), order.doubts) == ([(2, "A", "12.50")], [])


@pytest.mark.parametrize("word", ["Total", "Subtotal", "Gesamtsumme", "Sous-total"])
def test_a_sum_between_orders_is_no_item(word: str) -> None:
    file = f"{HEAD},Item Name\n1,Ada Lind,A,12.50,2,Mug\n,,,25.00,4,{word}\n2,Bo Lind,A,12.50,1,Mug\n"
    first, second = read(file).orders
    assert (items(first), items(second)) == ([(2, "A", "12.50")], [(1, "A", "12.50")])
    assert [str(one) for one in first.repairs] == ["Line 3: is a sum of the lines above; it was left out"]


@pytest.mark.parametrize(("said", "kept"), [("yes", "yes"), ("no", "no"), ("", None)])
def test_that_prices_include_tax_is_kept_where_no_amount_of_tax_is_told(said: str, kept: str | None) -> None:
    order = one(f"{HEAD},Prices Include Tax\n1001,Ada Lind,MUG,120.00,1,{said}\n")
    assert order.data.get("order_metadata", {}).get("taxes_included") == kept
    assert order.total is not None and f"{order.total:.2f}" == "120.00"


@pytest.mark.parametrize("title", ["Discount %", "Rabatt (%)", "Tax %", "Shipping %"])
def test_a_share_in_percent_is_no_amount(title: str) -> None:
    """10 % of 2 x 10.00 are 2.00; the cell's 10 must not be read as 10.00."""
    (order,) = (found := read(f"{HEAD},{title}\n1,Ada Lind,A,10.00,2,10\n")).orders
    assert found.plan.questions == [f"Choose what these columns mean: {title}."]
    assert order.total == 20


@pytest.mark.parametrize(
    "title",
    ["GST", "PST", "Moms", "Freight", "Surcharge", "Deposit", "Store Credit", "Voucher", "Rounding"]
    + ["Returned", "Backordered", "Case Pack"],
)
def test_a_column_of_money_or_pieces_by_another_word_is_asked_about(title: str) -> None:
    assert read(f"{HEAD},{title}\n1,Ada Lind,A,10.00,2,4\n").plan.questions == [
        f"Choose what these columns mean: {title}."
    ]


@pytest.mark.parametrize("title", ["Credit Card Type", "Versandart der Ware", "Packed By"])
def test_a_column_that_only_begins_like_money_is_not_asked_about(title: str) -> None:
    assert read(f"{HEAD},{title}\n1,Ada Lind,A,10.00,2,Visa\n").plan.questions == []


@pytest.mark.parametrize("word", ["Return", "Refund", "Credit Note", "Gutschrift", "Cancelled"])
def test_a_column_whose_cells_are_states_is_asked_about(word: str) -> None:
    file = f"{HEAD},Type\n1,Ada Lind,A,10.00,2,Sale\n2,Bo Lind,A,10.00,1,{word}\n"
    assert read(file).plan.questions == ["Choose what these columns mean: Type."]
    first, second = read(file, choices=Choices({"type": "status"})).orders
    assert second.doubts == ["It was canceled." if word == "Cancelled" else "It was refunded."]
    assert first.total == 20


def test_a_column_whose_cells_are_money_is_asked_about() -> None:
    file = f"{HEAD},Engraving,Rack\n1,Ada Lind,A,10.00,2,$4.00,ABC 12\n"
    assert read(file).plan.questions == ["Choose what these columns mean: Engraving."]


@pytest.mark.parametrize("word", ["Refunded", "Cancelled by the buyer"])
def test_an_order_of_which_one_line_is_no_sale_is_not_imported_unseen(word: str) -> None:
    (order,) = read(f"{HEAD},Order Status\n1,Ada Lind,A,10.00,1,Paid\n1,Ada Lind,B,5.00,1,{word}\n").orders
    assert order.doubts == [f"Its lines say different states: “Paid” in line 2, “{word}” in line 3."]


def test_lines_that_are_paid_and_shipped_raise_no_doubt() -> None:
    order = one(f"{HEAD},Order Status\n1,Ada Lind,A,10.00,1,Paid\n1,Ada Lind,B,5.00,1,Shipped\n")
    assert order.doubts == []


@pytest.mark.parametrize("price", ["-10.00", "(10.00)", "10.00-"])
def test_an_order_below_nothing_is_probably_a_refund(price: str) -> None:
    (order,) = read(f"{HEAD}\n1,Ada Lind,A,{price},2\n").orders
    assert order.doubts == ["It comes to -20.00, so it is probably a refund and no sale."]
