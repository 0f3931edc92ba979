"""Magento and Adobe Commerce: the grid of orders, which names no items; and exports with one line an item."""

from zoho_app.orders.files.layouts import Layout

GRID = Layout(
    name="Magento list of orders",
    source="Magento",
    known_by=("Purchase Date | Purchased On", "Bill-to Name | Bill to Name", "Grand Total (Base) | G.T. (Base)"),
    fields={},
    refuse="This is Magento's list of orders, which does not say what was bought. Export the orders' items instead:"
    " one line for each, with order number, name, SKU, price and quantity.",
)
ITEMS = Layout(
    name="Magento order items",
    source="Magento",
    known_by=("increment_id | order_increment_id | order_id", "qty_ordered | item_qty_ordered", "sku | item_sku"),
    fields={
        "source_id": "increment_id | order_increment_id | order_id",
        "date_added": "created_at | order_created_at",
        "email": "customer_email",
        "status": "status | order_status",
        "currency": "order_currency_code | base_currency_code",
        "order_metadata.store": "store_name",
        "shipping_method": "shipping_description | shipping_method",
        "payment_type": "payment_method | method",
        "shipping_total": "shipping_amount",
        "tax_total": "tax_amount | order_tax_amount",
        "discount_list.amount": "discount_amount | order_discount_amount",
        "discount_list.code": "coupon_code",
        "order_total": "grand_total",
        "refund_total": "total_refunded",
        "order_items.name": "item_name | product_name | name",
        "order_items.code": "item_sku | product_sku | sku",
        "order_items.quantity": "item_qty_ordered | qty_ordered",
        "order_items.price": "item_price | price",
        "order_items.refunded_quantity": "qty_refunded | item_qty_refunded",
        "line.discount": "item_discount_amount",
        "line.tax": "item_tax_amount",
        "customer_first_name": "billing_firstname | customer_firstname",
        "customer_last_name": "billing_lastname | customer_lastname",
        "customer_company": "billing_company",
        "customer_address1": "billing_street",
        "customer_city": "billing_city",
        "customer_state": "billing_region",
        "customer_postal_code": "billing_postcode",
        "customer_country": "billing_country_id | billing_country",
        "customer_phone": "billing_telephone",
        "shipping_first_name": "shipping_firstname",
        "shipping_last_name": "shipping_lastname",
        "shipping_company": "shipping_company",
        "shipping_address1": "shipping_street",
        "shipping_city": "shipping_city",
        "shipping_state": "shipping_region",
        "shipping_postal_code": "shipping_postcode",
        "shipping_country": "shipping_country_id | shipping_country",
        "shipping_phone": "shipping_telephone",
    },
    unused="entity_id | state | store_id | customer_id | customer_group_id | customer_firstname | customer_lastname"
    " | subtotal | base_subtotal | base_grand_total | total_paid | base_total_paid | row_total | item_row_total"
    " | original_price | product_type | qty_invoiced | qty_shipped | qty_canceled | updated_at | weight"
    " | total_qty_ordered",
)
LAYOUTS = (GRID, ITEMS)
