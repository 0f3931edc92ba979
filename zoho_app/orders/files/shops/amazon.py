"""Amazon: order reports of Seller Central. Tabs, no quotation marks; every amount is the whole line's."""

from zoho_app.orders.files.layouts import Layout

# Where the price that a buyer sees has its tax inside; in the United States and Canada it is added.
TAX_INSIDE = frozenset(
    ["EUR", "GBP", "SEK", "PLN", "TRY", "JPY", "AUD", "INR", "SGD", "AED", "SAR", "EGP", "MXN", "BRL"]
)
_LINE = {
    "order_items.code": "sku",
    "order_items.name": "product-name",
    "order_items.quantity": "quantity-purchased | quantity | quantity-to-ship | quantity-shipped",
    "line.total": "item-price",
    "line.tax": "item-tax",
    "line.shipping": "shipping-price",
    "line.shipping_tax": "shipping-tax",
    "line.handling": "gift-wrap-price",
    "line.handling_tax": "gift-wrap-tax",
    "line.discount": "item-promotion-discount",
    "line.shipping_discount": "ship-promotion-discount",
    "currency": "currency",
    "order_items.metadata.order_item_id": "order-item-id | amazon-order-item-id",
}
_ADDRESS = {
    "shipping_name": "recipient-name",
    "shipping_address1": "ship-address-1",
    "shipping_address2": "ship-address-2",
    "shipping_address3": "ship-address-3",
    "shipping_city": "ship-city",
    "shipping_state": "ship-state",
    "shipping_postal_code": "ship-postal-code",
    "shipping_country": "ship-country",
    "shipping_phone": "ship-phone-number",
    "email": "buyer-email",
    "customer_name": "buyer-name",
    "customer_phone": "buyer-phone-number",
    "customer_company": "buyer-company-name",
}
_SHARED = {
    "date_added": "purchase-date",
    "source_name": "sales-channel",
    "shipping_method": "ship-service-level",
    "order_metadata.purchase_order_number": "purchase-order-number",
    "notes": "delivery-Instructions | delivery-instructions",
}
_UNUSED = (
    "payments-date | reporting-date | promise-date | days-past-promise | quantity-shipped | quantity-to-ship"
    " | delivery-start-date | delivery-end-date | delivery-time-zone | earliest-ship-date | latest-ship-date"
    " | earliest-delivery-date | latest-delivery-date | is-business-order | price-designation | is-prime"
    " | is-premium-order | buyer-tax-number | buyer-vat-number | fulfilled-by | iossnumber | ioss-number"
    " | tax-collection-model | tax-collection-responsible-party | verge-of-cancellation"
    " | verge-of-lateShipment | is-amazon-invoiced | vat-exclusive-item-price | vat-exclusive-shipping-price"
    " | vat-exclusive-giftwrap-price | customized-url | customized-page | payment-method"
    " | payment-method-details | cod-collectible-amount | already-paid | payment-method-fee"
    " | merchant-order-id | last-updated-date | fulfillment-channel | order-channel | url | asin"
    " | promotion-ids | signature-confirmation-recommended | buyer-identification-number"
    " | buyer-identification-type | is-iba | is-transparency | is-buyer-requested-cancellation"
    " | buyer-requested-cancel-reason | is-sold-by-ab | gift-wrap-type | gift-message-text | licensee-name"
    " | license-number | license-state | license-expiration-date | is-exchange-order | original-order-id"
    " | is-replacement-order | shipment-id | shipment-item-id | merchant-order-item-id | shipment-date"
    " | carrier | tracking-number | estimated-arrival-date | fulfillment-center-id | bill-address-1"
    " | bill-address-2 | bill-address-3 | bill-city | bill-state | bill-postal-code | bill-country"
    " | amazon-order-item-id | is-heavy-or-bulky | shipment-status | default-ship-from-name"
)
REPORTS = Layout(
    name="Amazon orders (new or unshipped)",
    source="Amazon",
    known_by=("order-id", "order-item-id", "product-name"),
    decimals=".",
    tax_in_prices=TAX_INSIDE,
    fields={"source_id": "order-id", **_SHARED, **_LINE, **_ADDRESS, "order_items.state": "order-status"},
    unused=_UNUSED,
)
ALL_ORDERS = Layout(
    name="Amazon all orders",
    source="Amazon",
    known_by=("amazon-order-id", "purchase-date", "product-name"),
    decimals=".",
    tax_in_prices=TAX_INSIDE,
    fields={
        "source_id": "amazon-order-id",
        "status": "order-status",
        "order_items.state": "item-status",
        **_SHARED,
        **_LINE,
        **_ADDRESS,
    },
    unused=_UNUSED,
)
_NO_ORDERS = (
    "This is Amazon's list of transactions, which names no buyers and mixes sales with fees and refunds. Download an"
    " order report instead, such as All Orders."
)
TRANSACTIONS = Layout(
    name="Amazon transactions",
    source="Amazon",
    known_by=(
        "settlement id | Abrechnungsnummer | numéro de versement | identificador de pago",
        "order id | Bestellnummer | numéro de la commande | número de pedido",
        "product sales | Umsätze | ventes de produits | ventas de productos",
    ),
    fields={},
    refuse=_NO_ORDERS,
)
SETTLEMENT = Layout(
    name="Amazon settlement",
    source="Amazon",
    known_by=("settlement-id", "transaction-type", "order-id", "deposit-date | posted-date"),
    fields={},
    refuse=_NO_ORDERS,
)
LAYOUTS = (REPORTS, ALL_ORDERS, TRANSACTIONS, SETTLEMENT)
