"""Pages that a store shows only at certain moments, each brought about as a person does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page

from harness.desk import Desk
from harness.full_store import WHO, Say, trouble
from zoho_app import kinds
from zoho_app.alerts import settings as alert_settings
from zoho_app.appointments.models import FAILED, RUNNING, Appointment
from zoho_app.bulk.models import DONE, FINISHED, REFUSED, WAITING, BulkItem, BulkRun
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.models import InventoryItem
from zoho_app.zoho_books import errors
from zoho_app.zoho_books.models import CHOOSING, Connection, ZohoBooksSettings

CSV = """\
source_name,source_id,email,shipping_first_name,shipping_last_name,item_name,item_code,item_price,item_quantity
"""
TOKEN = r"[\w.-]+"


@dataclass
class Stage:
    """A browser before a full store; `known` is what its addresses name, `say` has the last word on texts."""

    page: Page
    site: str
    desk: Desk
    known: dict[str, Any]
    say: Say

    def open(self, path: str) -> None:
        answer = self.page.goto(f"{self.site}{self.desk.address}{path and '/' + path}")
        assert answer and answer.ok, path

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def confirm(self, question: str, sure: str) -> None:
        self.page.locator("summary", has_text=question).click()
        self.press(sure)


def stores(stage: Stage) -> str:
    Desk.open(stage.desk.app, stage.say("Bookdesk Outlet")[:200]).person("owner")
    db.session.remove()
    stage.page.goto(f"{stage.site}/")
    return "/"


def import_preview(stage: Stage) -> str:
    say = stage.say
    grace = f"{say('Grace')},{say('Hopper')},{say('Stoneware mug')},BD-MUG-01"
    new, bad = f"Shopify,W-1,grace@example.com,{grace},12.50,2", f"Shopify,W-2,nobody,{grace},much,2"
    present = f"Shopify,1040{say('')},grace@example.com,{grace},1,1"
    stage.open("orders/import")
    file = {"name": "orders.csv", "mimeType": "text/csv", "buffer": (CSV + "\n".join((new, bad, present))).encode()}
    stage.page.get_by_label("File", exact=True).set_input_files(file)  # type: ignore[arg-type]
    stage.press("Show preview")
    return f"/orders/import/{TOKEN}"


def import_columns(stage: Stage) -> str:
    say = stage.say
    head = f"PO,Retailer,{say('Style')},Description,Units,Wholesale,{say('Margin Value')}"
    line = f"P-1,{say('Harbor Gifts')},MUG-BLUE,{say('Blue mug')},24,6.25,0.5"
    stage.open("orders/import")
    file = {"name": "orders.csv", "mimeType": "text/csv", "buffer": f"{head}\n{line}\n".encode()}
    stage.page.get_by_label("File", exact=True).set_input_files(file)  # type: ignore[arg-type]
    stage.press("Show preview")
    return f"/orders/import/{TOKEN}/columns"


def invited(stage: Stage) -> str:
    stage.open("people")
    stage.page.get_by_label("Email").fill(f"lise{stage.say('').lower()[:60]}@example.com")
    stage.press("Invite")
    return "/people"


def items_without_sku(stage: Stage) -> str:
    """Three orders with the same thing, one of them with another beside it that the inventory knows by its name."""
    say, store_id = stage.say, stage.desk.store_id
    wrap, card = ({"name": say(name), "price": "2.50"} for name in ("Gift wrap", "Greeting card"))
    gold = {**wrap, "variation_list": {say("Color"): say("gold")}}
    for number, items in enumerate(([wrap], [{**wrap, "quantity": 3}, card], [gold])):
        _failed(stage, f"W-7{number}", errors.NO_SKU, [wrap["name"]], order_items=items)
    known = {"name": card["name"], "code": say("CARD-01")[:200], "code_key": say("card-01").lower()}
    db.session.add(InventoryItem(store_id=store_id, **known))
    db.session.get_one(ZohoBooksSettings, store_id).inventory_location_match = ""  # which leaves out what has no SKU
    return _open_group(stage, errors.NO_SKU, wrap["name"])


def no_email(stage: Stage) -> str:
    for number, name in enumerate(("Ida", "Ada", "")):
        customer = {"first_name": stage.say(name), "last_name": stage.say("Rhodes")} if name else {}
        _failed(stage, f"W-8{number}", errors.NO_EMAIL, [], email="", customer=customer)
    return _open_group(stage, errors.NO_EMAIL)


def no_email_refused(stage: Stage) -> str:
    stage.page.locator("main td input").nth(1).fill(stage.say("ada at example.com"))
    stage.press("Save and send again")
    return "/attention/group/correct"


def address_too_long(stage: Stage) -> str:
    wales = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch"
    for number, city in enumerate(
        (f"{wales} ({wales})", "Leave it at the back door of the shop on the corner, " * 2)
    ):
        place = {"last_name": stage.say("Rhodes"), "address1": "1 Road", "city": stage.say(city), "country": "GB"}
        _failed(stage, f"W-9{number}", errors.TOO_LONG, ["city"], shipping=place, customer=place)
    return _open_group(stage, errors.TOO_LONG, "city")


def alerts_secret(stage: Stage) -> str:
    alert_settings.get(stage.desk.store_id).webhook_url = "https://ops.example.com/hook"
    _keep()
    stage.open("alerts")
    stage.confirm("Replace the secret", "Replace the secret now")
    return "/alerts/secret"


def channel_secret(stage: Stage) -> str:
    stage.open(f"channels/{stage.known['channel_id']}")
    stage.confirm("Replace the secret", "Replace the secret now")
    return "/channels/[0-9]+/secret"


def dry_run(stage: Stage) -> str:
    return _open_run(stage, _run(stage, "dry_run", FINISHED, DONE))


def run_under_way(stage: Stage) -> str:
    run = _run(stage, "submit", RUNNING, WAITING)
    known = {"store_id": stage.desk.store_id, "kind": kinds.BULK_RUN.name, "queue": "bulk", "asked_by": WHO}
    db.session.add(Appointment(subject_id=run.id, state=RUNNING, **known))
    return _open_run(stage, run)


def home_in_trouble(stage: Stage) -> str:
    trouble(stage.desk)
    db.session.remove()
    stage.open("")
    return "/stores/[0-9]+"


def connection_lost(stage: Stage) -> str:
    stage.open("integrations/zoho-books")
    return "/integrations/zoho-books"


def connecting_refused(stage: Stage) -> str:
    """Of this region nobody has registered a client."""
    stage.open("integrations/zoho-books")
    stage.page.get_by_label("Data center region").select_option("eu")
    stage.page.locator("form[action$='/connect'] button").first.click()
    stage.page.wait_for_load_state()
    return "/integrations/zoho-books/connect"


def choose_organization(stage: Stage) -> str:
    found = db.session.get_one(Connection, stage.desk.store_id)
    names = (("10", "Acme Trading"), ("20", "Acme Trading UK"))
    found.state, found.lost_because = CHOOSING, ""
    found.organizations = [
        {"organization_id": id_, "name": stage.say(name), "currency_code": "USD", "is_default": id_ == "10"}
        for id_, name in names
    ]
    _keep()
    stage.open("integrations/zoho-books/organization")
    return "/integrations/zoho-books/organization"


def other_organization(stage: Stage) -> str:
    stage.page.locator("[name=organization_id]").last.check()
    stage.press("Use this organization")
    return "/integrations/zoho-books/organization"


# What their pictures are called, in the order in which they come about; each returns how its address ends.
TIMESTAMPS: dict[str, Callable[[Stage], str]] = {
    "import-preview-mixed": import_preview,
    "import-columns": import_columns,
    "people-invited": invited,
    "attention-no-sku": items_without_sku,
    "attention-no-email": no_email,
    "attention-no-email-refused": no_email_refused,
    "attention-too-long": address_too_long,
    "alerts-secret": alerts_secret,
    "channels-secret": channel_secret,
    "runs-dry-run": dry_run,
    "runs-under-way": run_under_way,
    "home-in-trouble": home_in_trouble,
    "zoho-books-lost": connection_lost,
    "zoho-books-problem": connecting_refused,
    "zoho-books-choose-organization": choose_organization,
    "zoho-books-other-organization": other_organization,
    "stores": stores,
}


def _run(stage: Stage, action: str, state: str, rest: str) -> BulkRun:
    """A run of three orders: one did not work, one worked, of the last one `rest` tells."""
    run = BulkRun(store_id=stage.desk.store_id, action=action, asked_by=WHO, state=state, total=3)
    run.finished_at = now() if state == FINISHED else None
    db.session.add(run)
    db.session.flush()
    first = int(stage.known["order_id"])
    blocked = {"verdict": "blocked", "cause": "invalid_sku", "calls": 0}
    found = {"verdict": "create", "number": "ACME-1041", "total": "31.00", "difference": "0.01", "calls": 2}
    words = stage.say("Zoho Books has no active item with the SKU CERAMIC-BOWL-02.")
    is_dry = action == "dry_run"
    for number, (became, result) in enumerate(((REFUSED, blocked), (DONE, found), (rest, found))):
        said = words if became == REFUSED else ""
        kept = result if is_dry else {}
        db.session.add(BulkItem(run_id=run.id, order_id=first + number, state=became, words=said, result=kept))
    return run


def _failed(stage: Stage, source_id: str, cause: str, about: list[str], **order: Any) -> None:
    """An order that could not be sent."""
    order_id = stage.desk.order(source_id, **order).id
    known = {"store_id": stage.desk.store_id, "kind": kinds.SUBMIT.name, "queue": "zoho_books", "asked_by": WHO}
    db.session.add(
        Appointment(**known, subject_id=order_id, state=FAILED, finished_at=now(), cause=cause, details=about)
    )


def _open_group(stage: Stage, cause: str, about: str = "") -> str:
    _keep()
    stage.open(f"attention/group?{urlencode({'kind': kinds.SUBMIT.name, 'cause': cause, 'about': about})}")
    return r"/attention/group\?.*"


def _open_run(stage: Stage, run: BulkRun) -> str:
    run_id = run.id
    _keep()
    stage.open(f"runs/{run_id}")
    return f"/runs/{run_id}"


def _keep() -> None:
    db.session.commit()
    db.session.remove()
