"""The JSON API, as Order Desk's API v2 has it: one file for each resource."""

from flask import Flask

from zoho_app.api import (
    door,
    inventory_items,
    move_orders,
    order_history,
    order_items,
    orders,
    shipments,
    store,
    submit_cancel,
)
from zoho_app.api.openapi import views

RESOURCES = (store, orders, submit_cancel, order_items, order_history, move_orders, shipments, inventory_items)
BLUEPRINTS = (*(resource.bp for resource in RESOURCES), views.document_bp, views.page_bp)


def init_app(app: Flask) -> None:
    """Put every resource into the application."""
    door.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
