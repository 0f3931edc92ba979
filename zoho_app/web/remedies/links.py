"""The pages that remedies lead to, and a contact's page in Zoho Books."""

from flask import url_for

from zoho_app.web.remedies.groups import Group
from zoho_app.web.remedies.remedy import Remedy
from zoho_app.zoho_books.api import access_token, data_centers

PAGES = {
    Remedy.RECONNECT: "zoho_books.settings",
    Remedy.CONNECT_FORMER: "zoho_books.settings",
    Remedy.OPEN_SETTINGS: "zoho_books.settings",
    Remedy.COMPARE: "zoho_books.reconcile",
    Remedy.OPEN_CHANNELS: "channels.index",
    Remedy.OPEN_INTEGRATIONS: "integrations.index",
    Remedy.OPEN_RULES: "rules.index",
    Remedy.OPEN_ALERTS: "alerts.index",
}
# What the group's own page offers.
IN_PLACE = (
    Remedy.CHOOSE_ITEM,
    Remedy.CHOOSE_CONTACT,
    Remedy.CHOOSE_TAX,
    Remedy.CREATE_CONTACTS,
    Remedy.CONNECT_FORMER,
    Remedy.GIVE_SKUS,
    Remedy.GIVE_EMAILS,
    Remedy.CHOOSE_ACCOUNT,
    Remedy.CONFIRM_CURRENCY,
    Remedy.PAY_SHIPPING,
    Remedy.SEND_VOID,
)


def remedy_page(store_id: int, group: Group) -> str:
    """The page on which the group is corrected; "" when that is its own, or each order's."""
    if group.remedy is Remedy.OPEN_ZOHO:
        center = _center(store_id)
        return center.web if center else ""
    endpoint = PAGES.get(group.remedy)
    return url_for(endpoint, store_id=store_id) if endpoint else ""


def next_step(store_id: int, group: Group) -> str:
    """The same for somebody who is not on the group's page; "" when nothing but another try is left to do."""
    if group.remedy in IN_PLACE:
        return url_for("attention.group", store_id=store_id, **group.address)
    return remedy_page(store_id, group)


def contact(store_id: int, contact_id: str) -> str:
    """The contact's page in Zoho Books; "" when the store is not connected."""
    center, connected = _center(store_id), access_token.get_connection(store_id)
    return center.contact_address(connected.organization_id, contact_id) if center and connected else ""


def _center(store_id: int) -> data_centers.DataCenter | None:
    connected = access_token.get_connection(store_id)
    return data_centers.get(connected.data_center) if connected else None
