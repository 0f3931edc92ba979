"""The guide, promise by promise: finding, connecting and setting up the integration.

Shipments, item and order details, and rules are in test_guide_shipments.py, test_guide_details.py and
test_guide_rules.py. Each test does what its promise tells a merchant to do, and looks at what the merchant sees.
"""

from typing import Any

import pytest

from harness.books import Books
from harness.desk import Desk
from harness.sandbox import SandboxProcess
from harness.walker import SETTINGS, Walker
from harness.zoho_consent import Zoho

pytestmark = pytest.mark.once

FAILED = "Order Could Not Be Submitted to Zoho Books."


@pytest.fixture
def zoho(zoho_process: SandboxProcess, desk: Desk) -> Zoho:
    """Zoho as a newcomer finds it: nothing is enabled or connected yet."""
    desk.app.config["ZOHO_SANDBOX_URL"] = zoho_process.url
    return Zoho(zoho_process, desk)


# --- Setup ----------------------------------------------------------------------------------------------------


def test_the_integration_is_enabled_under_productivity(zoho: Zoho, walker: Walker) -> None:
    """The left sidebar leads to Manage Integrations, whose Productivity tab has Zoho Books to enable."""
    walker.click("Integrations").see("Manage Integrations").click("Productivity").see("Zoho Books").press("Enable")
    walker.see("Zoho Books is enabled.", "Data center region")


def test_the_integration_is_found_by_searching(zoho: Zoho, walker: Walker) -> None:
    """Searching the available integrations finds it as well, with the same button."""
    walker.click("Integrations").type("Search integrations", "zoho books").press("Search")
    walker.press("Enable").see("Zoho Books is enabled.")


# --- Authorize ------------------------------------------------------------------------------------------------


def test_every_data_center_region_can_be_selected(zoho: Zoho, walker: Walker) -> None:
    """The next screen asks for the region in a dropdown."""
    walker.open("/integrations").press("Enable")
    offered = " ".join(walker.options("Data center region"))
    for region in ("United States", "Europe", "India", "Australia", "Japan", "Canada", "China", "Saudi Arabia"):
        assert region in offered


def test_connect_leads_to_zoho_and_accept_leads_back_connected(zoho: Zoho, walker: Walker) -> None:
    """Connect goes to Zoho's own page; Accept there comes back, connected, to the settings."""
    walker.open("/integrations").press("Enable")
    walker.type("Data center region", "Sandbox").press("Connect to Zoho Books")
    assert walker.address.startswith(zoho.url)
    walker.see("Allow access to Zoho Books?").press("Accept")
    assert walker.address.endswith(SETTINGS)
    walker.see("Connected to Zoho Books.", "Sandbox Trading Co", "Save settings")


# --- Integration settings -------------------------------------------------------------------------------------


def test_sent_orders_move_into_a_folder_of_ones_own(desk: Desk, books: Books, walker: Walker) -> None:
    """After Import, Move To: the default folders and the store's own ones; orders that were sent go there."""
    walker.open("/folders").type("Name of the new folder", "In the books").press("Add folder")
    walker.open(SETTINGS)
    assert {"New", "Prepared", "Closed", "Canceled", "In the books"} <= set(walker.options("After Import, Move To"))
    walker.choose("After Import, Move To", "In the books")
    walker.send(desk).see("Order Moved to In the books Folder")


def test_an_order_that_could_not_be_sent_stays_where_it_is(desk: Desk, books: Books, walker: Walker) -> None:
    """After Import, Move To speaks of orders that were sent successfully, and of no others."""
    walker.send(desk, order_items=[{"name": "Kite", "code": "NO-SUCH-SKU", "price": 1, "quantity": 1}])
    walker.see(FAILED, "NO-SUCH-SKU")
    assert "Order Moved to" not in walker.words


def test_shipped_orders_move_when_tracking_comes_back(desk: Desk, books: Books, walker: Walker) -> None:
    """After Shipment, Move To: the folder for orders whose tracking Zoho Books has sent."""
    walker.choose("After Shipment, Move To", "Prepared").choose("After Import, Move To", "Don't move")
    order = walker.send(desk).address
    books.ship(books.sales_orders()[0]["salesorder_id"], "1Z999AA10123456784")
    walker.open(SETTINGS).press("Check for shipments now")
    desk.work()
    walker.go(order).see("1Z999AA10123456784", "Order Moved to Prepared Folder")


def test_canceled_orders_move(desk: Desk, books: Books, walker: Walker) -> None:
    """If Canceled, Move To: the folder for canceled orders."""
    walker.choose("If Canceled, Move To", "Closed")
    order = walker.send(desk).address
    walker.click("Cancel Order in Zoho Books").press("Cancel Order in Zoho Books")
    desk.work()
    walker.go(order).see("Order Canceled in Zoho Books.", "Order Moved to Closed Folder")
    assert books.sales_orders()[0]["status"] == "void"


@pytest.mark.parametrize("label", ["After Import, Move To", "After Shipment, Move To", "If Canceled, Move To"])
def test_each_of_the_three_folders_is_kept(books: Books, walker: Walker, label: str) -> None:
    """What is selected for any of the three folders is what the page shows from then on."""
    walker.choose(label, "New")
    assert walker.open(SETTINGS).value(label) == "New"


def test_a_missing_contact_is_created_with_the_orders_email(desk: Desk, books: Books, walker: Walker) -> None:
    """Create Contact If Missing on: who has no contact yet gets one, under the order's e-mail address."""
    walker.open(SETTINGS).check("Create Contact If Missing").press("Save settings")
    walker.send(desk, email="grace@example.com").see("Order Submitted to Zoho Books.")
    (arrived,) = books.sales_orders()
    (contact,) = [one for one in books.contacts() if one["email"] == "grace@example.com"]
    assert arrived["customer_id"] == contact["contact_id"]


def test_a_contact_that_exists_is_not_created_again(desk: Desk, books: Books, walker: Walker) -> None:
    """Only when there is none: an existing contact with that address receives the order."""
    known = books.add_contact("Grace", "grace@example.com")
    walker.send(desk, email="Grace@Example.com")
    assert books.sales_orders()[0]["customer_id"] == known
    assert len([one for one in books.contacts() if one["email"] == "grace@example.com"]) == 1


def test_without_the_setting_a_contact_is_required(desk: Desk, books: Books, walker: Walker) -> None:
    """A contact is needed: with the setting off, an order without one is not sent, and the order says so."""
    walker.open(SETTINGS).check("Create Contact If Missing", False).press("Save settings")
    walker.send(desk, email="grace@example.com").see(FAILED, "grace@example.com", "Create Contact If Missing")
    assert books.sales_orders() == []
    assert not any(one["email"] == "grace@example.com" for one in books.contacts())


# --- Product Settings -----------------------------------------------------------------------------------------


def skus(books: Books) -> list[str]:
    return [line["sku"] for line in books.sales_orders()[0]["line_items"]]


def mug(code: str = "OLD-MUG") -> list[dict[str, Any]]:
    return [{"name": "Mug", "code": code, "price": 10, "quantity": 1}]


def test_product_code_match_sends_another_sku(desk: Desk, books: Books, walker: Walker) -> None:
    """A SKU of the desk goes to Zoho Books under the SKU it is matched with; the order keeps its own."""
    walker.open(SETTINGS).type("Product Code Match", "OLD-MUG=BD-MUG-01").press("Save settings")
    walker.send(desk, order_items=mug()).see("OLD-MUG")
    assert skus(books) == ["BD-MUG-01"]


def test_product_code_skip_leaves_a_product_out(desk: Desk, books: Books, walker: Walker) -> None:
    """A SKU to skip is not sent; the rest of the order is."""
    walker.open(SETTINGS).type("Product Code Skip", "BD-BAG-01").press("Save settings")
    walker.send(desk)
    assert skus(books) == ["BD-MUG-01"]


def test_inventory_location_match_sends_only_what_lies_there(desk: Desk, books: Books, walker: Walker) -> None:
    """Only products whose location in Inventory is the one that was named are sent."""
    walker.open("/inventory/new").type("SKU", "BD-BAG-01").type("Name", "Bag").type("Location", "Leeds")
    walker.press("Add item")
    walker.open(SETTINGS).type("Inventory Location Match", "Leeds").press("Save settings")
    walker.send(desk)
    assert skus(books) == ["BD-BAG-01"]


@pytest.mark.parametrize("label", ["Gift Message Field", "Picklist Message Field"])
def test_a_message_of_the_customer_arrives(desk: Desk, books: Books, walker: Walker, label: str) -> None:
    """The checkout data field that the setting names is sent along."""
    walker.open(SETTINGS).type(label, "Card").press("Save settings")
    walker.send(desk, checkout_data={"Card": "Happy birthday, Ada"})
    assert "Happy birthday, Ada" in books.sales_orders()[0]["notes"]
