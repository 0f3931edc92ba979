"""A merchant's first day, in a real browser against `script/server`: from the set-up link to a shipped order.

The first sales order takes at most 8 clicks and 3 typed fields.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from harness.server import Server, wait_for
from tests.support.browser import Pictures

pytestmark = pytest.mark.slow(55)

PASSWORD = "a-long-winding-road-7"
CSV = """\
source_id,email,shipping_first_name,shipping_last_name,shipping_address1,shipping_city,\
item_name,item_code,item_price,item_quantity
W-1,grace@example.com,Grace,Hopper,1 Navy Yard,Arlington,Old mug,OLD-MUG,12.50,2
W-2,alan@example.com,Alan,Turing,Bletchley Park,Milton Keynes,Canvas cap,BD-CAP-01,18.00,1
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, server_database: dict[str, str]) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("first-day") / "desk", **server_database)
    server.start()
    server.wait_until_healthy()
    yield server
    server.clear_up()


@pytest.mark.once
def test_a_first_day(server: Server, page: Page, tmp_path: Path) -> None:
    walk = Walk(page, server, Pictures(tmp_path))

    walk.set_up()
    walk.look_around_an_empty_desk()
    walk.send_a_first_order()
    walk.save_settings()
    walk.make_rule()
    walk.import_a_file()
    walk.send_the_samples()
    walk.see_all_arrive()
    walk.look_at_an_order()
    walk.ship_it()
    walk.check_now()
    walk.see_it_closed()
    walk.look_around_in_zoho()
    walk.look_around()
    walk.sign_out_and_in()


class Walk:
    """The merchant's steps, each from where the one before it ended."""

    def __init__(self, page: Page, server: Server, pictures: Pictures) -> None:
        self.page, self.server, self.pictures = page, server, pictures
        self.desk = f"http://localhost:{server.port}"
        self.store = f"{self.desk}/stores/1"
        self.sandbox = f"http://localhost:{server.sandbox_port}"
        self.order = ""
        self.clicks = self.typed = 0

    def open(self, path: str) -> int:
        answer = self.page.goto(self.store + path)
        return answer.status if answer else 0

    def picture(self, name: str) -> None:
        self.pictures.take(self.page, name)

    def set_up(self) -> None:
        self.page.goto(self.server.set_up_link)
        self.type("Store name", "Acme")
        self.choose("Currency", "EUR")
        self.choose("Time zone", "Europe/Berlin")
        self.type("Email", "ada@example.com")
        self.type("Password", PASSWORD)
        self.picture("set-up")
        self.press("Create store")
        expect(self.page).to_have_url(re.compile("/stores/1$"))

    def look_around_an_empty_desk(self) -> None:
        self.picture("home-empty")
        self.open("/orders")
        self.picture("orders-empty")
        self.open("")

    def send_a_first_order(self) -> None:
        """From the set-up to the first sales order by what Home offers, without a reload."""
        self.press("Connect to the sandbox")
        self.picture("sandbox-consent")
        self.press("Accept")
        expect(self.page.get_by_text("1 of 5 done")).to_be_visible()
        self.press("Add sample orders")
        expect(self.page.get_by_text("6 orders in EUR")).to_be_visible()
        self.picture("home-guide")
        self.press("Submit Order to Zoho Books")
        expect(self.page.get_by_text("3 of 5 done")).to_be_visible()
        assert self.clicks <= 8
        assert self.typed <= 3
        self.page.goto(self.sandbox)
        expect(self.page.get_by_text("53.40")).to_be_visible()

    def save_settings(self) -> None:
        self.open("/integrations/zoho-books")
        expect(self.page.get_by_text("Sandbox Trading Co").first).to_be_visible()
        self.page.get_by_label("After Import, Move To").select_option(label="Prepared")
        self.page.get_by_label("After Shipment, Move To").select_option(label="Closed")
        self.page.get_by_label("If Canceled, Move To").select_option(label="Canceled")
        self.page.get_by_label("Create Contact If Missing").check()
        self.page.get_by_label("Product Code Match").fill("OLD-MUG=BD-MUG-01")
        self.page.get_by_label("Sales order number prefix").fill("ACME-")
        self.press("Save settings")
        expect(self.page.get_by_label("Product Code Match")).to_have_value("OLD-MUG=BD-MUG-01")

    def make_rule(self) -> None:
        self.open("/rules")
        self.page.get_by_role("link", name="New Rule").first.click()
        self.page.get_by_label("Event").fill("Order is Imported")
        self.page.get_by_label("Find an action").fill("Submit Order to Zoho Books")
        expect(self.page.get_by_label("Action 1")).to_have_value("Submit Order to Zoho Books")
        self.page.get_by_role("button", name="Save rule").last.click()
        expect(self.page.get_by_text("Submit Order to Zoho Books").first).to_be_visible()

    def import_a_file(self) -> None:
        self.open("/orders/import")
        file = {"name": "orders.csv", "mimeType": "text/csv", "buffer": CSV.encode()}
        self.page.get_by_label("File", exact=True).set_input_files(file)  # type: ignore[arg-type]
        self.press("Preview")
        self.picture("import-preview")
        self.press("Import 2 orders")

    def send_the_samples(self) -> None:
        """The rule sends what was imported; the samples came before it, so a person sends them."""
        self.open("/orders?q=SAMPLE&state=not_sent")
        for box in self.page.get_by_role("checkbox", name=re.compile(r"^Order \d+$")).all():
            box.check()
        self.press("Submit Order to Zoho Books")
        self.press("Submit 5 orders to Zoho Books")

    def see_all_arrive(self) -> None:
        wait_for(lambda: self.count_of("In Zoho Books") >= 8, 60, lambda: self.server.log[-3000:])
        self.picture("orders-submitted")
        self.page.goto(self.sandbox)
        self.picture("sandbox-orders")
        numbers = re.findall(r"ACME-\d+", self.page.inner_text("main"))
        assert len(numbers) == len(set(numbers)) == 8

    def count_of(self, words: str) -> int:
        self.open("/orders")
        return self.page.get_by_text(words, exact=True).count()

    def look_at_an_order(self) -> None:
        self.open("/orders?q=W-1")
        self.page.get_by_role("row", name=re.compile("W-1")).get_by_role("link").first.click()
        expect(self.page.get_by_text("Order Submitted to Zoho Books").first).to_be_visible()
        self.order = self.page.url
        self.page.locator("summary", has_text="More actions").click()
        self.page.get_by_role("link", name="Preview (dry run)").click()
        expect(self.page.get_by_role("heading", name="Sales order")).to_be_visible()
        self.page.locator("summary", has_text="The JSON that is sent").click()
        expect(self.page.get_by_text('"salesorder_number"')).to_be_visible()

    def ship_it(self) -> None:
        self.page.goto(self.sandbox)
        self.page.get_by_role("row", name=re.compile("W-1")).get_by_role("link").first.click()
        self.page.get_by_label("tracking_number", exact=True).fill("1Z999AA10123456784")
        self.page.get_by_label("carrier", exact=True).fill("UPS")
        self.page.get_by_label("shipping_method").fill("Ground")
        self.press("Save tracking")
        self.picture("sandbox-order")

    def check_now(self) -> None:
        self.open("/integrations/zoho-books")
        self.press("Check for shipments now")

    def see_it_closed(self) -> None:
        def is_shipped() -> bool:
            self.page.goto(self.order)
            return self.page.get_by_text("1Z999AA10123456784").count() > 0

        wait_for(is_shipped, 60, lambda: self.server.log[-3000:])
        expect(self.page.get_by_text("Order Moved to Closed Folder")).to_be_visible()
        self.picture("order-shipped")

    def look_around_in_zoho(self) -> None:
        for name in ("contacts", "items", "settings"):
            self.page.goto(f"{self.sandbox}/{name}")
            self.picture(f"sandbox-{name}")

    def look_around(self) -> None:
        for name in ("inventory", "appointments", "channels", "folders", "people", "settings", "orders/new"):
            assert self.open(f"/{name}") == 200, name
        self.page.goto(f"{self.desk}/account")

    def sign_out_and_in(self) -> None:
        self.page.locator("summary", has_text="ada@example.com").click()
        self.press("Sign out")
        self.open("/orders")
        self.picture("sign-in")
        self.page.get_by_label("Email").fill("ada@example.com")
        self.page.get_by_label("Password").fill(PASSWORD)
        self.press("Sign in")
        expect(self.page).to_have_url(re.compile("/stores/1/orders"))

    def press(self, name: str) -> None:
        self.clicks += 1
        self.page.get_by_role("button", name=name).first.click()

    def type(self, label: str, text: str) -> None:
        self.typed += 1
        self.page.get_by_label(label).fill(text)

    def choose(self, label: str, choice: str) -> None:
        self.clicks += 1
        self.page.get_by_label(label).select_option(choice)
