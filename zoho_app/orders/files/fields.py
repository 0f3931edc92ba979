"""What a column of an order file can fill: each field with its words, and how an amount in it is meant."""

from dataclasses import dataclass

ITEM = "order_items."
DISCOUNT = "discount_list."
METADATA = "order_metadata."
ITEM_METADATA = f"{ITEM}metadata."
VARIATION = f"{ITEM}variation_list."
CHECKOUT = "checkout_data."
OPEN = (METADATA, CHECKOUT, ITEM_METADATA, VARIATION)  # a name of one's own follows

TEXT, MONEY, QUANTITY, DATE, CLOCK, STATE, NAME, PLACE = (
    *("text", "money", "quantity", "date", "clock", "state", "name", "place"),
)
ORDER_GROUP, AMOUNTS_GROUP, ITEM_GROUP = "Order", "Amounts of the whole order", "Item"
LINE_GROUP, SHIPPING_GROUP, CUSTOMER_GROUP = "Amounts of the line", "Shipping address", "Customer address"


@dataclass(frozen=True)
class Field:
    """One meaning that a column can have."""

    key: str
    label: str
    kind: str
    group: str


_ADDRESS = {
    "name": ("Full Name", NAME),
    "first_name": ("First Name", NAME),
    "last_name": ("Last Name", NAME),
    "company": ("Company", NAME),
    "address1": ("Address 1", PLACE),
    "address2": ("Address 2", PLACE),
    "address3": ("Address 3", PLACE),
    "city": ("City", PLACE),
    "state": ("State", PLACE),
    "postal_code": ("Postal Code", PLACE),
    "country": ("Country", PLACE),
    "phone": ("Phone", TEXT),
}
ADDRESS_KINDS = ("shipping", "customer")
ADDRESS_PARTS = tuple(_ADDRESS)


def _rows(group: str, *rows: tuple[str, str, str]) -> list[Field]:
    return [Field(key, label, kind, group) for key, label, kind in rows]


_ALL = [
    *_rows(
        ORDER_GROUP,
        ("source_id", "Order Number", TEXT),
        ("source_name", "Source Name", TEXT),
        ("email", "Email", TEXT),
        ("date_added", "Date Added", DATE),
        ("time_added", "Time of the order", CLOCK),
        ("zone_added", "Time zone", TEXT),
        ("currency", "Currency", TEXT),
        ("payment_status", "Payment Status", STATE),
        ("status", "Status of the order", STATE),
        ("canceled_at", "Canceled on", STATE),
        ("is_test", "Test order (yes or no)", STATE),
        ("fulfillment", "Fulfillment status", TEXT),
        ("payment_type", "Payment Type", TEXT),
        ("shipping_method", "Shipping Method", TEXT),
        ("discount_list.code", "Discount Code", TEXT),
        ("folder_name", "Folder", TEXT),
        ("customer_id", "Customer ID", TEXT),
        ("notes", "Note of the customer", TEXT),
    ),
    *_rows(
        AMOUNTS_GROUP,
        ("shipping_total", "Shipping Total", MONEY),
        ("shipping_tax", "Tax on shipping", MONEY),
        ("handling_total", "Handling Total", MONEY),
        ("tax_total", "Tax Total", MONEY),
        ("discount_list.amount", "Discount", MONEY),
        ("discount_more", "Further discount (shipping, gift card)", MONEY),
        ("refund_total", "Refunded amount", MONEY),
        ("order_total", "Total, to compare with", MONEY),
        ("taxes_included", "Prices include taxes (yes or no)", STATE),
    ),
    *_rows(
        ITEM_GROUP,
        ("order_items.name", "Item Name", TEXT),
        ("order_items.code", "SKU", TEXT),
        ("order_items.price", "Price", MONEY),
        ("order_items.quantity", "Quantity", QUANTITY),
        ("order_items.weight", "Weight", MONEY),
        ("order_items.refunded_quantity", "Quantity refunded", QUANTITY),
        ("order_items.state", "Status of the line", STATE),
        ("order_items.packed", "All items in one cell", TEXT),
        ("order_items.variation", "Variation", TEXT),
    ),
    *_rows(
        LINE_GROUP,
        ("line.total", "Price of the line, all pieces together", MONEY),
        ("line.shipping", "Shipping of the line", MONEY),
        ("line.tax", "Tax of the line", MONEY),
        ("line.shipping_tax", "Tax on shipping of the line", MONEY),
        ("line.discount", "Discount of the line", MONEY),
        ("line.shipping_discount", "Discount on shipping of the line", MONEY),
        ("line.handling", "Handling or gift wrap of the line", MONEY),
        ("line.handling_tax", "Tax on handling or gift wrap of the line", MONEY),
        ("line.refund", "Refund of the line", MONEY),
    ),
    *(
        Field(f"{kind}_{part}", f"{kind.title()} {label}", what, group)
        for kind, group in (("shipping", SHIPPING_GROUP), ("customer", CUSTOMER_GROUP))
        for part, (label, what) in _ADDRESS.items()
        if not (kind == "customer" and part == "address3")
    ),
]
FIELDS = {field.key: field for field in _ALL}
GROUPS = (ORDER_GROUP, AMOUNTS_GROUP, ITEM_GROUP, LINE_GROUP, SHIPPING_GROUP, CUSTOMER_GROUP)


def title_of(key: str) -> str:
    """What our own template and exports call the column of a field."""
    return FIELDS[key].label


def kind_of(key: str) -> str:
    """What kind of value a field holds; a name of one's own holds text."""
    return FIELDS[key].kind if key in FIELDS else TEXT


def is_field(key: str) -> bool:
    """Whether a column can fill this."""
    return key in FIELDS or any(key.startswith(prefix) and len(key) > len(prefix) for prefix in OPEN)
