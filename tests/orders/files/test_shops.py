"""The exports that are recognized, each by a file with its shop's true titles."""

import pytest

from tests.support.import_files import titles
from tests.support.shop_exports import EXPORTS
from zoho_app.orders.files import reader
from zoho_app.orders.files.build import Context
from zoho_app.orders.files.limits import BadFile


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_recognized_and_read_as_its_shop_means_it(name: str) -> None:
    export = EXPORTS[name]()
    preview = reader.parse(export.content, None, Context("UTC", "USD"))
    assert preview.plan.layout is not None, preview.plan.questions
    assert (preview.plan.layout.name, preview.plan.questions) == (export.layout, [])
    order = preview.orders[0]
    assert ([str(error) for error in order.errors], order.doubts) == ([], [])
    clean = order.clean
    assert clean is not None
    assert (clean.source_name, clean.source_id) == (export.source, export.number)
    items = [(item.values["quantity"], item.values["code"], f"{item.values['price']:.2f}") for item in clean.items]
    assert items == [(2, "MUG-BLUE", "12.50"), (1, "POSTER-A2", "24.95")]
    assert f"{order.total:.2f}" == export.total
    assert f"{clean.details.get('shipping_total', 0):.2f}" == export.shipping
    discounts = [discount["amount"] for discount in clean.details.get("discount_list", [])]
    assert "".join(discounts) in (export.discount, "" if export.discount == "0.00" else export.discount)
    assert clean.details.get("payment_status") == export.status or "payment_status" not in order.data
    assert order.data["date_added"].startswith("2026-03-05") if "date_added" in order.data else True
    assert {clean.addresses[kind].get("last_name") for kind in ("shipping", "customer")} == {"Rhodes"}


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (
            "Sale Date,Order ID,Buyer User ID,Full Name,Number of Items,Order Value,SKU",
            "Download Order Items instead",
        ),
        ("ID,Reference,New client,Delivery,Customer,Total,Payment,Status,Date", "which does not say what was bought"),
        ("ID,Référence,Nouveau client,Livraison,Client,Total,Paiement,État,Date", "PrestaShop's list of orders"),
        ("ID,Purchase Point,Purchase Date,Bill-to Name,Ship-to Name,Grand Total (Base),Status", "Magento's list"),
        ("Date,Order #,Status,Customer,Product(s),Items sold,Coupon(s),Net sales", "WooCommerce's analytics report"),
        (
            "Date,Time,Gross Sales,Discounts,Net Sales,Total Collected,Fees,Net Total,Transaction ID",
            "Square's list of payments",
        ),
        (
            "Bookdesk Order,Source Name,Order Number,Email,Pieces,Product Total,Order Total",
            "Export Items as CSV instead",
        ),
    ],
)
def test_an_export_that_holds_no_items_is_named_with_the_one_that_does(head: str, words: str) -> None:
    line = ",".join("1" for _ in titles(head))
    with pytest.raises(BadFile, match=words):
        reader.parse(f"{head}\n{line}\n")
