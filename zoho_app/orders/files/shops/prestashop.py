"""PrestaShop: Orders, Export, which names no items; and the one-line-an-item exports of its modules."""

from zoho_app.orders.files.layouts import Layout

LIST = Layout(
    name="PrestaShop list of orders",
    source="PrestaShop",
    known_by=(
        "Reference | Référence | Referencia | Bestellnummer | Bestellreferenz | Riferimento",
        "New client | Nouveau client | Neukunde | Nuevo cliente | Nuovo cliente | New customer",
        "Total | Gesamt | Summe | Totale | Importe",
    ),
    fields={},
    refuse="This is PrestaShop's list of orders, which does not say what was bought. Export the orders' products:"
    " one line for each, with order reference, name, SKU, price and quantity.",
)
PRODUCTS = Layout(
    name="PrestaShop order products",
    source="PrestaShop",
    known_by=("product_reference", "product_quantity", "unit_price_tax_incl | unit_price_tax_excl | product_price"),
    fields={
        "source_id": "reference | order_reference | id_order",
        "date_added": "date_add | order_date",
        "email": "email | customer_email",
        "currency": "currency | iso_code_currency | currency_iso_code",
        "status": "order_state | current_state_name | state_name | order_status",
        "payment_type": "payment",
        "shipping_method": "carrier | carrier_name",
        "order_items.name": "product_name",
        "order_items.code": "product_reference",
        "order_items.quantity": "product_quantity",
        "order_items.price": "unit_price_tax_excl | unit_price_tax_incl | product_price",
        "order_items.refunded_quantity": "product_quantity_refunded",
        "shipping_total": "total_shipping_tax_excl | total_shipping | total_shipping_tax_incl",
        "discount_list.amount": "total_discounts_tax_excl | total_discounts | total_discounts_tax_incl",
        "tax_total": "total_tax",
        "order_total": "total_paid_tax_incl | total_paid",
        "customer_first_name": "firstname | customer_firstname | invoice_firstname",
        "customer_last_name": "lastname | customer_lastname | invoice_lastname",
        "customer_company": "invoice_company | company",
        "customer_address1": "invoice_address1 | address1",
        "customer_address2": "invoice_address2 | address2",
        "customer_city": "invoice_city | city",
        "customer_postal_code": "invoice_postcode | postcode",
        "customer_country": "invoice_country | country",
        "shipping_first_name": "delivery_firstname",
        "shipping_last_name": "delivery_lastname",
        "shipping_company": "delivery_company",
        "shipping_address1": "delivery_address1",
        "shipping_address2": "delivery_address2",
        "shipping_city": "delivery_city",
        "shipping_postal_code": "delivery_postcode",
        "shipping_country": "delivery_country",
        "shipping_phone": "delivery_phone | delivery_phone_mobile",
    },
    unused="id_order | id_order_detail | product_id | product_attribute_id | product_ean13 | unit_price_tax_incl"
    " | total_price_tax_incl | total_price_tax_excl | total_products | total_products_wt | total_paid_tax_excl"
    " | total_paid_real | total_shipping_tax_incl | total_discounts_tax_incl | invoice_number | delivery_number"
    " | date_upd | invoice_date | delivery_date | id_customer",
)
LAYOUTS = (LIST, PRODUCTS)
