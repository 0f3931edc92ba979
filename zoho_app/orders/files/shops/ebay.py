"""eBay: Seller Hub, Orders, Download report. An order of several items has a line of its own above its items."""

from zoho_app.orders.files.layouts import Layout

ORDERS = Layout(
    name="eBay orders",
    source="eBay",
    known_by=(
        "Sales Record Number | Verkaufsprotokollnummer",
        "Order Number | Bestellnummer",
        "Item Title | Angebotstitel | Artikelbezeichnung",
        "Sold For | Sale Price | Verkauft für | Verkaufspreis",
    ),
    price_may_be_line=True,
    first_line_counts=True,
    fields={
        "source_id": "Order Number | Bestellnummer",
        "email": "Buyer Email | E-Mail des Käufers",
        "date_added": "Sale Date | Verkauft am | Verkaufsdatum",
        "notes": "Buyer Note | Hinweis des Käufers | Notiz des Käufers",
        "payment_type": "Payment Method | Zahlungsmethode",
        "shipping_method": "Shipping Service | Versandservice",
        "shipping_total": "Shipping And Handling | Postage and packaging | Postage and Packing"
        " | Verpackung und Versand",
        "tax_total": "Seller Collected Tax",
        "order_total": "Total Price | Gesamtbetrag | Gesamtpreis",
        "order_items.name": "Item Title | Angebotstitel | Artikelbezeichnung",
        "order_items.code": "Custom Label | Custom Label (SKU) | Bestandseinheit",
        "order_items.quantity": "Quantity | Anzahl | Stückzahl",
        "order_items.price": "Sold For | Sale Price | Verkauft für | Verkaufspreis",
        "order_items.variation": "Variation Details | Variantendetails",
        "order_items.metadata.item_number": "Item Number | Artikelnummer",
        "order_items.metadata.transaction_id": "Transaction ID | Transaktions-ID | Transaktionsnummer",
        "order_metadata.buyer": "Buyer Username | Nutzername des Käufers | Mitgliedsname",
        "order_metadata.sales_record_number": "Sales Record Number | Verkaufsprotokollnummer",
        "order_metadata.marketplace_tax": "eBay Collected Tax",
        "customer_name": "Buyer Name | Name des Käufers | Vollständiger Name des Käufers",
        "customer_address1": "Buyer Address 1 | Adresse 1 des Käufers | Käuferadresse 1",
        "customer_address2": "Buyer Address 2 | Adresse 2 des Käufers | Käuferadresse 2",
        "customer_city": "Buyer City | Ort des Käufers",
        "customer_state": "Buyer State | Buyer County | Staat des Käufers | Bundesland des Käufers",
        "customer_postal_code": "Buyer Zip | Buyer Postcode | PLZ des Käufers | Postleitzahl des Käufers",
        "customer_country": "Buyer Country | Land des Käufers",
        "shipping_name": "Ship To Name | Post to name | Name des Empfängers",
        "shipping_phone": "Ship To Phone | Post to phone | Telefon des Empfängers",
        "shipping_address1": "Ship To Address 1 | Post to address 1 | Adresse 1 des Empfängers",
        "shipping_address2": "Ship To Address 2 | Post to address 2 | Adresse 2 des Empfängers",
        "shipping_city": "Ship To City | Post to city | Ort des Empfängers",
        "shipping_state": "Ship To State | Post to county | Bundesland des Empfängers",
        "shipping_postal_code": "Ship To Zip | Post to postcode | PLZ des Empfängers",
        "shipping_country": "Ship To Country | Post to country | Land des Empfängers",
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
    " | eBay international shipping | Inklusive MwSt.-Satz | Inklusive Mehrwertsteuersatz"
    " | Verkauft über Anzeigen | Zahlungsdatum | Bezahldatum | Kaufabwicklungsdatum | Versanddatum | Versicherung"
    " | Verschickt am - Datum | Versenden bis - Datum | Rechnungsnummer | Rechnungsdatum | Abgegebene Bewertungen"
    " | Erhaltene Bewertungen | Notizzettel | Private Notizen | Mein Angebotshinweis | PayPal Transaktions-ID"
    " | Produktkennung-Typ | Produktkennung-Wert | Produktkennung-Wert 2 | Produktreferenznummer"
    " | Verwendungszweck | Sendungsnummer | Nebenkosten",
)
LAYOUTS = (ORDERS,)
