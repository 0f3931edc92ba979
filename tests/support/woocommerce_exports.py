"""One order of two items as WooCommerce's plug-ins export it, in four languages."""

from collections.abc import Callable

from tests.support.import_files import titles, written


def repeated(
    own: dict[str, str], first: dict[str, str], second: dict[str, str], repeats: bool = True
) -> list[dict[str, str]]:
    """Two lines of one order, the order's own values on each."""
    return [{**own, **first}, {**(own if repeats else {}), **second}]


def item_lines(
    sku: str, name: str, quantity: str, price: str, total: bool = False
) -> tuple[dict[str, str], dict[str, str]]:
    """2 x MUG-BLUE at 12.50 and 1 x POSTER-A2 at 24.95, under these titles; in `total`, the price is the line\'s."""
    mug = {sku: "MUG-BLUE", name: "Blue mug", quantity: "2", price: "25.00" if total else "12.50"}
    poster = {sku: "POSTER-A2", name: "Poster, A2", quantity: "1", price: "24.95"}
    return mug, poster


def two_lines(
    columns: str, own: dict[str, str], items: tuple[str, str, str, str], total: bool = False, delimiter: str = ","
) -> str:
    """A file with these columns and one order, a line an item; `items` are the titles that `item_lines` takes."""
    return written(titles(columns), repeated(own, *item_lines(*items, total=total)), delimiter)


def woocommerce(language: str) -> Callable[[], str]:
    words = {
        "de": "Bestellnummer,Bestellstatus,Bestelldatum,Vorname (Rechnungsadresse),Nachname (Rechnungsadresse),"
        "Adresse 1&2 (Rechnungsadresse),Ort (Rechnungsadresse),Postleitzahl (Rechnungsadresse),"
        "E-Mail (Rechnungsadresse),Artikelnummer,Artikelname,Menge,Artikelkosten,Warenkorb-Rabattbetrag,"
        "Versandkosten der Bestellung,Gesamtbetrag der Bestellung",
        "fr": "Numéro de commande,Statut de la commande,Date de commande,Prénom (facturation),Nom (facturation),"
        "Adresse 1&2 (facturation),Ville (facturation),Code postal (facturation),E-mail (facturation),UGS,"
        "Nom de l'article,Quantité,Coût de l'article,Montant de la remise du panier,"
        "Montant de livraison de la commande,Montant total de la commande",
        "es": "Número de pedido,Estado del pedido,Fecha del pedido,Nombre (facturación),Apellidos (facturación),"
        "Dirección 1&2 (facturación),Ciudad (facturación),Código postal (facturación),"
        "Correo electrónico (facturación),SKU,Nombre del artículo,Cantidad,Coste del artículo,"
        "Importe del descuento del carrito,Importe de envío del pedido,Importe total del pedido",
    }[language]
    status = {"de": "Abgeschlossen", "fr": "Terminée", "es": "Completado"}[language]

    def export() -> str:
        own = [
            "1001",
            status,
            "05.03.2026 10:02",
            "Ida",
            "Rhodes",
            "1 Quay Rd",
            "Bristol",
            "BS1 4QA",
            "ida@example.com",
        ]
        ends = ["2,00", "4,90", "52,85"]
        rows = [
            [*own, "MUG-BLUE", "Tasse", "2", "12,50", *ends],
            [*own, "POSTER-A2", "Poster, A2", "1", "24,95", *ends],
        ]
        names = titles(words)
        return written(names, [dict(zip(names, row, strict=True)) for row in rows], ";")

    return export


def woocommerce_suite() -> str:
    columns = (
        "order_id,order_number,order_number_formatted,date,status,shipping_total,shipping_tax_total,fee_total,"
        "tax_total,"
        "cart_discount,discount_total,order_total,order_currency,payment_method,shipping_method,customer_id,"
        "billing_first_name,billing_last_name,billing_company,billing_email,billing_phone,billing_address_1,"
        "billing_city,"
        "billing_postcode,billing_country,shipping_first_name,shipping_last_name,shipping_address_1,item_id,"
        "item_name,"
        "item_sku,item_quantity,item_subtotal,item_total,item_total_tax,item_refunded,item_meta"
    )
    own = {"order_id": "9", "order_number": "1001", "date": "2026-03-05 10:02:11", "status": "completed"}
    own |= {"shipping_total": "4.90", "discount_total": "2.00", "order_total": "52.85", "order_currency": "USD"}
    own |= {"billing_first_name": "Ida", "billing_last_name": "Rhodes", "billing_email": "ida@example.com"}
    return two_lines(columns, own, ("item_sku", "item_name", "item_quantity", "item_subtotal"), total=True)


def woocommerce_packed() -> str:
    columns = titles(
        "order_id,order_number,order_date,status,shipping_total,tax_total,discount_total,order_total,order_currency,"
        "billing_first_name,billing_last_name,billing_email,line_item_1,line_item_2"
    )
    own = {"order_id": "9", "order_number": "1001", "order_date": "2026-03-05 10:02:11", "status": "wc-completed"}
    own |= {"shipping_total": "4.90", "discount_total": "2.00", "order_total": "52.85", "order_currency": "USD"}
    own |= {"billing_first_name": "Ida", "billing_last_name": "Rhodes", "billing_email": "ida@example.com"}
    own |= {"line_item_1": "name:Blue mug|product_id:12|sku:MUG-BLUE|quantity:2|total:25.00|sub_total:25.00"}
    own |= {"line_item_2": "name:Poster, A2|product_id:13|sku:POSTER-A2|quantity:1|total:24.95|sub_total:24.95"}
    return written(columns, [own])
