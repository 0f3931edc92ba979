"""What columns are called, in several languages and however loosely, and the field that each title names."""

import re
import unicodedata
from functools import lru_cache

from zoho_app.accounts import currencies
from zoho_app.orders.files.fields import (
    ADDRESS_KINDS,
    ADDRESS_PARTS,
    CHECKOUT,
    FIELDS,
    ITEM_METADATA,
    METADATA,
    MONEY,
    VARIATION,
    kind_of,
)
from zoho_app.orders.files.limits import LONGEST_TITLE
from zoho_app.orders.files.values import amounts

_SIGNS = re.compile(r"[\W_]+")
# Codes that are words as well, and so may stand in a title in capitals.
_TAXED = re.compile(
    r"[(\[]?(?<![^\W_])(?:(?P<inside>(?:incl?|inkl|including|inklusive|con|avec)\.? ?(?:of )?"
    r"(?:vat|tax(?:es)?|gst|mwst|ust|iva|tva)|ttc|brutto|gross|iva incluido|tax included|vat included|taxes included)"
    r"|(?:excl?|exkl|excluding|exklusive|sin|sans|zzgl|before|ex|w/o|without)\.? ?"
    r"(?:vat|tax(?:es)?|gst|mwst|ust|iva|tva)|ht|netto|net)(?![^\W_])\.?[)\]]?",
    re.IGNORECASE,
)
_WORDS = ("ALL", "BAM", "COP", "CUP", "GEL", "MOP", "PEN", "SOS", "TOP", "TRY")
_CODES = "|".join(code for code in currencies.CODES if code not in _WORDS)
_CURRENCY = re.compile(rf"(?:\bin )?[(\[]?(?<![^\W_])({_CODES}|[€£¥₹₩$])(?![^\W_])[)\]]?")
# Field -> what its column is called, apart from its label. Case, blanks, accents and punctuation never matter.
NAMES: dict[str, str] = {
    "source_id": "Order | Order ID | Order No | Order # | Order Nr | Order Name | Source ID | Number | Reference"
    " | Order Reference | Purchase Order Number | PO Number | Bestellnummer | Bestellnr | Bestell-Nr | Bestellung"
    " | Auftragsnummer | Auftragsnr | Bestell-ID | Numéro de commande | N° de commande | N° commande | Commande"
    " | ID de commande | Número de pedido | N.º de pedido | Nº pedido | Nº de pedido | Pedido | ID del pedido"
    " | Numero ordine | Ordine | Bestelnummer | 注文番号 | 订单号 | 订单编号 | Номер заказа",
    "source_name": "Source | Sales Channel | Channel | Kanal | Verkaufskanal | Canal | Canal de vente"
    " | Canal de venta",
    "email": "E-mail Address | Email Address | Customer Email | E-mail | Mail | Buyer Email | Contact Email"
    " | E-Mail-Adresse | Kunden-E-Mail | E-Mail (Rechnungsadresse) | Email (Billing) | Billing Email"
    " | Billing Email Address"
    " | E-mail (facturation) | Adresse e-mail | Courriel | Adresse mail | Correo electrónico | Correo"
    " | Email del cliente"
    " | Dirección de correo electrónico | E-Mail (Rechnung) | Email (facturation) | Email (facturación)"
    " | Correo electrónico (facturación) | Indirizzo e-mail | メールアドレス | 邮箱",
    "date_added": "Order Date | Date | Created At | Purchase Date | Date Created | Created | Bestelldatum | Datum"
    " | Auftragsdatum | Kaufdatum | Date de commande | Date de la commande | Fecha del pedido"
    " | Fecha de pedido | Fecha"
    " | Data ordine | Besteldatum | Date Purchased | Date Ordered | Ordered At | 注文日 | 下单时间 | Дата заказа",
    "time_added": "Time | Order Time | Uhrzeit | Heure | Hora",
    "zone_added": "Time Zone | Timezone | Zeitzone | Fuseau horaire | Zona horaria",
    "currency": "Currency Code | Order Currency | Währung | Devise | Monnaie | Moneda | Divisa | Valuta"
    " | 通貨 | 货币",
    "customer_name": "Kundenname | Name des Kunden | Nom du client | Nombre del cliente | Nome cliente | 氏名"
    " | お名前",
    "customer_company": "Retailer Name | Retailer Store Name | Nom du magasin",
    "status": "Order Status | Bestellstatus | Auftragsstatus | Statut de la commande | Statut de commande"
    " | Estado del pedido | Estado de la orden | Stato ordine",
    "payment_status": "Financial Status | Zahlungsstatus | Statut du paiement | Statut de paiement"
    " | Estado del pago"
    " | Estado de pago",
    "canceled_at": "Cancelled At | Canceled At | Cancelled On | Storniert am | Annulé le | Cancelado el",
    "is_test": "Test | Test Order | Is Test",
    "fulfillment": "Fulfillment Status | Fulfilment Status",
    "payment_type": "Payment Method | Payment Method Title | Zahlungsart | Zahlungsmethode | Zahlungsweise"
    " | Titel der Zahlungsmethode | Moyen de paiement | Mode de paiement | Méthode de paiement | Método de pago"
    " | Forma de pago | Titre du moyen de paiement | Título del método de pago",
    "shipping_method": "Delivery Method | Shipping Method Title | Versandart | Versandmethode | Lieferart"
    " | Titel der Versandmethode | Méthode de livraison | Mode de livraison | Método de envío | Forma de envío"
    " | Shipping Service | Ship Method",
    "discount_list.code": "Coupon Code | Gutscheincode | Gutschein | Code promo | Cupón | Código de cupón"
    " | Voucher Code",
    "folder_name": "Folder Name",
    "customer_id": "Customer No | Customer Number | Kundennummer | Kundennr | Numéro client | Número de cliente",
    "notes": "Customer Note | Customer Notes | Kundennotiz | Kundenhinweis | Kundenanmerkung | Anmerkung des Kunden"
    " | Note du client | Note client | Nota del cliente | Buyer Note | Customer Message | Notes"
    " | Order Notes | Notiz | Comment | Comments | Bemerkung | Commentaire | Comentario",
    "shipping_total": "Shipping | Shipping Cost | Shipping Price | Order Shipping Amount | Order Shipping"
    " | Versandkosten"
    " | Versand | Versandkosten der Bestellung | Frais de livraison | Frais de port | Livraison"
    " | Montant de livraison de la commande | Gastos de envío | Coste de envío | Envío"
    " | Importe de envío del pedido | Importe del envío del pedido | Spese di spedizione | Verzendkosten"
    " | Shipping Amount"
    " | Postage | Delivery Cost | Shipping Fee",
    "shipping_tax": "Order Shipping Tax Amount | Shipping Tax Amount | Versandsteuer",
    "handling_total": "Handling | Handling Fee | Order Fee Amount | Bearbeitungsgebühr | Fee Total"
    " | Frais de dossier",
    "tax_total": "Tax | Taxes | Order Tax | Total Tax | Sales Tax | Order Total Tax Amount"
    " | Order Tax Amount | VAT | VAT Total"
    " | Steuer | Steuern | MwSt | USt | Steuerbetrag | Gesamtsteuerbetrag der Bestellung"
    " | Gesamtbetrag der Bestellsteuer | TVA | Taxe | Montant total des taxes de la commande | Montant TVA"
    " | IVA | Impuestos | Impuesto | Importe total de impuestos del pedido | BTW | 消費税",
    "discount_list.amount": "Discount Total | Discount Amount | Cart Discount Amount | Order Discount | Rabatt"
    " | Rabattbetrag | Nachlass | Warenkorb-Rabattbetrag | Warenkorbrabatt | Remise | Montant de la remise"
    " | Montant de la remise du panier | Réduction | Descuento | Importe del descuento | Total de descuento"
    " | Importe de descuento del carrito | Sconto | Korting | Discounts",
    "refund_total": "Refunded Amount | Refund Total | Refund Amount | Order Refund Amount | Amount Refunded"
    " | Total Refunded"
    " | Erstattungsbetrag | Erstattung | Montant remboursé | Montant du remboursement de la commande"
    " | Importe reembolsado | Importe de reembolso del pedido | Order Refunded Amount",
    "order_total": "Order Total | Order Total Amount | Grand Total | Total Amount | Order Amount | Total Price"
    " | Gesamtbetrag | Gesamtsumme | Gesamtbetrag der Bestellung | Bestellsumme | Rechnungsbetrag"
    " | Montant total de la commande | Total de la commande | Montant total | Total TTC | Importe total del pedido"
    " | Total del pedido | Importe total | Totale ordine | 合計金額 | 订单金额",
    "taxes_included": "Taxes Included | Prices Include Tax",
    "order_items.name": "Lineitem Name | Product | Product Name | Name | Title | Item Title | Article"
    " | Item Description"
    " | Artikel | Artikelname | Artikelbezeichnung | Bezeichnung | Produkt | Produktname | Nom du produit | Produit"
    " | Désignation | Nom de l'article | Nom de l’article | Nombre del producto | Producto"
    " | Nombre del artículo | Artículo"
    " | Prodotto | Item | 商品名 | 商品名称 | Товар",
    "order_items.code": "Item SKU | Code | Item Code | Lineitem SKU | Product Code | Product SKU | SKU Code"
    " | Item Number"
    " | Artikelnummer | Artikelnr | Artikel-Nr | Art.-Nr. | Art Nr | UGS | Référence produit | Réf | Code article"
    " | Código | Referencia | Código de producto | Custom Label | Variant SKU | Seller SKU | Part Number"
    " | Style Number"
    " | 商品コード | 商品编码 | Артикул",
    "order_items.price": "Item Price | Lineitem Price | Unit Price | Price Each | Item Cost | Unit Cost"
    " | Einzelpreis"
    " | Stückpreis | Preis | Artikelpreis | Artikelkosten | Prix unitaire | Prix | Coût de l'article"
    " | Prix de l'article"
    " | Precio unitario | Precio | Coste del artículo | Precio del artículo | Prezzo unitario | Prezzo | Stukprijs"
    " | Product Price | Wholesale Price | Unit Wholesale | 単価 | 单价 | Цена",
    "order_items.quantity": "Qty | Item Quantity | Lineitem Quantity | Product Quantity | Product Qty"
    " | Units | Pieces"
    " | Quantity Ordered | Qty Ordered | Menge | Anzahl | Stückzahl | Stück | Quantité | Qté | Cantidad"
    " | Cant | Uds"
    " | Quantità | Aantal | Quantity Purchased | Item Qty | 数量 | Количество",
    "order_items.weight": "Item Weight | Gewicht | Poids | Peso",
    "order_items.refunded_quantity": "Quantity Refunded | Refunded Quantity | Item Refunded Qty",
    "line.total": "Line Total | Order Line Total | Line Amount | Extended Price | Item Total"
    " | Item Total Price | Row Total"
    " | Zeilensumme | Positionssumme | Positionsbetrag | Gesamtpreis | Total ligne | Total de la ligne"
    " | Total de línea | Gesamtbetrag der Bestellposition | Montant total de la ligne"
    " | Total de la línea del pedido",
    "line.tax": "Line Tax | Order Line Tax | Item Tax",
    "line.discount": "Lineitem Discount | Line Discount | Item Discount",
    "line.shipping": "Line Shipping",
}
_KINDS = {
    "shipping": "Shipping | Ship To | Ship | Delivery | Recipient | Versand | Versandadresse | Lieferung"
    " | Lieferadresse"
    " | Liefer | Livraison | Expédition | Envío | Entrega | Spedizione",
    "customer": "Customer | Billing | Bill To | Bill | Buyer | Rechnung | Rechnungsadresse | Rechnungs | Kunde"
    " | Facturation | Client | Facturación | Cliente | Fatturazione",
}
_PARTS = {
    "name": "Name | Full Name | Contact Name | Nom complet | Nombre completo",
    "first_name": "First Name | Firstname | Vorname | Prénom | Nombre | Nome",
    "last_name": "Last Name | Lastname | Surname | Nachname | Nom | Nom de famille | Apellidos | Apellido | Cognome",
    "company": "Company | Company Name | Firma | Firmenname | Unternehmen | Société | Entreprise"
    " | Nom de l'entreprise | Empresa",
    "address1": "Address 1 | Address | Street | Address1 | Street 1 | Address 1&2 | Address Line 1 | Street Address"
    " | Adresse | Adresse 1 | Adresse 1&2 | Straße | Strasse | Anschrift | Adressezeile 1 | Rue | Dirección"
    " | Dirección 1"
    " | Dirección 1&2 | Dirección 1 y 2 | Adresse 1 et 2 | Calle | Indirizzo",
    "address2": "Address 2 | Address2 | Street 2 | Address Line 2 | Adresse 2 | Adresszusatz | Complément d'adresse"
    " | Dirección 2 | Suite | Apartment",
    "address3": "Address 3 | Address3 | Address Line 3 | Adresse 3",
    "city": "City | Town | Suburb | Ort | Stadt | Ville | Ciudad | Población | Città",
    "state": "State | Province | Region | County | State Code | Province Code | State Name | Bundesland"
    " | Bundesland-Code"
    " | Bundesland Kürzel | Code région | Code état | Code de l'état | Région | État | Provincia"
    " | Código de provincia"
    " | Código de estado | Estado",
    "postal_code": "Postal Code | Zip | Zip Code | Zipcode | Postcode | Postal | PLZ | Postleitzahl | Code postal"
    " | Código postal | C.P. | CAP",
    "country": "Country | Country Code | Country Name | Land | Länderkürzel | Ländercode | Länder-Code"
    " | Pays | Code pays"
    " | Code du pays | País | Código de país | Código del país",
    "phone": "Phone | Phone Number | Telephone | Tel | Telefon | Telefonnummer | Téléphone | Teléfono | Telefono",
}
# "Checkout Data: Gift Message" fills the checkout data field "Gift Message", and so on.
PREFIXES = {
    "checkoutdata": CHECKOUT,
    "ordermetadata": METADATA,
    "metadata": ITEM_METADATA,
    "itemmetadata": ITEM_METADATA,
    "variation": VARIATION,
}
# A word of a title that speaks of money, a number of pieces, a name, a state, a day or a currency.
TELLING = re.compile(
    r"amount|price|total|cost|fee|tax|vat|discount|coupon|refund|shipping|paid|sum\b|balance|gift ?card"
    r"|tip\b|duty|duties"
    r"|betrag|preis|summe|kosten|steuer|mwst|rabatt|gebühr|erstattung|montant|prix|frais|taxe|tva|remise|coût"
    r"|importe|precio|coste|gasto|impuesto|iva\b|descuento|envío|金額|价格|qty|quantity|units|pieces|pcs|menge"
    r"|anzahl|quantité"
    r"|cantidad|数量|name|nom\b|nombre|customer|buyer|kunde|client|recipient|empfänger|status|state of|estado"
    r"|statut|state"
    r"|cancel|storn|annul|void|test|date|datum|fecha|created|currency|währung|devise|moneda|divisa"
    r"|wholesale|net\b|gross|käufer|acheteur|comprador"
    r"|netto|brutto|retail|value|wert|valeur|valor"
    r"|\b(?:gst|hst|pst|qst|tps|tvq|btw|moms|levy)\b|credit(?! ?card)|voucher|gutschein|deposit|pfand|surcharge"
    r"|freight|postage|fracht|porto\b|versand(?!art)|spedizione|frete|korting|sconto|desconto|adjust|rounding"
    r"|returned|backorder|\bcases?\b|cartons?\b|\bpacks?\b",
    re.IGNORECASE,
)


def loose(title: str) -> str:
    """A title as it is compared: without case, accents, blanks and punctuation."""
    plain = unicodedata.normalize("NFKD", title[: LONGEST_TITLE + 1]).casefold()
    return _SIGNS.sub("", "".join(one for one in plain if not unicodedata.combining(one))) or (
        "#" if "#" in title else ""
    )


def split(names: str) -> list[str]:
    """The names that one string lists."""
    return [name.strip() for name in names.split(" | ")]


def _all_names() -> dict[str, str]:
    """Loose title -> field; of two fields that a title may name the one that is listed first."""
    known: dict[str, str] = {}
    for key in FIELDS:
        known.setdefault(loose(FIELDS[key].label), key)
        known.setdefault(loose(key), key)  # Order Desk's field names do as well
    for key, names in NAMES.items():
        for name in split(names):
            known.setdefault(loose(name), key)
    for kind in ADDRESS_KINDS:
        for part in ADDRESS_PARTS:
            for word in split(_KINDS[kind]):
                for name in split(_PARTS[part]):
                    for title in (f"{word} {name}", f"{name} {word}"):
                        known.setdefault(loose(title), f"{kind}_{part}")
    return {title: key for title, key in known.items() if key in FIELDS}


KNOWN = _all_names()


def named(title: str) -> str:
    """The field that a title names; "" when it names none for certain."""
    prefix, colon, name = title.strip().partition(":")
    if colon and name.strip() and loose(prefix) in PREFIXES:
        return PREFIXES[loose(prefix)] + name.strip()
    key = KNOWN.get(loose(title)) or KNOWN.get(loose(_CURRENCY.sub(" ", title[:LONGEST_TITLE])), "")
    is_share = "%" in title or "％" in title  # "Discount %" is no amount
    return "" if is_share and kind_of(key) == MONEY else key


@lru_cache(maxsize=4_096)
def currencies_in(title: str) -> tuple[str, ...]:
    """The currency that the title of a column of amounts names: ("EUR",) for "Price (EUR)" and "Preis in €"."""
    found = _CURRENCY.search(title[:LONGEST_TITLE])
    if found is None:
        return ()
    return amounts.SIGNS.get(found[1].casefold(), (found[1],))


def taxes_in(title: str) -> str:
    """Whether the title of a price says that its taxes are "inside" or "added"; "" where it does not."""
    found = _TAXED.search(title[:LONGEST_TITLE])
    return "" if found is None else "inside" if found["inside"] else "added"


def without_taxes(title: str) -> str:
    """The title without what it says of taxes: "Prix unitaire TTC" is "Prix unitaire"."""
    return _TAXED.sub(" ", title[:LONGEST_TITLE])


def is_telling(title: str) -> bool:
    """Whether the title speaks of money, pieces, names, states, days or a currency."""
    return TELLING.search(title[:LONGEST_TITLE]) is not None
