"""An order file to fill in."""

import csv
import io

from zoho_app.orders.files.fields import ITEM, title_of

FIELDS = (
    *("source_id", "source_name", "email", "date_added", "folder_name", "shipping_method", "shipping_total"),
    *("handling_total", "tax_total", "discount_list.amount", "payment_type", "payment_status"),
    *("shipping_first_name", "shipping_last_name", "shipping_company", "shipping_address1"),
    *("shipping_address2", "shipping_city", "shipping_state", "shipping_postal_code", "shipping_country"),
    *("shipping_phone", "customer_first_name", "customer_last_name", "customer_company"),
    *("customer_address1", "customer_address2", "customer_city", "customer_state", "customer_postal_code"),
    *("customer_country", "customer_phone"),
    *(f"{ITEM}name", f"{ITEM}code", f"{ITEM}price", f"{ITEM}quantity", f"{ITEM}weight"),
)
EXAMPLE = {
    "source_id": "1001",
    "source_name": "Trade fair",
    "email": "ada@example.com",
    "shipping_first_name": "Ada",
    "shipping_last_name": "Lovelace",
    "shipping_address1": "12 St James's Square",
    "shipping_city": "London",
    "shipping_postal_code": "SW1Y 4JH",
    "shipping_country": "GB",
    "shipping_total": "5.00",
}
EXAMPLE_ITEMS = (
    {"name": "Stoneware mug", "code": "BD-MUG-01", "price": "14.50", "quantity": "2"},
    {"name": "Dotted notebook", "code": "BD-NOTE-01", "price": "12.00", "quantity": "1"},
)


def template() -> str:
    """A file with our own titles and one order of two items as an example."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([title_of(name) for name in FIELDS])
    for item in EXAMPLE_ITEMS:
        values = {**EXAMPLE, **{ITEM + name: value for name, value in item.items()}}
        writer.writerow([values.get(name, "") for name in FIELDS])
    return out.getvalue()
