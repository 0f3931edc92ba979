"""What can be done about a failure: for each cause exactly one remedy, with the label of its button."""

from enum import Enum


class Remedy(Enum):
    """One thing to do next. What is done elsewhere than on the group's page is in links.py."""

    CHOOSE_ITEM = "choose_item", "Choose the item"
    CHOOSE_CONTACT = "choose_contact", "Choose the contact"
    CHOOSE_TAX = "choose_tax", "Choose the tax"
    CREATE_CONTACTS = "create_contacts", "Create the contacts"
    GIVE_SKUS = "give_skus", "Give the SKU"
    GIVE_EMAILS = "give_emails", "Add the e-mail addresses"
    CHOOSE_ACCOUNT = "choose_account", "Choose another contact"
    CONFIRM_CURRENCY = "confirm_currency", "Look at the currency"
    PAY_SHIPPING = "pay_shipping", "Let it pay the shipping"
    SEND_VOID = "send_void", "Decide about them"
    SHORTEN = "shorten", "Shorten the field"
    SEND_AGAIN = "send_again", "Try again"
    OPEN_ORDERS = "open_orders", "Correct the orders"
    RECONNECT = "reconnect", "Reconnect to Zoho Books"
    CONNECT_FORMER = "connect_former", "Connect that organization again"
    OPEN_SETTINGS = "open_settings", "Open the Zoho Books settings"
    OPEN_ZOHO = "open_zoho", "Open Zoho Books"
    COMPARE = "compare", "Compare with Zoho Books"
    OPEN_CHANNELS = "open_channels", "Open Sales Channels"
    OPEN_INTEGRATIONS = "open_integrations", "Open Manage Integrations"
    OPEN_RULES = "open_rules", "Open Rule Builder"
    OPEN_ALERTS = "open_alerts", "Open Alerts"

    def __init__(self, key: str, label: str) -> None:
        self.key = key
        self.label = label

    @property
    def is_typed_into_orders(self) -> bool:
        """Whether something is typed into each order, on the group's page."""
        return self in (Remedy.GIVE_SKUS, Remedy.GIVE_EMAILS, Remedy.SHORTEN)

    @property
    def is_for_orders(self) -> bool:
        """Whether it changes orders, so that it only helps where orders are sent."""
        return self in FOR_ORDERS or self.is_typed_into_orders


FOR_ORDERS = (
    Remedy.OPEN_ORDERS,
    Remedy.CHOOSE_ACCOUNT,
    Remedy.CONFIRM_CURRENCY,
    Remedy.PAY_SHIPPING,
    Remedy.SEND_VOID,
)
