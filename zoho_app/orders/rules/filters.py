"""What rules can ask about an order: one row a filter."""

from collections.abc import Iterable
from decimal import Decimal
from zoneinfo import ZoneInfo

from zoho_app.accounts.models import Store
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import state
from zoho_app.orders.addresses import full_name
from zoho_app.orders.input import source
from zoho_app.orders.input.choices import folder_choices, payment_statuses
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.models import Order
from zoho_app.rules.catalogue import CHOICE, DATE, FOLDER, NUMBER, TEXT, Filter, Read

ORDER, TOTALS, ADDRESSES = "Order", "Order Totals", "Addresses"
DETAILS, ITEMS, SHIPMENTS = "Checkout Data and Metadata", "Order Items", "Shipments"


def _one(attribute: str) -> Read:
    """Read one attribute of the order."""
    return lambda order, _: [getattr(order, attribute)]


def _source(order: Order, _: str) -> list[str]:
    """As the order names it and as people see it."""
    return source.names(order.store_id, order.source_name)


def _address(address: str, part: str) -> Read:
    return lambda order, _: [str(getattr(order, address).get(part) or "")]


def _address_name(address: str) -> Read:
    return lambda order, _: [full_name(getattr(order, address))]


def _named(attribute: str) -> Read:
    """Read the value that one of the order's dictionaries keeps under the name in the parameter."""
    return lambda order, name: _values_under(name, getattr(order, attribute))


def _each_item(attribute: str) -> Read:
    return lambda order, _: [getattr(item, attribute) for item in order.items]


def _items_named(attribute: str) -> Read:
    def read(order: Order, name: str) -> list[str]:
        return [value for item in order.items for value in _values_under(name, getattr(item, attribute))]

    return read


def _values_under(name: str, pairs: dict[str, str]) -> list[str]:
    return [str(value) for key, value in pairs.items() if text_key(key) == text_key(name)]


def _item_quantities(order: Order, _: str) -> list[Decimal]:
    return [Decimal(item.quantity) for item in order.items]


def _folder(order: Order, _: str) -> list[str]:
    return [str(order.folder_id or order.folder.id)]


def _quantity(order: Order, _: str) -> list[Decimal]:
    return [Decimal(order.quantity_total)]


def _date_added(order: Order, _: str) -> list[str]:
    """The day in the store's own time zone."""
    zone = ZoneInfo(db.session.get_one(Store, order.store_id).time_zone)
    return [(order.day_added or order.date_added.astimezone(zone).date()).isoformat()]


def _age_in_days(order: Order, _: str) -> list[Decimal]:
    return [Decimal((now() - order.date_added).days)]


def _discount_codes(order: Order, _: str) -> list[str]:
    return [str(discount.get("code") or "") for discount in order.discount_list]


def _notes(order: Order, _: str) -> list[str]:
    return [note.content for note in order.notes]


def _each_shipment(attribute: str) -> Read:
    return lambda order, _: [getattr(shipment, attribute) for shipment in order.shipments]


def _shipment_count(order: Order, _: str) -> list[Decimal]:
    return [Decimal(len(order.shipments))]


def _address_filters(key: str, label: str) -> Iterable[Filter]:
    yield Filter(f"{key}_name", f"{label} Name", ADDRESSES, TEXT, _address_name(key))
    for part in ("company", "address1", "city", "state", "postal_code", "country", "phone"):
        words = {"address1": "Address 1", "postal_code": "Postal Code"}.get(part, part.title())
        yield Filter(f"{key}_{part}", f"{label} {words}", ADDRESSES, TEXT, _address(key, part))


FILTERS = (
    Filter("folder", "Folder", ORDER, FOLDER, _folder, "", folder_choices),
    Filter("source_name", "Source Name", ORDER, TEXT, _source),
    Filter("source_id", "Source ID", ORDER, TEXT, _one("source_id")),
    Filter("email", "Email", ORDER, TEXT, _one("email")),
    Filter("customer_id", "Customer ID", ORDER, TEXT, _one("customer_id")),
    Filter("shipping_method", "Shipping Method", ORDER, TEXT, _one("shipping_method")),
    Filter("payment_type", "Payment Type", ORDER, TEXT, _one("payment_type")),
    Filter("payment_status", "Payment Status", ORDER, CHOICE, _one("payment_status"), "", payment_statuses),
    Filter("source_state", "State at the Source", ORDER, CHOICE, _one("source_state"), "", state.choices),
    Filter("tag_name", "Tag", ORDER, TEXT, _one("tag_name")),
    Filter("fulfillment_name", "Fulfillment Name", ORDER, TEXT, _one("fulfillment_name")),
    Filter("fulfillment_id", "Fulfillment ID", ORDER, TEXT, _one("fulfillment_id")),
    Filter("date_added", "Date Added", ORDER, DATE, _date_added),
    Filter("age_in_days", "Age in Days", ORDER, NUMBER, _age_in_days),
    Filter("note", "Order Note", ORDER, TEXT, _notes),
    Filter("order_total", "Order Total", TOTALS, NUMBER, _one("order_total")),
    Filter("product_total", "Product Total", TOTALS, NUMBER, _one("product_total")),
    Filter("shipping_total", "Shipping Total", TOTALS, NUMBER, _one("shipping_total")),
    Filter("handling_total", "Handling Total", TOTALS, NUMBER, _one("handling_total")),
    Filter("tax_total", "Tax Total", TOTALS, NUMBER, _one("tax_total")),
    Filter("discount_total", "Discount Total", TOTALS, NUMBER, _one("discount_total")),
    Filter("refund_total", "Refund Total", TOTALS, NUMBER, _one("refund_total")),
    Filter("discount_code", "Discount Code", TOTALS, TEXT, _discount_codes),
    Filter("quantity_total", "Total Quantity", TOTALS, NUMBER, _quantity),
    Filter("weight_total", "Total Weight", TOTALS, NUMBER, _one("weight_total")),
    *_address_filters("shipping", "Shipping"),
    *_address_filters("customer", "Customer"),
    Filter("checkout_data", "Checkout Data", DETAILS, TEXT, _named("checkout_data"), "Field name"),
    Filter("order_metadata", "Order Metadata", DETAILS, TEXT, _named("order_metadata"), "Field name"),
    Filter("item_code", "Item SKU", ITEMS, TEXT, _each_item("code")),
    Filter("item_name", "Item Name", ITEMS, TEXT, _each_item("name")),
    Filter("item_price", "Item Price", ITEMS, NUMBER, _each_item("price")),
    Filter("item_quantity", "Item Quantity", ITEMS, NUMBER, _item_quantities),
    Filter("item_weight", "Item Weight", ITEMS, NUMBER, _each_item("weight")),
    Filter("item_delivery_type", "Item Delivery Type", ITEMS, TEXT, _each_item("delivery_type")),
    Filter("item_category_code", "Item Category Code", ITEMS, TEXT, _each_item("category_code")),
    Filter("item_variation", "Item Variation", ITEMS, TEXT, _items_named("variation_list"), "Variation name"),
    Filter("item_metadata", "Item Metadata", ITEMS, TEXT, _items_named("item_metadata"), "Field name"),
    Filter("tracking_number", "Tracking Number", SHIPMENTS, TEXT, _each_shipment("tracking_number")),
    Filter("carrier_code", "Carrier", SHIPMENTS, TEXT, _each_shipment("carrier_code")),
    Filter("shipment_count", "Number of Shipments", SHIPMENTS, NUMBER, _shipment_count),
)
