"""Order Desk: its CSV exports, by field names or by titles."""

from zoho_app.orders.files.layouts import Layout

EXPORT = Layout(
    name="Order Desk export",
    source="",
    known_by=("Order Desk ID | Internal ID | Order ID", "Source Order ID | Source ID", "Item Code | Item SKU | SKU"),
    fields={
        "source_id": "Source Order ID | Source ID",
        "source_name": "Source Name | Source",
        "date_added": "Date Added | Order Date",
        "email": "Customer Email | Email",
        "order_total": "Order Total",
        "shipping_total": "Shipping Total",
        "handling_total": "Handling Total",
        "tax_total": "Tax Total",
        "discount_list.amount": "Discount Total",
        "refund_total": "Refund Total",
        "payment_status": "Payment Status",
        "payment_type": "Payment Type",
        "shipping_method": "Shipping Method",
        "order_items.name": "Item Name",
        "order_items.code": "Item Code | Item SKU | SKU",
        "order_items.price": "Item Price",
        "order_items.quantity": "Item Quantity",
        "order_items.weight": "Item Weight",
        "order_items.variation": "Item Variations | Variations",
    },
    unused="Order Desk ID | Internal ID | Order ID | Product Total | Date Updated | Quantity Total | Weight Total"
    " | Folder | Tag Name | Tag Color | Tracking Number | Items Total | Item Total",
)
LAYOUTS = (EXPORT,)
