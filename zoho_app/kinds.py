"""Every kind of appointment: its name in the database, the queue its workers listen to, and its words on screen."""

from dataclasses import dataclass

# RQ queues; processes/commands.py says which worker serves which.
ZOHO_BOOKS, CHANNELS, SHOPS, BULK = "zoho_books", "channels", "shops", "bulk"
# What an appointment can be about; all other kinds are about the store, or a row of their own.
ORDER, RUN = "order", "run"


@dataclass(frozen=True)
class Kind:
    """One kind of appointment. Names are stored, so they never change."""

    name: str
    queue: str
    label: str  # what Activity calls it
    noun: str  # one that has failed
    nouns: str  # several
    subject: str = ""  # ORDER, RUN, or "" when no other kind is about the same thing
    progress: str = ""  # what the desk says while it does one


SUBMIT = Kind(
    "zoho_books.submit", ZOHO_BOOKS, label="Submit Order to Zoho Books", noun="order", nouns="orders", subject=ORDER
)
CANCEL = Kind(
    "zoho_books.cancel",
    ZOHO_BOOKS,
    label="Cancel Order in Zoho Books",
    noun="cancellation",
    nouns="cancellations",
    subject=ORDER,
)
CHECK_FOR_SHIPMENTS = Kind(
    "zoho_books.check_for_shipments",
    ZOHO_BOOKS,
    label="Check for shipments",
    noun="check for shipments",
    nouns="checks for shipments",
    progress="Checking Zoho Books for shipments",
)
READ_PUSHED = Kind(
    "zoho_books.read_pushed",
    ZOHO_BOOKS,
    label="Read pushed changes",
    noun="reading of pushed changes",
    nouns="readings of pushed changes",
    progress="Reading what Zoho Books has told",
)
REFRESH = Kind(
    "zoho_books.read_contacts_and_items",
    ZOHO_BOOKS,
    label="Read contacts and items",
    noun="update of contacts and items",
    nouns="updates of contacts and items",
    progress="Reading contacts and items from Zoho Books",
)
RECONCILE = Kind(
    "zoho_books.reconcile",
    ZOHO_BOOKS,
    label="Reconcile",
    noun="comparison with Zoho Books",
    nouns="comparisons with Zoho Books",
    progress="Comparing Bookdesk with Zoho Books",
)
VOID_SALES_ORDER = Kind(
    "zoho_books.void_sales_order",
    ZOHO_BOOKS,
    label="Void sales order",
    noun="void of an extra sales order",
    nouns="voids of extra sales orders",
    progress="Voiding sales orders in Zoho Books",
)
PREFLIGHT = Kind(
    "zoho_books.preflight",
    ZOHO_BOOKS,
    label="Check everything",
    noun="check of everything",
    nouns="checks of everything",
)
DELIVER_MESSAGE = Kind(
    "channels.deliver",
    CHANNELS,
    label="Deliver message",
    noun="message",
    nouns="messages",
    progress="Notifying sales channels",
)
SEND_ALERT = Kind("alerts.tell", CHANNELS, label="Send an alert", noun="alert", nouns="alerts")
READ_ORDERS = Kind(
    "shops.read_orders",
    SHOPS,
    label="Read orders",
    noun="reading of a shop's orders",
    nouns="readings of shops' orders",
    progress="Reading orders from shops",
)
READ_TOLD_ORDERS = Kind(
    "shops.read_told_orders",
    SHOPS,
    label="Read orders that the shop told of",
    noun="reading of orders that a shop told of",
    nouns="readings of orders that shops told of",
    progress="Reading orders from shops",
)
CHECK_SHOP = Kind(
    "shops.check", SHOPS, label="Check the connection to a shop", noun="check of a shop", nouns="checks of shops"
)
SEND_PARCELS = Kind(
    "shops.send_parcels",
    SHOPS,
    label="Tell the shop of shipments",
    noun="shipment for a shop",
    nouns="shipments for shops",
    progress="Telling shops of shipments",
)
BULK_RUN = Kind(
    "bulk.run",
    BULK,
    label="Bulk run",
    noun="bulk run",
    nouns="bulk runs",
    subject=RUN,
    progress="Working on bulk runs",
)

ALL = {
    kind.name: kind
    for kind in (
        SUBMIT,
        CANCEL,
        CHECK_FOR_SHIPMENTS,
        READ_PUSHED,
        REFRESH,
        RECONCILE,
        VOID_SALES_ORDER,
        PREFLIGHT,
        DELIVER_MESSAGE,
        SEND_ALERT,
        READ_ORDERS,
        READ_TOLD_ORDERS,
        CHECK_SHOP,
        SEND_PARCELS,
        BULK_RUN,
    )
}
OF_AN_ORDER = tuple(kind.name for kind in ALL.values() if kind.subject == ORDER)
QUEUES = tuple(dict.fromkeys(kind.queue for kind in ALL.values()))


def get(name: str) -> Kind | None:
    """The kind of that name; None for one that this version does not know."""
    return ALL.get(name)
