"""The exports of shops, with their true titles."""

from harness.order_files.known import Sold
from harness.order_files.shop import OWN, Shop, titled


def _packed_woocommerce(items: tuple[Sold, ...]) -> str:
    return ";".join(
        f"name:{one.name}|product_id:7|sku:{one.sku}|quantity:{one.quantity}|total:{one.price * one.quantity:.2f}"
        for one in items
    )


def _packed_bigcommerce(items: tuple[Sold, ...]) -> str:
    return "|".join(
        f"Product ID: 7, Product Qty: {one.quantity}, Product SKU: {one.sku}, Product Name: {one.name}, "
        "Product Weight: 1.0000, Product Variation Details: , "
        f"Product Unit Price: {one.price:.2f}, Product Total Price: {one.price * one.quantity:.2f}"
        for one in items
    )


_SHOPIFY = Shop(
    own=titled(
        "number email status currency shipping tax total discount day name street city zip country canceled note"
        " refund",
        "Name|Email|Financial Status|Currency|Shipping|Taxes|Total|Discount Amount|Created at|Billing Name"
        "|Billing Address1|Billing City|Billing Zip|Billing Country|Cancelled at|Notes|Refunded Amount",
    ),
    item=titled("quantity name price sku", "Lineitem quantity|Lineitem name|Lineitem price|Lineitem sku"),
    repeats=False,
    day="{0:04}-{1:02}-{2:02} 12:00:00 +0000",
    paid="paid",
    canceled="voided",
)
_ADDRESSED = "first last street city zip country email"
_AMOUNTS = "discount shipping tax total"


def _woocommerce(titles: str, items: str, paid: str, canceled: str) -> Shop:
    return Shop(
        own=titled(f"number status day {_ADDRESSED} {_AMOUNTS}", titles),
        item=titled("sku name quantity price", items),
        is_local=True,
        paid=paid,
        canceled=canceled,
    )


SHOPS = {
    "Shopify": _SHOPIFY,
    "template": Shop(
        own=titled(
            "number day first last city street zip country email shipping tax discount total note",
            "Order Number|Order Date|Customer First Name|Customer Last Name|Customer City|Customer Address 1"
            "|Customer Postal Code|Customer Country|Email|Shipping Total|Tax Total|Discount|Order Total"
            "|Note of the customer",
        ),
        item=titled("sku name quantity price", "SKU|Item Name|Quantity|Price"),
        is_local=True,
    ),
    "WooCommerce": _woocommerce(
        "Order Number|Order Status|Order Date|First Name (Billing)|Last Name (Billing)|Address 1&2 (Billing)"
        "|City (Billing)|Postcode (Billing)|Country Code (Billing)|Email (Billing)|Cart Discount Amount"
        "|Order Shipping Amount|Order Total Tax Amount|Order Total Amount",
        "SKU|Item Name|Quantity|Item Cost",
        "Completed",
        "Cancelled",
    ),
    "WooCommerce in German": _woocommerce(
        "Bestellnummer|Bestellstatus|Bestelldatum|Vorname (Rechnungsadresse)|Nachname (Rechnungsadresse)"
        "|Adresse 1&2 (Rechnungsadresse)|Ort (Rechnungsadresse)|Postleitzahl (Rechnungsadresse)"
        "|Ländercode (Rechnungsadresse)|E-Mail (Rechnungsadresse)|Warenkorb-Rabattbetrag"
        "|Versandkosten der Bestellung|Gesamtsteuerbetrag der Bestellung|Gesamtbetrag der Bestellung",
        "Artikelnummer|Artikelname|Menge|Artikelkosten",
        "Abgeschlossen",
        "Storniert",
    ),
    "WooCommerce in French": _woocommerce(
        "Numéro de commande|Statut de la commande|Date de commande|Prénom (facturation)|Nom (facturation)"
        "|Adresse 1&2 (facturation)|Ville (facturation)|Code postal (facturation)|Code du pays (facturation)"
        "|E-mail (facturation)|Montant de la remise du panier|Montant de livraison de la commande"
        "|Montant total des taxes de la commande|Montant total de la commande",
        "UGS|Nom de l'article|Quantité|Coût de l'article",
        "Terminée",
        "Annulée",
    ),
    "WooCommerce in Spanish": _woocommerce(
        "Número de pedido|Estado del pedido|Fecha del pedido|Nombre (facturación)|Apellidos (facturación)"
        "|Dirección 1&2 (facturación)|Ciudad (facturación)|Código postal (facturación)"
        "|Código de país (facturación)|Correo electrónico (facturación)|Importe del descuento del carrito"
        "|Importe de envío del pedido|Importe total de impuestos del pedido|Importe total del pedido",
        "SKU|Nombre del artículo|Cantidad|Coste del artículo",
        "Completado",
        "Cancelado",
    ),
    "WooCommerce, a line an item": Shop(
        own=titled(
            f"number day status shipping tax discount total currency {_ADDRESSED}",
            "order_number|date|status|shipping_total|tax_total|discount_total|order_total|order_currency"
            "|billing_first_name|billing_last_name|billing_address_1|billing_city|billing_postcode|billing_country"
            "|billing_email",
        ),
        item=titled("sku name quantity line", "item_sku|item_name|item_quantity|item_subtotal"),
        day="{0:04}-{1:02}-{2:02} 10:02:11",
        paid="completed",
        canceled="cancelled",
    ),
    "WooCommerce, a line an order": Shop(
        own=titled(
            f"number day status shipping tax discount total currency {_ADDRESSED} packed",
            "order_number|order_date|status|shipping_total|tax_total|discount_total|order_total|order_currency"
            "|billing_first_name|billing_last_name|billing_address_1|billing_city|billing_postcode|billing_country"
            "|billing_email|line_items",
        ),
        item={},
        day="{0:04}-{1:02}-{2:02} 10:02:11",
        paid="wc-completed",
        canceled="wc-cancelled",
        pack=_packed_woocommerce,
    ),
    "Etsy": Shop(
        own=titled(
            "number day currency shipping tax name street city zip country",
            "Order ID|Sale Date|Currency|Order Shipping|Order Sales Tax|Ship Name|Ship Address1|Ship City"
            "|Ship Zipcode|Ship Country",
        ),
        item=titled("name sku quantity price", "Item Name|SKU|Quantity|Price"),
        first={"discount": "Discount Amount"},
        day="{1:02}/{2:02}/{0:04}",
        more={"Buyer": "ada1815", "Transaction ID": "9", "Listing ID": "3", "Date Paid": "01/02/2026"},
    ),
    "Amazon": Shop(
        own=titled(
            "number day currency name street city zip country email",
            "order-id|purchase-date|currency|recipient-name|ship-address-1|ship-city|ship-postal-code|ship-country"
            "|buyer-email",
        ),
        item=titled("sku name quantity line", "sku|product-name|quantity-purchased|item-price"),
        first={"shipping": "shipping-price", "tax": "item-tax"},
        day="{0:04}-{1:02}-{2:02}T10:02:11+00:00",
        more={"order-item-id": "4", "payments-date": "2026-01-02T10:02:11+00:00", "sales-channel": "Amazon.com"},
    ),
    "eBay": Shop(
        own=titled(
            "number day tax shipping total name street city zip country email note",
            "Order Number|Sale Date|Seller Collected Tax|Shipping And Handling|Total Price|Ship To Name"
            "|Ship To Address 1|Ship To City|Ship To Zip|Ship To Country|Buyer Email|Buyer Note",
        ),
        item=titled("name sku quantity price", "Item Title|Custom Label|Quantity|Sold For"),
        repeats=False,
        day="{0:04}-{1:02}-{2:02}",
        more={"Sales Record Number": "77"},
    ),
    "Wix": Shop(
        own=titled(
            "number day email name street city zip country status shipping tax total currency discount refund note",
            "Order number|Date created|Contact email|Recipient name|Delivery address|Delivery city"
            "|Delivery zip/postal code|Delivery country|Payment status|Shipping rate|Total tax|Total|Currency"
            "|Discount|Refunded amount|Note from customer",
        ),
        item=titled("name sku quantity price", "Item|SKU|Qty|Price"),
        paid="Paid",
        canceled="Canceled",
    ),
    "Squarespace": Shop(
        own=titled(
            "number email status currency shipping tax refund total discount day name street city zip country"
            " canceled",
            "Order ID|Email|Financial Status|Currency|Shipping|Taxes|Amount Refunded|Total|Discount Amount"
            "|Created at|Shipping Name|Shipping Address1|Shipping City|Shipping Zip|Shipping Country|Cancelled at",
        ),
        item=titled("quantity name price sku", "Lineitem quantity|Lineitem name|Lineitem price|Lineitem sku"),
        repeats=False,
        day="{0:04}-{1:02}-{2:02} 12:00:00 +0000",
        paid="PAID",
        canceled="VOIDED",
    ),
    "Square": Shop(
        own=titled("number day name", "Transaction ID|Date|Customer Name"),
        item=titled("name sku quantity line", "Item|SKU|Qty|Gross Sales"),
        first={"discount": "Discounts", "tax": "Tax"},
        more={"Time": "10:02:11", "Time Zone": "UTC", "Event Type": "Payment"},
    ),
    "Square Online": Shop(
        own=titled(
            "number day currency shipping tax total refund name email street city zip country note",
            "Order|Order Date|Currency|Order Shipping Price|Order Tax Total|Order Total|Order Refunded Amount"
            "|Recipient Name|Recipient Email|Recipient Address|Recipient City|Recipient Postal Code"
            "|Recipient Country|Fulfillment Notes",
        ),
        item=titled("quantity name sku line", "Item Quantity|Item Name|Item SKU|Item Total Price"),
        day="{0:04}/{1:02}/{2:02}",
        more={"Order Subtotal": "0.00"},
    ),
    "BigCommerce": Shop(
        own=titled(
            "number day status email shipping tax discount total currency name street city zip country packed note",
            "Order ID|Order Date|Order Status|Customer Email|Shipping Cost (ex tax)|Tax Total|Discount Amount"
            "|Order Total (inc tax)|Order Currency Code|Billing Name|Billing Street 1|Billing Suburb|Billing Zip"
            "|Billing Country|Product Details|Customer Message",
        ),
        item={},
        is_local=False,
        paid="Completed",
        canceled="Cancelled",
        pack=_packed_bigcommerce,
    ),
    "PrestaShop": Shop(
        own=titled(
            f"number day status shipping discount tax total {_ADDRESSED}",
            "reference|date_add|order_state|total_shipping_tax_incl|total_discounts_tax_incl|total_tax"
            "|total_paid_tax_incl|firstname|lastname|invoice_address1|invoice_city|invoice_postcode"
            "|invoice_country|email",
        ),
        item=titled("sku name quantity price", "product_reference|product_name|product_quantity|unit_price_tax_excl"),
        day="{0:04}-{1:02}-{2:02} 10:02:11",
        paid="Paiement accepté",
        canceled="Annulé",
    ),
    "Magento": Shop(
        own=titled(
            f"number day status currency shipping discount tax total refund {_ADDRESSED}",
            "increment_id|created_at|status|order_currency_code|shipping_amount|discount_amount|tax_amount"
            "|grand_total|total_refunded|billing_firstname|billing_lastname|billing_street|billing_city"
            "|billing_postcode|billing_country_id|customer_email",
        ),
        item=titled("sku name quantity price", "sku|name|qty_ordered|price"),
        day="{0:04}-{1:02}-{2:02} 10:02:11",
        paid="complete",
        canceled="canceled",
    ),
    "Order Desk": Shop(
        own=titled(
            f"number day status shipping discount tax total refund {_ADDRESSED}",
            "Source Order ID|Date Added|Payment Status|Shipping Total|Discount Total|Tax Total|Order Total"
            "|Refund Total|Shipping First Name|Shipping Last Name|Shipping Address 1|Shipping City"
            "|Shipping Postal Code|Shipping Country|Customer Email",
        ),
        item=titled("name sku price quantity", "Item Name|Item Code|Item Price|Item Quantity"),
        day="{0:04}-{1:02}-{2:02} 10:02:11",
        paid="Captured",
        canceled="Voided",
        more={"Order Desk ID": "9", "Source Name": "Phone"},
    ),
    "a wholesaler's list": Shop(
        own=titled(
            "number day name city shipping discount tax total",
            "Bestellnummer|Bestelldatum|Rechnung Name|Rechnung Ort|Versandkosten|Rabatt|MwSt|Gesamtbetrag",
        ),
        item=titled("sku name quantity line", "Artikelnummer|Artikelname|Menge|Positionssumme"),
        is_local=True,
    ),
}
assert all(what in OWN for shop in SHOPS.values() for what in (*shop.own, *shop.first))
