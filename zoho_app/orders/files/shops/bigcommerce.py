"""BigCommerce: Orders, Export. One line an order, with all products in one cell, or one line a product."""

from zoho_app.orders.files.layouts import Layout

ORDERS = Layout(
    name="BigCommerce orders",
    source="BigCommerce",
    known_by=("Order ID", "Order Status", "Order Total (inc tax)", "Product Details | Product Name | Product SKU"),
    fields={
        "source_id": "Order ID",
        "customer_id": "Customer ID",
        "customer_name": "Billing Name | Customer Name",
        "email": "Customer Email | Billing Email",
        "date_added": "Order Date",
        "time_added": "Order Time",
        "status": "Order Status",
        "currency": "Order Currency Code | Currency",
        "shipping_total": "Shipping Cost (ex tax) | Shipping Cost (inc tax)",
        "handling_total": "Handling Cost (ex tax) | Handling Cost (inc tax)",
        "tax_total": "Tax Total",
        "discount_list.amount": "Discount Amount | Coupon Discount Amount | Coupon Value",
        "order_total": "Order Total (inc tax)",
        "refund_total": "Refund Amount | Refunded Amount",
        "shipping_method": "Ship Method",
        "payment_type": "Payment Method",
        "notes": "Customer Message",
        "order_metadata.staff_notes": "Order Notes",
        "order_items.packed": "Product Details",
        "order_items.name": "Product Name",
        "order_items.code": "Product SKU",
        "order_items.quantity": "Product Qty",
        "order_items.price": "Product Unit Price",
        "order_items.variation": "Product Variation Details",
        "customer_company": "Billing Company",
        "customer_address1": "Billing Street 1",
        "customer_address2": "Billing Street 2",
        "customer_city": "Billing Suburb",
        "customer_state": "Billing State",
        "customer_postal_code": "Billing Zip",
        "customer_country": "Billing Country",
        "customer_phone": "Billing Phone | Customer Phone",
        "shipping_name": "Shipping Name",
        "shipping_company": "Shipping Company",
        "shipping_address1": "Shipping Street 1",
        "shipping_address2": "Shipping Street 2",
        "shipping_city": "Shipping Suburb",
        "shipping_state": "Shipping State",
        "shipping_postal_code": "Shipping Zip",
        "shipping_country": "Shipping Country",
        "shipping_phone": "Shipping Phone",
    },
    unused="Customer Name | Customer Phone | Billing Email | Subtotal (inc tax) | Subtotal (ex tax)"
    " | Shipping Cost (inc tax)"
    " | Handling Cost (inc tax) | Order Total (ex tax) | Store Credit Redeemed | Gift Certificate Amount Redeemed"
    " | Gift Certificate Code | Gift Certificate Expiration Date | Coupon Details | Customer Group Name"
    " | Total Quantity | Total Shipped | Date Shipped | Exchange Rate | Default Currency Code"
    " | Billing First Name | Billing Last Name | Billing State Abbreviation | Billing Country Code"
    " | Shipping First Name | Shipping Last Name | Shipping State Abbreviation | Shipping Country Code"
    " | Shipping Email | Combined Product Weight | Product ID | Product Weight | Product Total Price"
    " | Channel ID | Channel Name | Peachtree | Order Source | Transaction ID",
)
LAYOUTS = (ORDERS,)
