"""Bookdesk: its own exports of orders and of items."""

from zoho_app.orders.files.layouts import Layout

ITEMS = Layout(
    name="Bookdesk items",
    source="",
    known_by=("Bookdesk Order", "Order Number", "SKU", "Item Name", "Price"),
    decimals=".",
    fields={
        "source_id": "Order Number",
        "discount_list.amount": "Discount Total",
        "currency": "Currency",
        "order_items.variation": "Variations",
    },
    unused="Bookdesk Order | Date Updated | Tag | State | Tracking Numbers",
)
ORDERS = Layout(
    name="Bookdesk orders",
    source="",
    known_by=("Bookdesk Order", "Pieces", "Product Total", "Order Total"),
    fields={},
    refuse="This is Bookdesk's own list of orders, which does not say what was bought. Export Items as CSV instead.",
)
LAYOUTS = (ITEMS, ORDERS)
