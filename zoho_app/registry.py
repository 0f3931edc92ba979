"""Explicit registration of everything that packages offer each other, in the order in which people see it.

`install` is called for each application; calling it again, or importing in another order, changes nothing.
"""

from zoho_app import kinds
from zoho_app.alerts import messages, notify
from zoho_app.appointments import breakers, fairness, handlers
from zoho_app.bulk import runner
from zoho_app.channels import actions as channel_actions
from zoho_app.channels import deliver, news
from zoho_app.channels import messages as channel_messages
from zoho_app.channels.shopify.kind import SHOPIFY
from zoho_app.channels.shops import check_shop, parcel_news, read_orders, read_told, send_parcels
from zoho_app.channels.shops import kinds as shop_kinds
from zoho_app.channels.shops import models as shop_models
from zoho_app.channels.woocommerce import models as woocommerce_models
from zoho_app.channels.woocommerce.kind import WOOCOMMERCE
from zoho_app.orders import deleted
from zoho_app.orders import events as order_events
from zoho_app.orders.files import models as file_models
from zoho_app.orders.listing import filters as list_filters
from zoho_app.orders.refused import models as refused_models
from zoho_app.orders.rules import actions as order_actions
from zoho_app.orders.rules import filters as rule_filters
from zoho_app.privacy import models as privacy_models
from zoho_app.rules import catalogue
from zoho_app.zoho_books import actions as zoho_actions
from zoho_app.zoho_books import events as zoho_events
from zoho_app.zoho_books.api import retry_policy
from zoho_app.zoho_books.cache import refresh
from zoho_app.zoho_books.preflight import run as preflight
from zoho_app.zoho_books.reconcile import repair
from zoho_app.zoho_books.reconcile import run as reconcile
from zoho_app.zoho_books.sales_orders import cancel, kept_numbers, submit
from zoho_app.zoho_books.sales_orders import list_filters as zoho_list_filters
from zoho_app.zoho_books.shipments import check, pushed

EVENTS = (*order_events.EVENTS, *zoho_events.EVENTS)
FILTERS = rule_filters.FILTERS
ACTIONS = (*order_actions.ACTIONS, *zoho_actions.ACTIONS, *channel_actions.ACTIONS)
# Code that follows an event, before the rules do.
LISTENERS = (*zoho_actions.LISTENERS, *news.LISTENERS, *parcel_news.LISTENERS)
# The handlers of the kinds of appointments (kinds.py).
HANDLERS = (
    submit.submit,
    cancel.cancel,
    check.check,
    pushed.read_pushed,
    refresh.read_whole,
    reconcile.reconcile,
    repair.void,
    preflight.run,
    deliver.deliver_message,
    notify.tell,
    read_orders.read_changed,
    read_told.read_told,
    check_shop.check,
    send_parcels.send,
    runner.work,
)
# The kinds of shops whose orders come in by themselves, in the order of Manage Integrations.
SHOP_KINDS = (SHOPIFY, WOOCOMMERCE)
# Tables that no module above names.
TABLES = (
    deleted.DeletedOrder,
    refused_models.RefusedOrder,
    file_models.FileColumns,
    privacy_models.Erasure,
    privacy_models.Retention,
    woocommerce_models.ShopConsent,
)
# States to which the list of orders can be narrowed.
ORDER_STATES = zoho_list_filters.STATES
# Outages that several stores share.
SHARED_BREAKERS = {**retry_policy.SHARED_BREAKERS, **messages.SHARED_BREAKERS}

# Who knows under which numbers an order is elsewhere.
NUMBERS_ELSEWHERE = (kept_numbers.numbers,)
# How many of a store's appointments may run at once, by queue.
LIMITS = {kinds.CHANNELS: channel_messages.MOST_OF_A_STORE, kinds.SHOPS: shop_models.MOST_OF_A_STORE}


def install() -> None:
    """Put everything in its place."""
    catalogue.install(EVENTS, FILTERS, ACTIONS, LISTENERS)
    handlers.install(HANDLERS)
    shop_kinds.install(SHOP_KINDS)
    list_filters.install(ORDER_STATES)
    breakers.install(SHARED_BREAKERS)
    fairness.install(LIMITS)
    deleted.install(NUMBERS_ELSEWHERE)
