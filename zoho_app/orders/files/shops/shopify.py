"""Shopify: Orders, Export. One line an item; the order's own values stand on its first line only."""

from zoho_app.orders.files.layouts import Layout

# https://help.shopify.com/en/manual/fulfillment/managing-orders/exporting-orders
ORDERS = Layout(
    name="Shopify orders",
    source="Shopify",
    known_by=("Name", "Lineitem name", "Lineitem quantity", "Lineitem price"),
    decimals=".",
    fields={
        "source_id": "Name",
        "email": "Email",
        "payment_status": "Financial Status",
        "canceled_at": "Cancelled at",
        "fulfillment": "Fulfillment Status",
        "currency": "Currency",
        "shipping_total": "Shipping",
        "tax_total": "Taxes",
        "order_total": "Total",
        "discount_list.code": "Discount Code",
        "discount_list.amount": "Discount Amount",
        "handling_total": "Duties",
        "refund_total": "Refunded Amount",
        "shipping_method": "Shipping Method",
        "date_added": "Created at",
        "payment_type": "Payment Method",
        "notes": "Notes",
        "order_metadata.sales_channel": "Source",
        "order_metadata.shopify_id": "Id",
        "order_metadata.tags": "Tags",
        "order_metadata.note_attributes": "Note Attributes",
        "order_items.quantity": "Lineitem quantity",
        "order_items.name": "Lineitem name",
        "order_items.price": "Lineitem price",
        "order_items.code": "Lineitem sku",
        "line.discount": "Lineitem discount",
        "customer_name": "Billing Name",
        "customer_address1": "Billing Address1 | Billing Street",
        "customer_address2": "Billing Address2",
        "customer_company": "Billing Company",
        "customer_city": "Billing City",
        "customer_postal_code": "Billing Zip",
        "customer_state": "Billing Province",
        "customer_country": "Billing Country",
        "customer_phone": "Billing Phone | Phone",
        "shipping_name": "Shipping Name",
        "shipping_address1": "Shipping Address1 | Shipping Street",
        "shipping_address2": "Shipping Address2",
        "shipping_company": "Shipping Company",
        "shipping_city": "Shipping City",
        "shipping_postal_code": "Shipping Zip",
        "shipping_state": "Shipping Province",
        "shipping_country": "Shipping Country",
        "shipping_phone": "Shipping Phone",
    },
    unused="Paid at | Fulfilled at | Accepts Marketing | Subtotal | Lineitem compare at price"
    " | Lineitem requires shipping | Lineitem taxable | Lineitem fulfillment status | Billing Street"
    " | Shipping Street"
    " | Payment Reference | Payment References | Vendor | Outstanding Balance | Employee | Location | Device ID"
    " | Risk Level | Tax 1 Name | Tax 1 Value | Tax 2 Name | Tax 2 Value | Tax 3 Name | Tax 3 Value | Tax 4 Name"
    " | Tax 4 Value | Tax 5 Name | Tax 5 Value | Phone | Receipt Number | Billing Province Name"
    " | Shipping Province Name | Payment ID | Payment Terms Name | Next Payment Due At",
)
LAYOUTS = (ORDERS,)
