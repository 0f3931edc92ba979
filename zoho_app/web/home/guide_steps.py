"""The five steps of the setup guide: words, the button of each, and what happens then."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import g, url_for
from flask_login import current_user

from zoho_app.accounts.models import Store
from zoho_app.counts import count_noun
from zoho_app.http.access import OPERATOR, OWNER
from zoho_app.web.home import guide_facts
from zoho_app.web.home.guide_facts import Candidate, Facts, Sent
from zoho_app.web.layout.formats import money
from zoho_app.zoho_books.api import accounts_server, data_centers
from zoho_app.zoho_books.api.data_centers import SANDBOX, DataCenter
from zoho_app.zoho_books.models import DISCONNECTED, Connection, ZohoBooksSettings

SHORT = "About 2 minutes"
NOT_OWNER = "An owner of the store can do that."
HOME = {"back": "home"}


@dataclass(frozen=True)
class Button:
    """A button of a step; `hidden` is what it posts, none for a link."""

    words: str
    href: str
    icon: str = ""
    kind: str = "secondary"  # see the macro `press`
    hidden: dict[str, str] | None = None


@dataclass(frozen=True)
class Link:
    """A word of a step's text that leads somewhere, between what stands before and behind it."""

    before: str
    words: str
    href: str
    after: str


@dataclass(frozen=True)
class Step:
    """One step: what to do, the button that does it, and what happens then, as (icon, words)."""

    title: str
    is_done: bool
    note: str
    text: str | Link
    buttons: list[Button]
    expected: list[tuple[str, str]]


@dataclass(frozen=True)
class Known:
    """The store of the guide, and what is known of it."""

    store: Store
    stored: ZohoBooksSettings | None
    connection: Connection | None
    orders: int
    facts: Facts

    @property
    def is_connected(self) -> bool:
        found = self.connection
        return found is not None and bool(found.organization_id) and found.state != DISCONNECTED

    @property
    def center(self) -> DataCenter | None:
        return data_centers.get(self.connection.data_center) if self.connection else None

    def may(self, role: str) -> bool:
        return bool(current_user.user.may(role, self.store.id))

    def folder(self, name: str, otherwise: str) -> str:
        """The name of the folder that a setting of the integration names."""
        folder_id = getattr(self.stored, name) if self.stored else None
        return next((one.name for one, _ in g.folder_listing if one.id == folder_id), otherwise)


def build(known: Known) -> Iterator[Step]:
    """The steps in their order; at most two statements."""
    yield _connect(known)
    yield _bring_orders(known)
    yield _send(known)
    yield _track(known)
    yield _make_rule(known)


def _connect(known: Known) -> Step:
    center, found = known.center, known.connection
    where = f", {center.name.split(' (')[0]}" if center else ""
    return Step(
        title="Connect to Zoho Books",
        is_done=known.is_connected,
        note=f"{found.organization_name}{where}" if known.is_connected and found else SHORT,
        text=_connect_words(known),
        buttons=[] if known.is_connected else list(_connect_buttons(known)),
        expected=[
            ("key", "Zoho asks whether Bookdesk may read and write sales orders, contacts and items."),
            ("gear", "The settings are filled in. You can change them later."),
            ("box", "Contacts and items are read in the background."),
        ],
    )


def _connect_words(known: Known) -> str:
    if known.is_connected:
        return "Orders can be sent to this organization."
    if not known.may(OWNER):
        return f"Orders can be sent once this store is connected. {NOT_OWNER}"
    if _has_sandbox():
        return (
            "Start with the sandbox: a pretend Zoho on this machine, in your currency, where nothing can go wrong. "
            "Connect your own organization whenever you like."
        )
    return "Choose where your organization lives and let Bookdesk in. Nothing is sent yet."


def _connect_buttons(known: Known) -> Iterator[Button]:
    if not known.may(OWNER):
        return
    store_id = known.store.id
    own_page = url_for("zoho_books.settings" if known.stored else "integrations.index", store_id=store_id)
    if not _has_sandbox():
        yield Button("Connect to Zoho Books", own_page, "plug", "primary")
        return
    sandbox = {"data_center": SANDBOX, **HOME}
    yield Button(
        "Connect to the sandbox", url_for("zoho_books.connect", store_id=store_id), "plug", "primary", sandbox
    )
    yield Button("Connect your own organization", own_page, kind="quiet")


def _has_sandbox() -> bool:
    center = data_centers.get(SANDBOX)
    return center is not None and accounts_server.client(center) is not None


def _bring_orders(known: Known) -> Step:
    store_id, currency = known.store.id, known.store.currency_code
    samples = url_for("import_orders.add_samples", store_id=store_id)
    buttons = [
        Button("Add sample orders", samples, "orders", "primary", HOME),
        Button("Import orders", url_for("import_orders.upload", store_id=store_id), "upload", "quiet"),
    ]
    return Step(
        title="Bring in your first orders",
        is_done=known.orders > 0,
        note=f"{count_noun(known.orders, 'order')} in {currency}" if known.orders else SHORT,
        text=f"Six sample orders in {currency}, with the products in them, or your own from a file.",
        buttons=buttons if known.may(OPERATOR) else [],
        expected=[
            ("orders", "The orders appear in the folder New."),
            ("box", "Their eight products appear in Inventory."),
            ("pause", "Nothing is sent until you or a rule submit it."),
        ],
    )


def _send(known: Known) -> Step:
    is_next = known.is_connected and known.orders > 0 and not known.facts.was_sent
    order = guide_facts.candidate(known.store.id) if is_next else None
    prefix = known.stored.salesorder_prefix if known.stored else ""
    expected = [
        ("person", f"{order.first_name if order else 'The customer'} becomes a contact, unless there is one."),
        ("file", f"Sales order {prefix}{order.id} appears." if order else "A sales order appears in Zoho Books."),
        ("move", f"The order moves to {known.folder('after_import_folder_id', 'the folder of your settings')}."),
    ]
    return Step(
        title="Send one order",
        is_done=known.facts.was_sent,
        note="Done" if known.facts.was_sent else SHORT,
        text=_send_words(known, order),
        buttons=_send_buttons(known, order) if order and known.may(OPERATOR) else [],
        expected=expected,
    )


def _send_words(known: Known, order: Candidate | None) -> str | Link:
    if known.facts.was_sent:
        return "It is in Zoho Books. The rest goes the same way: check orders in the list and submit them."
    if order is None:
        return "Connect to Zoho Books and bring in orders first."
    amount = f"{count_noun(order.pieces, 'item')}, {money(order.total)}"
    return Link(
        "Try it with order ",
        order.number,
        url_for("orders.show", store_id=known.store.id, order_id=order.id),
        f": {f'{order.name}, ' if order.name else ''}{amount}. A dry run shows the sales order first and changes "
        "nothing.",
    )


def _send_buttons(known: Known, order: Candidate) -> list[Button]:
    here: dict[str, Any] = {"store_id": known.store.id, "order_id": order.id}
    return [
        Button("Submit Order to Zoho Books", url_for("orders.submit", **here), "send", "primary", HOME),
        Button("Dry run", url_for("orders.preview", **here), "flask"),
    ]


def _track(known: Known) -> Step:
    is_next = known.facts.was_sent and not known.facts.is_tracked
    sent = guide_facts.newest_sent(known.store.id) if is_next else None
    check = Button(
        "Check for shipments now", url_for("zoho_books.check_now", store_id=known.store.id), "truck", "primary", HOME
    )
    return Step(
        title="See tracking come back",
        is_done=known.facts.is_tracked,
        note="Done" if known.facts.is_tracked else SHORT,
        text=_track_words(known, sent),
        buttons=[check] if sent and known.is_connected and known.may(OPERATOR) else [],
        expected=[
            ("truck", "The order has its tracking number and carrier."),
            ("move", f"It moves to {known.folder('after_shipment_folder_id', 'the folder of your settings')}."),
            ("store", "A connected sales channel is told."),
        ],
    )


def _track_words(known: Known, sent: Sent | None) -> str | Link:
    found, center = known.connection, known.center
    if known.facts.is_tracked:
        return "Bookdesk looks by itself from now on, as often as the settings say."
    if sent is None or found is None or center is None:
        return "Once an order is in Zoho Books, type a tracking number there, and Bookdesk brings it back."
    address = center.sales_order_address(found.organization_id, sent.salesorder_id)
    where = "the sandbox" if center.key == SANDBOX else "Zoho Books"
    return Link(
        "Open ", sent.number, address, f" in {where}, type a tracking number and save it. Then let Bookdesk look."
    )


def _make_rule(known: Known) -> Step:
    new = Button("Make a rule", url_for("rules.new", store_id=known.store.id), "rule", "primary")
    words = "A rule does repeated work for you: “Order is Imported”, then “Submit Order to Zoho Books”."
    return Step(
        title="Make your first rule",
        is_done=known.facts.has_rule,
        note="Done" if known.facts.has_rule else SHORT,
        text=words if known.may(OWNER) else f"{words} {NOT_OWNER}",
        buttons=[new] if known.may(OWNER) else [],
        expected=[
            ("rule", "It runs whenever its event happens."),
            ("filter", "Filters say for which orders, such as those to Germany."),
            ("clock", "The history of an order says what a rule did."),
        ],
    )
