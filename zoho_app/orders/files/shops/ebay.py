"""eBay: Seller Hub, Orders, Download report. An order of several items has a line of its own above its items."""

from zoho_app.orders.files.layouts import Layout

ORDERS = Layout(
    name="eBay orders",
    source="eBay",
    known_by=("Sales Record Number", "Order Number", "Item Title", "Sold For | Sale Price"),
    price_may_be_line=True,
    first_line_counts=True,
    fields={
        "source_id": "Order Number",
        "email": "Buyer Email",
        "date_added": "Sale Date",
        "notes": "Buyer Note",
        "payment_type": "Payment Method",
        "shipping_method": "Shipping Service",
        "shipping_total": "Shipping And Handling | Postage and packaging | Postage and Packing",
        "tax_total": "Seller Collected Tax",
        "order_total": "Total Price",
        "order_items.name": "Item Title",
        "order_items.code": "Custom Label | Custom Label (SKU)",
        "order_items.quantity": "Quantity",
        "order_items.price": "Sold For | Sale Price",
        "order_items.variation": "Variation Details",
        "order_items.metadata.item_number": "Item Number",
        "order_items.metadata.transaction_id": "Transaction ID",
        "order_metadata.buyer": "Buyer Username",
        "order_metadata.sales_record_number": "Sales Record Number",
        "order_metadata.marketplace_tax": "eBay Collected Tax",
        "customer_name": "Buyer Name",
        "customer_address1": "Buyer Address 1",
        "customer_address2": "Buyer Address 2",
        "customer_city": "Buyer City",
        "customer_state": "Buyer State | Buyer County",
        "customer_postal_code": "Buyer Zip | Buyer Postcode",
        "customer_country": "Buyer Country",
        "shipping_name": "Ship To Name | Post to name",
        "shipping_phone": "Ship To Phone | Post to phone",
        "shipping_address1": "Ship To Address 1 | Post to address 1",
        "shipping_address2": "Ship To Address 2 | Post to address 2",
        "shipping_city": "Ship To City | Post to city",
        "shipping_state": "Ship To State | Post to county",
        "shipping_postal_code": "Ship To Zip | Post to postcode",
        "shipping_country": "Ship To Country | Post to country",
    },
    unused="Buyer Tax Identifier Name | Buyer Tax Identifier Value | Sold Via Promoted Listings | Item Location"
    " | Item Zip Code | Item Postcode | Item Country | eBay Collect And Remit Tax Rate"
    " | eBay Collect And Remit Tax Type"
    " | eBay Reference Name | eBay Reference Value | Tax Status | Electronic Waste Recycling Fee"
    " | Mattress Recycling Fee | Battery Recycling Fee | White Goods Disposal Tax | Tire Recycling Fee"
    " | Additional Fee | Lumber fee | Prepaid Wireless Fee | Road Improvement And Food Delivery Fee"
    " | eBay Collected Charges | eBay Collected Tax and Fees Included in Total | Included VAT Rate"
    " | Paid On Date | Ship By Date | Post by date | Minimum Estimated Delivery Date"
    " | Maximum Estimated Delivery Date"
    " | Shipped On Date | Posted on date | Feedback Left | Feedback Received | My Item Note | PayPal Transaction ID"
    " | Tracking Number | Global Shipping Program | Global Shipping Reference ID | Click And Collect"
    " | Click And Collect Reference Number | eBay Plus | Authenticity Verification Program"
    " | Authenticity Verification Status | Authenticity Verification Outcome Reason | PSA Vault Program"
    " | Vault Fulfillment Type | eBay Fulfillment Program | Tax City | Tax State | Tax Zip | Tax Country"
    " | eBay international shipping",
)
LAYOUTS = (ORDERS,)
