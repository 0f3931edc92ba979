"""The columns of an order file: what they are called, however loosely, and the field each one fills."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

ITEM = "order_items."
DISCOUNT = "discount_list."

# Field -> the column's name in our own template, then what else it is called. Case, spaces, and punctuation
# never matter. "*" stands for both addresses.
NAMES: dict[str, tuple[str, ...]] = {
    "source_id": ("Order Number", "Order", "Order ID", "Order No", "Source ID", "Number", "Reference"),
    "source_name": ("Source Name", "Source", "Sales Channel", "Channel"),
    "email": ("Email", "E-mail Address", "Email Address", "Customer Email"),
    "date_added": ("Date Added", "Order Date", "Date", "Created At"),
    "folder_name": ("Folder", "Folder Name"),
    "shipping_method": ("Shipping Method", "Delivery Method"),
    "payment_type": ("Payment Type", "Payment Method"),
    "payment_status": ("Payment Status",),
    "shipping_total": ("Shipping Total", "Shipping", "Shipping Cost", "Shipping Price"),
    "handling_total": ("Handling Total", "Handling"),
    "tax_total": ("Tax Total", "Tax", "Taxes"),
    f"{DISCOUNT}amount": ("Discount", "Discount Total", "Discount Amount"),
    f"{DISCOUNT}code": ("Discount Code", "Coupon Code"),
    "customer_id": ("Customer ID",),
    f"{ITEM}name": ("Item Name", "Lineitem Name", "Product", "Product Name", "Name"),
    f"{ITEM}code": ("SKU", "Item SKU", "Code", "Item Code", "Lineitem SKU", "Product Code", "Product SKU"),
    f"{ITEM}price": ("Price", "Item Price", "Lineitem Price", "Unit Price"),
    f"{ITEM}quantity": ("Quantity", "Qty", "Item Quantity", "Lineitem Quantity"),
    f"{ITEM}weight": ("Weight", "Item Weight"),
    "*_name": ("* Name", "* Full Name"),
    "*_first_name": ("* First Name",),
    "*_last_name": ("* Last Name", "* Surname"),
    "*_company": ("* Company",),
    "*_address1": ("* Address 1", "* Address", "* Street"),
    "*_address2": ("* Address 2",),
    "*_city": ("* City", "* Town"),
    "*_state": ("* State", "* Province", "* Region"),
    "*_postal_code": ("* Postal Code", "* Zip", "* Zip Code", "* Postcode"),
    "*_country": ("* Country", "* Country Code"),
    "*_phone": ("* Phone", "* Phone Number"),
}
ADDRESSES = {"shipping": ("Shipping", "Ship To", "Delivery"), "customer": ("Customer", "Billing", "Bill To")}
# "Checkout Data: Gift Message" fills the checkout data field "Gift Message", and so on.
PREFIXES = {
    "checkoutdata": "checkout_data.",
    "ordermetadata": "order_metadata.",
    "metadata": f"{ITEM}metadata.",
    "itemmetadata": f"{ITEM}metadata.",
    "variation": f"{ITEM}variation_list.",
}
TEMPLATE = (
    *("source_id", "source_name", "email", "date_added", "folder_name", "shipping_method", "shipping_total"),
    *("handling_total", "tax_total", f"{DISCOUNT}amount", "payment_type", "payment_status"),
    *("shipping_first_name", "shipping_last_name", "shipping_company", "shipping_address1"),
    *("shipping_address2", "shipping_city", "shipping_state", "shipping_postal_code", "shipping_country"),
    *("shipping_phone", "customer_first_name", "customer_last_name", "customer_company"),
    *("customer_address1", "customer_address2", "customer_city", "customer_state", "customer_postal_code"),
    *("customer_country", "customer_phone"),
    *(f"{ITEM}name", f"{ITEM}code", f"{ITEM}price", f"{ITEM}quantity", f"{ITEM}weight"),
)


@dataclass(frozen=True)
class Column:
    """One column of a file; `field` is the field it fills, "" when it is not read."""

    title: str
    field: str


def recognize(titles: Sequence[str]) -> list[Column]:
    """Say which field each column fills; of several that fill the same field the first one does."""
    by_line_items = any(_loose(title).startswith("lineitem") for title in titles)
    columns: list[Column] = []
    taken = {""}
    for title in titles:
        # Shopify's order export calls the order number "Name".
        column = Column(title, "source_id") if by_line_items and _loose(title) == "name" else _recognize(title)
        columns.append(Column(column.title, "") if column.field in taken else column)
        taken.add(column.field)
    return columns


def _recognize(title: str) -> Column:
    title = title.strip()
    prefix, colon, name = title.partition(":")
    if colon and name.strip() and _loose(prefix) in PREFIXES:
        return Column(title, PREFIXES[_loose(prefix)] + name.strip())
    return Column(title, KNOWN.get(_loose(title), ""))


def title_of(field: str) -> str:
    """What our own template calls the column of a field."""
    return TITLES[field]


def _loose(title: str) -> str:
    return re.sub(r"[^a-z0-9]", "", title.casefold())


def _all_names() -> list[tuple[str, list[str]]]:
    """Each field with everything that its column may be called, our own name first."""
    spelled: list[tuple[str, list[str]]] = []
    for field, names in NAMES.items():
        if not field.startswith("*"):
            spelled.append((field, list(names)))
            continue
        for kind, words in ADDRESSES.items():
            titles = [name.replace("*", word) for word in words for name in names]
            spelled.append((field.replace("*", kind), titles))
    return spelled


TITLES = {field: names[0] for field, names in _all_names()}
KNOWN = {
    **{_loose(field): field for field in TITLES},  # Order Desk's field names do as well
    **{_loose(name): field for field, names in _all_names() for name in names},
}
