"""Etsy: Shop Manager, Settings, Options, Download Data."""

from zoho_app.orders.files.layouts import Layout
from zoho_app.orders.files.values.dates import MONTH_FIRST

ITEMS = Layout(
    name="Etsy order items",
    source="Etsy",
    known_by=("Item Name", "Order ID", "Transaction ID", "Listing ID | Order Shipping"),
    dates=MONTH_FIRST,
    fields={
        "source_id": "Order ID",
        "date_added": "Sale Date",
        "currency": "Currency",
        "order_items.name": "Item Name",
        "order_items.code": "SKU",
        "order_items.quantity": "Quantity",
        "order_items.price": "Price",
        "order_items.variation": "Variations",
        "order_items.metadata.transaction_id": "Transaction ID",
        "discount_list.code": "Coupon Code",
        "line.discount": "Discount Amount",
        "discount_more": "Shipping Discount",
        "shipping_total": "Order Shipping",
        "tax_total": "Order Sales Tax",
        "order_metadata.buyer": "Buyer",
        "order_metadata.date_shipped": "Date Shipped",
        "payment_type": "Payment Type",
        "shipping_name": "Ship Name",
        "shipping_address1": "Ship Address1",
        "shipping_address2": "Ship Address2",
        "shipping_city": "Ship City",
        "shipping_state": "Ship State",
        "shipping_postal_code": "Ship Zipcode",
        "shipping_country": "Ship Country",
    },
    unused="Coupon Details | Item Total | Listing ID | Date Paid | Order Type | Listings Type | InPerson Discount"
    " | InPerson Location | VAT Paid by Buyer",
)
ORDERS = Layout(
    name="Etsy orders",
    source="Etsy",
    known_by=("Sale Date", "Order ID", "Number of Items", "Order Value"),
    fields={},
    refuse="This is Etsy's list of orders, which does not say what was bought. Download Order Items instead.",
)
PAYMENTS = Layout(
    name="Etsy payments",
    source="Etsy",
    known_by=("Payment ID", "Buyer Username", "Gross Amount", "Net Amount"),
    fields={},
    refuse="This is Etsy's list of payments, which does not say what was bought. Download Order Items instead.",
)
LAYOUTS = (ITEMS, ORDERS, PAYMENTS)
