"""Square: Transactions, Export items; and the orders of Square Online."""

from zoho_app.orders.files.layouts import Layout

ITEMS = Layout(
    name="Square items",
    source="Square",
    known_by=("Transaction ID", "Item", "Qty", "Gross Sales"),
    decimals=".",
    refunds=frozenset({"refund"}),
    fields={
        "source_id": "Transaction ID",
        "date_added": "Date",
        "time_added": "Time",
        "zone_added": "Time Zone",
        "order_items.name": "Item",
        "order_items.variation": "Price Point Name",
        "order_items.code": "SKU",
        "order_items.quantity": "Qty",
        "order_items.state": "Event Type",
        "order_items.metadata.modifiers": "Modifiers Applied",
        "order_items.metadata.notes": "Notes",
        "line.total": "Gross Sales",
        "line.discount": "Discounts",
        "line.tax": "Tax",
        "customer_id": "Customer ID",
        "customer_name": "Customer Name",
        "order_metadata.location": "Location",
        "order_metadata.details": "Details",
    },
    unused="Category | Net Sales | Payment ID | Device Name | Dining Option | Customer Reference ID | Unit | Count"
    " | Itemization Type | Commission | Employee | Fulfillment Note | Channel | Token | Card Brand | PAN Suffix"
    " | GTIN | Order Reference ID",
)
ONLINE = Layout(
    name="Square Online orders",
    source="Square Online",
    known_by=("Order", "Order Subtotal", "Item Name", "Item Quantity"),
    decimals=".",
    fields={
        "source_id": "Order",
        "date_added": "Order Date",
        "currency": "Currency",
        "shipping_total": "Order Shipping Price",
        "tax_total": "Order Tax Total",
        "order_total": "Order Total",
        "refund_total": "Order Refunded Amount",
        "order_items.name": "Item Name",
        "order_items.code": "Item SKU",
        "order_items.variation": "Item Variation",
        "order_items.metadata.modifiers": "Item Modifiers",
        "order_items.quantity": "Item Quantity",
        "line.total": "Item Total Price",
        "shipping_name": "Recipient Name",
        "email": "Recipient Email",
        "shipping_phone": "Recipient Phone",
        "shipping_address1": "Recipient Address",
        "shipping_address2": "Recipient Address 2",
        "shipping_postal_code": "Recipient Postal Code",
        "shipping_city": "Recipient City",
        "shipping_state": "Recipient Region",
        "shipping_country": "Recipient Country",
        "notes": "Fulfillment Notes",
        "fulfillment": "Fulfillment Status",
        "shipping_method": "Fulfillment Type",
    },
    unused="Order Subtotal | Fulfillment Date | Channels | Fulfillment Location | Item Price"
    " | Item Options Total Price | Item Options Price",
)
TRANSACTIONS = Layout(
    name="Square transactions",
    source="Square",
    known_by=("Transaction ID", "Gross Sales", "Total Collected", "Deposit ID | Fees | Net Total"),
    fields={},
    refuse="This is Square's list of payments, which does not say what was bought. Export the items instead.",
)
LAYOUTS = (ITEMS, ONLINE, TRANSACTIONS)
