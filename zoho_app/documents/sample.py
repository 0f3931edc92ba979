"""An order that does not exist, with something under every name that a packing slip's template may use."""

from zoho_app.accounts.models import Store
from zoho_app.documents.models import PrintSettings
from zoho_app.documents.packing_slip import Page, store_part


def page(store: Store, settings: PrintSettings) -> Page:
    """The data of its slip, with the store's own name, address and contact."""
    address = ["Zoë Brönner", "Café Größe", "Hauptstraße 12", "10827 BERLIN", "GERMANY"]
    code = store.currency_code
    return {
        "store": store_part(store, settings),
        "order": {
            "number": "#1042",
            "bookdesk_number": 4176,
            "source": "Shopify",
            "date": "23 Nov 2026",
            "customer_number": "C-2077",
            "email": "zoe@example.com",
            "shipping_method": "DHL Parcel",
            "tag": "Express",
            "pieces": 3,
            "gift_message": "Happy birthday, Jo.\nEnjoy your tea!",
            "packing_note": "Use the large box, please.",
            "notes": ["The customer asked twice for paper instead of foil."],
            "checkout_data": {"Ribbon": "Blue"},
        },
        "ship_to": address,
        "bill_to": address,
        "return_to": ["Returns", "12 Harbour Street", "LONDON", "SW1Y 4JH", "UNITED KINGDOM"],
        "items": [
            {
                "quantity": 2,
                "sku": "TEA-MA-30",
                "name": "Matcha, first flush",
                "variations": [{"name": "Size", "value": "30 g"}],
                "location": "Shelf 4",
                "price": f"24.00 {code}",
                "total": f"48.00 {code}",
            },
            {
                "quantity": 1,
                "sku": "BOWL-MOSS",
                "name": "Stoneware bowl, moss",
                "variations": [],
                "location": "Shelf 9",
                "price": f"39.00 {code}",
                "total": f"39.00 {code}",
            },
        ],
        "totals": [
            {"name": "Items", "amount": f"87.00 {code}"},
            {"name": "Shipping", "amount": f"5.00 {code}"},
            {"name": "Total", "amount": f"92.00 {code}"},
        ],
    }
