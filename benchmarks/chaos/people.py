"""What people and shops do at the desk: orders arrive, are sent, canceled and moved; an owner connects again."""

import random
from typing import Any

import requests
from sqlalchemy import select

from benchmarks.chaos import story as tales
from benchmarks.chaos.story import Story
from benchmarks.chaos.workers import Workers
from benchmarks.chaos.world import CHANNEL, World
from harness import sandbox
from harness.books import WHO
from harness.desk import order_data
from zoho_app import kinds
from zoho_app.accounts.models import Store
from zoho_app.appointments import lifecycle
from zoho_app.appointments.models import FAILED, Appointment
from zoho_app.channels import settings as channel_settings
from zoho_app.extensions import db
from zoho_app.orders import folders, import_order
from zoho_app.orders import open_store as order_open_store
from zoho_app.orders.models import Order
from zoho_app.rules.models import Rule
from zoho_app.zoho_books import actions
from zoho_app.zoho_books import settings as zoho_settings
from zoho_app.zoho_books.api import accounts_server, data_centers
from zoho_app.zoho_books.api.access_token import get_connection as connection_of
from zoho_app.zoho_books.connection import connect
from zoho_app.zoho_books.errors import CannotSchedule
from zoho_app.zoho_books.models import LOST
from zoho_app.zoho_books.reconcile import findings, repair
from zoho_app.zoho_books.sales_orders import status

# E-mail address, first and last name; the same person twice, two of one name, and one whom Zoho knows already.
CUSTOMERS = (
    ("ada@example.com", "Ada", "Lovelace"),
    ("ADA@example.com", "Ada", "Lovelace"),
    ("grace@example.com", "Grace", "Hopper"),
    ("other.grace@example.com", "Grace", "Hopper"),
    ("walk-in@example.com", "Wanda", "Walker"),
    ("emmy@example.com", "Emmy", "Noether"),
)
SKUS = ("BD-MUG-01", "BD-TEE-S", "BD-TEE-M", "BD-CAP-01", "BD-BAG-01", "BD-PEN-01")
BAD_SKU = "NO-SUCH-THING"
# Orders of this shop are sent by a rule, those of the other one by people.
BY_RULE, BY_PEOPLE = "Shopify", "Etsy"
SUBMIT, CANCEL = "submit", "cancel"


class People:
    """Each action is a transaction of its own, as a request to a page is."""

    def __init__(self, world: World, rng: random.Random, story: Story, workers: Workers) -> None:
        self._world, self._rng, self._story, self._workers = world, rng, story, workers
        self.store_id = 0
        self.wishes: dict[int, str] = {}  # order -> what was asked for last and not refused
        self.moved: set[int] = set()  # orders that a person has put into a folder
        self._arrived = 0

    def open_store(self, poll_minutes: int) -> None:
        """Open the store, connect it, let a rule send the orders of one shop, and tell that shop of shipments."""
        self._do(lambda: self._open_store(poll_minutes))

    def _open_store(self, poll_minutes: int) -> None:
        store = order_open_store.open_store("Acme", "USD", "America/New_York")
        self.store_id = store.id
        settings = zoho_settings.enable(store, WHO)
        settings.poll_minutes, settings.mark_open = poll_minutes, self._rng.random() < 0.3
        settings.separate_same_names = True  # two customers have one name, and nobody is there to say who they are
        db.session.commit()
        self._connect()
        send = {"action": "Submit Order to Zoho Books", "values": {}}
        shop = {"field": "source_name", "parameter": "", "operator": "is", "value": BY_RULE}
        rule = Rule(store_id=store.id, name="Send", event="Order is Imported", filters=[shop], actions=[send])
        db.session.add(rule)
        for shop_name in (BY_RULE, BY_PEOPLE):
            channel_settings.add(store.id, shop_name, f"http://{CHANNEL[0]}:{CHANNEL[1]}/hook", True)

    def arrive(self) -> None:
        """An order arrives; the one shop's is sent by a rule."""
        self._arrived += 1
        data = self._order(f"{1000 + self._arrived}")
        self._do(lambda: self._import(data))

    def _order(self, source_id: str) -> dict[str, Any]:
        email, first_name, last_name = self._rng.choice(CUSTOMERS)
        skus = self._rng.sample(SKUS, self._rng.randint(1, 3))
        if self._rng.random() < 0.08:
            skus.append(BAD_SKU)
        items = [{"name": sku, "code": sku, "price": 12.5, "quantity": self._rng.randint(1, 3)} for sku in skus]
        data = {**order_data(source_id), "email": email, "order_items": items}
        data["source_name"] = self._rng.choice((BY_RULE, BY_RULE, BY_PEOPLE))
        name = {"first_name": first_name, "last_name": last_name}
        address = f"{self._rng.randint(1, 2)} St James's Square"
        return data | {"customer": name, "shipping": {**data["shipping"], **name, "address1": address}}

    def _import(self, data: dict[str, Any]) -> None:
        order = import_order.import_order(db.session.get_one(Store, self.store_id), data, "API")
        self._story.tell(f"order {order.id} of {order.email} arrives from {order.source_name}")
        if lifecycle.open_one(kinds.SUBMIT.name, order.id) is not None:
            self.wishes[order.id] = SUBMIT

    def submit(self) -> None:
        """A person submits an order that may be."""
        self._do(lambda: self._ask(SUBMIT))

    def cancel(self) -> None:
        """A person cancels an order that may be."""
        self._do(lambda: self._ask(CANCEL))

    def _ask(self, wish: str) -> None:
        is_seen = self._rng.random() < 0.75  # otherwise by the list of orders or a rule, which show no button first
        found = [order for order in self._orders() if not is_seen or _may(order, wish)]
        if not found:
            return
        order = self._rng.choice(found)
        try:
            {SUBMIT: actions.submit, CANCEL: actions.cancel}[wish](order, WHO)
        except CannotSchedule as refusal:
            self._story.tell(f"a person may not {wish} order {order.id}: {refusal.words}")
            db.session.rollback()
            return
        self.wishes[order.id] = wish
        self._story.tell(f"a person asks to {wish} order {order.id}")

    def move(self) -> None:
        """A person puts an order into another folder."""
        self._do(self._move)

    def _move(self) -> None:
        if found := self._orders():
            order = self._rng.choice(found)
            folder = self._rng.choice(folders.all_of(self.store_id))
            self.moved.add(order.id)
            folders.move(order, folder, WHO)

    def check(self) -> None:
        """A person checks for shipments."""
        self._do(lambda: actions.check_for_shipments(self.store_id, WHO))
        self._story.tell("a person checks for shipments")

    def compare(self) -> None:
        """A person compares with Zoho Books."""
        self._do(lambda: actions.compare(self.store_id, WHO))
        self._story.tell("a person compares with Zoho Books")

    def repair(self) -> None:
        """A person presses the button beside each sales order that is gone or void in Zoho."""
        self._do(self._repair)

    def _repair(self) -> None:
        for finding in findings.page(self.store_id, 0, 1000):
            if finding.kind in (findings.MISSING, findings.VOIDED):
                words = repair.repair(finding, repair.repairs_of([finding])[finding.id].key, WHO)
                self._story.tell(f"a person repairs what was found {finding.kind}: {words}")

    def reconnect(self) -> None:
        """An owner connects again when the access is lost; it may not work at once."""
        self._do(self._reconnect)

    def _reconnect(self) -> None:
        found = connection_of(self.store_id)
        if found is None or found.state != LOST:
            return
        try:
            self._connect()
        except (accounts_server.NoToken, requests.RequestException, LookupError, ValueError) as problem:
            self._story.tell(f"reconnecting did not work: {problem!r}")
            db.session.rollback()
            return
        self._story.occurred(tales.RECONNECTED)

    def _connect(self) -> None:
        """What the page does after consent; the person tries again another time when it does not work."""
        center = data_centers.get(data_centers.SANDBOX)
        assert center is not None
        db.session.rollback()  # nothing is held while Zoho is asked
        code = self._consent()
        grant = accounts_server.exchange(center, code, sandbox.CALLBACK, "")
        organizations = connect.active(accounts_server.organizations(grant))
        connect.connect(self.store_id, WHO, grant, organizations)
        db.session.commit()

    def _consent(self) -> str:
        """Press Accept on Zoho's page, in the person's own browser; returns the code of the callback."""
        browser = self._world.zoho_app.test_client()
        form = {**sandbox.consent(), "scope": ",".join(accounts_server.SCOPES), "decision": "accept"}
        back = browser.post("/oauth/v2/auth", data=form, base_url=self._world.zoho_url)
        return back.location.partition("code=")[2].partition("&")[0]

    def run_failed_again(self) -> int:
        """A person presses "Run now" on everything that has failed last; returns how much that was."""
        return int(self._do(self._run_failed_again))

    def _run_failed_again(self) -> int:
        wanted = select(Appointment).where(Appointment.state == FAILED).order_by(Appointment.id)
        again = [one for one in db.session.scalars(wanted) if lifecycle.run_now(one)]
        for one in again:
            self._story.tell(f"a person runs again: {one.kind} of {one.subject_id}, failed as {one.cause}")
        return len(again)

    def _orders(self) -> list[Order]:
        return list(db.session.scalars(select(Order).order_by(Order.id)))

    def _do(self, action: Any) -> Any:
        """One request of a person: it is committed, or it never was."""

        def request() -> Any:
            answer = action()
            db.session.commit()
            return answer

        return self._workers.run(request)


def _may(order: Order, wish: str) -> bool:
    """Whether the order's page shows that button."""
    found = status.get_status(order)
    return found.may_submit if wish == SUBMIT else found.may_cancel
