"""The pages: every module with routes, and the frame around each page."""

from flask import Flask

from zoho_app.web import (
    alert_links,
    alerts,
    appointments,
    audit_log,
    health,
    integrations,
    inventory,
    peek,
    privacy,
    receivers,
    refused_orders,
)
from zoho_app.web.accounts import account, invitation, keys, people, set_up, sign_in, stores, unlock
from zoho_app.web.attention import actions as attention_actions
from zoho_app.web.attention import answers as attention_answers
from zoho_app.web.attention import correct, former_organization, once_for_all, same_name
from zoho_app.web.attention import index as attention_index
from zoho_app.web.attention import shop_changes as attention_shop_changes
from zoho_app.web.attention import void_orders as attention_void_orders
from zoho_app.web.bulk import choose, confirm, runs
from zoho_app.web.channels import door as shop_door
from zoho_app.web.channels import shopify, shops
from zoho_app.web.channels import webhook as channels
from zoho_app.web.documents import settings as document_settings
from zoho_app.web.documents import show as documents
from zoho_app.web.documents import template as document_template
from zoho_app.web.exports import lists
from zoho_app.web.help import links as help_links
from zoho_app.web.help import pages as help_pages
from zoho_app.web.home import guide, pause
from zoho_app.web.home import index as home_index
from zoho_app.web.import_orders import columns as import_columns
from zoho_app.web.import_orders import preview as import_preview
from zoho_app.web.import_orders import upload
from zoho_app.web.layout import (
    bundles,
    compression,
    errors,
    formats,
    frame,
    headers,
    read_only,
    redirects,
    session,
    signatures,
    times,
)
from zoho_app.web.orders import (
    actions,
    deleted,
    edit,
    folder,
    folders,
    items,
    new,
    notes,
    preview,
    shipments,
    show,
    tell_shop,
)
from zoho_app.web.orders import list as order_list
from zoho_app.web.orders.listing import columns as order_columns
from zoho_app.web.orders.listing import saved_views, searches
from zoho_app.web.orders.page import questions
from zoho_app.web.rules import index as rules_index
from zoho_app.web.search import index as search_index
from zoho_app.web.zoho_books import answers, connect, preflight, push_door, pushes, reconcile
from zoho_app.web.zoho_books import settings as zoho_settings

# Modules that share a blueprint stand together, so that all their routes are known before it is registered.
PAGES = (
    set_up,
    invitation,
    sign_in,
    unlock,
    account,
    stores,
    keys,
    people,
    home_index,
    guide,
    order_list,
    show,
    peek,
    search_index,
    edit,
    items,
    new,
    notes,
    shipments,
    tell_shop,
    preview,
    documents,
    document_settings,
    document_template,
    actions,
    questions,
    deleted,
    refused_orders,
    upload,
    import_columns,
    import_preview,
    folders,
    folder,
    saved_views,
    order_columns,
    searches,
    choose,
    confirm,
    runs,
    attention_index,
    attention_actions,
    attention_void_orders,
    attention_shop_changes,
    correct,
    former_organization,
    once_for_all,
    same_name,
    attention_answers,
    appointments,
    inventory,
    rules_index,
    integrations,
    zoho_settings,
    answers,
    connect,
    preflight,
    pushes,
    push_door,
    reconcile,
    shops,
    shopify,
    shop_door,
    channels,
    receivers,
    alerts,
    alert_links,
    privacy,
    audit_log,
    pause,
    lists,
    help_pages,
    health,
)
BLUEPRINTS = tuple(dict.fromkeys(page.bp for page in PAGES if hasattr(page, "bp")))
# In this order: what runs after a request runs in the opposite one.
AROUND_PAGES = (
    bundles,
    compression,
    errors,
    formats,
    frame,
    headers,
    help_links,
    read_only,
    redirects,
    session,
    signatures,
    times,
    zoho_settings,
)


def init_app(app: Flask) -> None:
    """Put every page, and what stands around it, into the application."""
    for part in AROUND_PAGES:
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
