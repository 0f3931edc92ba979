"""Which part of the user guide belongs to which page."""

from flask import Flask, request, url_for
from flask_login import current_user

from zoho_app.web.help.pointers import heading_key

# The endpoint of each page that has a top bar, and the heading of the guide that is about it.
HEADINGS = {
    "account.end": "Your account",
    "account.end_others": "Your account",
    "account.index": "Your account",
    "alerts.index": "Alerts",
    "appointments.index": "Activity",
    "audit_log.index": "Audit log",
    "attention.group": "One cause",
    "attention.index": "Needs Attention",
    "attention.shop_changes": "Needs Attention",
    "attention.totals": "Totals that differ",
    "attention.void": "Orders that are void at their source",
    "bulk.confirm": "Before it begins",
    "channels.edit": "Sales channels",
    "channels.index": "Sales channels",
    "channels.new": "Sales channels",
    "deleted_orders.index": "Deleted orders",
    "deleted_orders.show": "Deleted orders",
    "documents.edit_template": "Print",
    "documents.index": "Print",
    "folder.edit": "Folders",
    "folders.index": "Folders",
    "home.index": "The desk",
    "import_orders.assign": "Match the columns",
    "import_orders.change": "Match the columns",
    "import_orders.show": "Check the orders",
    "import_orders.upload": "Import a file",
    "integrations.index": "Connect Zoho Books",
    "inventory.edit": "Products",
    "inventory.index": "Products",
    "inventory.new": "Products",
    "keys.index": "API keys",
    "keys.make": "API keys",
    "orders.add_item": "Change an order",
    "orders.add_shipment": "Shipments and tracking",
    "orders.ask_cancel": "Send, move and cancel an order",
    "orders.ask_delete": "Send, move and cancel an order",
    "orders.ask_event": "Send, move and cancel an order",
    "orders.edit": "Change an order",
    "orders.edit_item": "Change an order",
    "orders.edit_shipment": "Shipments and tracking",
    "orders.index": "Find orders",
    "orders.new": "Add an order",
    "orders.preview": "Dry run",
    "orders.show": "Send, move and cancel an order",
    "peek.show": "Find orders",
    "people.index": "People and roles",
    "people.person": "People and roles",
    "privacy.index": "Personal data",
    "reference.index": "API keys",
    "refused_orders.index": "Refused orders",
    "refused_orders.show": "Refused orders",
    "rules.edit": "Rules",
    "rules.index": "Rules",
    "rules.new": "Rules",
    "runs.index": "How far a run is",
    "runs.show": "How far a run is",
    "search.index": "Find orders",
    "shopify.settings": "Connect Shopify",
    "stores.index": "Several stores",
    "stores.settings": "Store settings",
    "views.edit": "Saved views",
    "views.new": "Saved views",
    "zoho_books.answers": "Remembered answers",
    "zoho_books.choose_organization": "Connect Zoho Books",
    "zoho_books.preflight": "Check everything",
    "zoho_books.reconcile": "Compare with Zoho Books",
    "zoho_books.settings": "The settings of Zoho Books",
}


def init_app(app: Flask) -> None:
    """Let the top bar of every page lead to its part of the guide."""
    app.add_template_global(help_address)


def help_address() -> str:
    """The address of the part about this page; "" for somebody who is not signed in, and within the guide."""
    if not current_user.is_authenticated or request.blueprint == "help":
        return ""
    heading = HEADINGS.get(request.endpoint or "")
    return url_for("help.show", part=heading_key(heading)) if heading else url_for("help.index")
