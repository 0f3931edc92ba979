"""WooCommerce: its own analytics, and the usual export plug-ins, in English, German, French and Spanish.

The titles of addresses ("Vorname (Rechnungsadresse)") are read by `titles.py`.
"""

from zoho_app.orders.files.layouts import Layout

_NUMBER = (
    "Order Number | Order ID | Bestellnummer | Bestellung Nr. | Bestell-ID | Numéro de commande | N° de commande"
    " | ID de commande | Número de pedido | Número del pedido | ID del pedido | Nº de pedido"
)
_STATUS = (
    "Order Status | Bestellstatus | Status der Bestellung | Statut de la commande | Statut de commande"
    " | État de la commande | Estado del pedido"
)
_DATE = (
    "Order Date | Bestelldatum | Datum der Bestellung | Date de commande | Date de la commande"
    " | Fecha del pedido | Fecha de pedido"
)
_PRICE = (
    "Item Cost | Item Cost (inc. tax) | Artikelkosten | Artikelpreis | Kosten pro Artikel"
    " | Coût de l'article | Coût unitaire | Prix de l'article | Coste del artículo"
    " | Precio del artículo | Costo del artículo"
)
_LINE = (
    "Order Line Total | Gesamtbetrag der Bestellposition | Bestellposition Gesamt | Bestellzeile Gesamt"
    " | Total de la ligne de commande | Total de la línea del pedido | Total de línea de pedido"
)
_SHIPPING = (
    "Order Shipping Amount | Versandkosten der Bestellung | Bestellung Versandkosten | Versandkosten"
    " | Montant de la livraison | Montant de livraison de la commande | Frais de livraison"
    " | Importe de envío del pedido | Importe del envío del pedido | Gastos de envío"
)
_DISCOUNT = (
    "Cart Discount Amount | Order Discount Amount | Warenkorb-Rabattbetrag | Warenkorb Rabattbetrag"
    " | Rabattbetrag des Warenkorbs | Montant de la remise du panier | Montant de remise du panier"
    " | Importe del descuento del carrito | Importe de descuento del carrito | Discount Amount"
    " | Rabattbetrag | Montant de la remise | Importe del descuento"
)
_TAX = (
    "Order Total Tax Amount | Order Tax Amount | Gesamtsteuerbetrag der Bestellung"
    " | Bestellung Gesamtsteuerbetrag | Montant total des taxes de la commande"
    " | Montant total de TVA de la commande | Importe total de impuestos del pedido"
    " | Importe del impuesto total del pedido"
)
_TOTAL = (
    "Order Total Amount | Gesamtbetrag der Bestellung | Bestellung Gesamtbetrag | Bestellsumme"
    " | Montant total de la commande | Importe total del pedido | Importe del pedido total"
)
_REFUND = (
    "Order Refund Amount | Order Total Amount Refunded | Erstattungsbetrag der Bestellung"
    " | Erstattungsbetrag | Montant du remboursement de la commande | Montant remboursé"
    " | Importe de reembolso del pedido | Importe reembolsado"
)
ADVANCED = Layout(
    name="WooCommerce orders (Advanced Order Export)",
    source="WooCommerce",
    known_by=(_NUMBER, f"{_PRICE} | {_LINE}", f"{_SHIPPING} | {_DISCOUNT} | {_TOTAL}"),
    fields={
        "source_id": _NUMBER,
        "status": _STATUS,
        "date_added": _DATE,
        "notes": "Customer Note | Kundennotiz | Kundenhinweis | Kundenanmerkung | Note du client"
        " | Note client | Nota del cliente",
        "currency": "Currency | Order Currency | Währung | Devise | Moneda",
        "order_items.name": "Item Name | Product Name | Name | Artikelname | Produktname | Nom de l'article"
        " | Nom du produit | Nombre del artículo | Nombre del producto",
        "order_items.code": "SKU | Artikelnummer | UGS | Código SKU",
        "order_items.quantity": "Quantity | Menge | Anzahl | Quantité | Cantidad",
        "order_items.variation": "Product Variation | Produktvariante | Variation du produit"
        " | Variación del producto",
        "order_items.price": _PRICE,
        "line.total": _LINE,
        "discount_list.code": "Coupon Code | Gutscheincode | Gutschein-Code | Code promo"
        " | Code du bon de réduction | Código de cupón | Código del cupón",
        "discount_list.amount": _DISCOUNT,
        "shipping_total": _SHIPPING,
        "handling_total": "Order Fee Amount | Fee Amount | Gebührenbetrag | Montant des frais | Importe de la tasa",
        "tax_total": _TAX,
        "order_total": _TOTAL,
        "refund_total": _REFUND,
        "payment_type": "Payment Method Title | Titel der Zahlungsmethode | Zahlungsart"
        " | Titre du moyen de paiement | Titre de la méthode de paiement"
        " | Título del método de pago | Payment Method",
        "shipping_method": "Shipping Method Title | Titel der Versandmethode | Versandart"
        " | Titre de la méthode de livraison | Título del método de envío",
    },
    unused="Item # | Artikel # | Artikel-Nr. # | Article # | N° d'article | Artículo # | Artículo n.º"
    " | Quantity (- Refund) | Order Line (w/o tax) | Order Line Tax"
    " | Order Line Total Refunded | Order Line Total (- Refund) | Image URL | Discount Amount | Discount Amount Tax"
    " | Rabattbetrag | Rabattbetrag Steuer | Steuer auf Rabattbetrag | Montant de la remise"
    " | Montant de la taxe de la remise | Importe del descuento | Importe de impuestos del descuento"
    " | Coupons Used | Order Subtotal Amount | Zwischensumme der Bestellung"
    " | Zwischensummenbetrag der Bestellung | Bestellung Zwischensumme"
    " | Montant du sous-total de la commande | Sous-total de la commande | Importe del subtotal del pedido"
    " | Subtotal del pedido | Order Tax Amount"
    " | Total items | Total products | Paid Date | Completed Date | Transaction ID | Order Subtotal Refunded"
    " | Order Total Amount without Tax | Order Total Amount (- Refund) | Order Shipping Tax Refunded"
    " | Payment Method | Customer Total Orders | Customer Total Spent | Customer User ID | Customer IP address"
    " | Customer Username | Customer Role | Customer First Name | Customer Last Name | Full Name (Billing)"
    " | Full Name (Shipping)",
)
_LINE_ROWS = {
    "order_items.name": "item_name",
    "order_items.code": "item_sku",
    "order_items.quantity": "item_quantity",
    "line.total": "item_subtotal | item_total",
    "order_items.refunded_quantity": "item_refunded_qty",
    "order_items.variation": "item_meta",
}
_ORDER_ROWS = {
    "source_id": "order_number_formatted | order_number | order_id",
    "date_added": "order_date | date",
    "status": "status",
    "currency": "order_currency | currency",
    "email": "billing_email | customer_email",
    "shipping_total": "shipping_total",
    "shipping_tax": "shipping_tax_total",
    "handling_total": "fee_total",
    "tax_total": "tax_total | order_tax",
    "discount_list.amount": "discount_total | cart_discount",
    "order_total": "order_total | total",
    "refund_total": "refunded_total",
    "payment_type": "payment_method_title | payment_method",
    "shipping_method": "shipping_method",
    "notes": "customer_note",
    "customer_id": "customer_id",
    **{
        f"{kind}_{part}": f"{theirs}_{title}"
        for kind, theirs in (("customer", "billing"), ("shipping", "shipping"))
        for part, title in (
            *((one, one) for one in ("first_name", "last_name", "company", "city", "state", "country", "phone")),
            *(("address1", "address_1"), ("address2", "address_2"), ("postal_code", "postcode")),
        )
    },
}
_UNUSED = (
    "order_id | order_number | paid_date | order_key | transaction_id | customer_ip_address | customer_user_agent"
    " | customer_user | customer_email | wt_import_key | tax_items | shipping_items | fee_items"
    " | coupon_items | refund_items"
    " | order_notes | download_permissions | order_subtotal | cart_discount | order_discount | fee_tax_total"
    " | item_id | item_product_id | item_subtotal | item_subtotal_tax | item_total | item_total_tax | item_refunded"
    " | item_price | coupons | refunds | tax_lines | fee_lines | shipping_lines | meta_data | payment_method"
    " | fees | taxes | item_tax | total_tax"
)
SUITE = Layout(
    name="WooCommerce orders (Order Export, one line an item)",
    source="WooCommerce",
    known_by=("order_id | order_number", "item_name | item_sku", "item_quantity", "item_total | item_subtotal"),
    decimals=".",
    fields={**_ORDER_ROWS, **_LINE_ROWS},
    unused=_UNUSED,
)
PACKED = Layout(
    name="WooCommerce orders (Order Export, one line an order)",
    source="WooCommerce",
    known_by=("order_id | order_number", "line_items | line_item_1", "order_total | total"),
    decimals=".",
    fields={**_ORDER_ROWS, "order_items.packed": "line_items | line_item_1"},
    unused=_UNUSED,
)
ANALYTICS = Layout(
    name="WooCommerce analytics",
    source="WooCommerce",
    known_by=(
        "Order # | Bestellnr. | Bestellung # | N° de commande | Commande # | Nº de pedido | Pedido #",
        "Product(s) | Produkt(e) | Produit(s) | Producto(s)",
        "Items sold | Verkaufte Artikel | Articles vendus | Artículos vendidos",
    ),
    fields={},
    refuse="This is WooCommerce's analytics report, which has no price and SKU for each item. Export the orders with"
    " a plug-in such as Advanced Order Export: one line for each item, with name, SKU, price and quantity.",
)
LAYOUTS = (ADVANCED, SUITE, PACKED, ANALYTICS)
