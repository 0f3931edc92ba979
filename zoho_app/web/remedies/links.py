"""Where what needs attention is mended, when that is another page; and the contacts to choose from, in Zoho Books."""

from flask import url_for

from zoho_app.web.remedies import causes
from zoho_app.web.remedies.groups import Group
from zoho_app.zoho_books.api import access_token, data_centers

# By the words of the button.
PAGES = {
    causes.TO_CONNECTION: "zoho_books.settings",
    causes.TO_FORMER: "zoho_books.settings",
    causes.TO_SETTINGS: "zoho_books.settings",
    causes.TO_COMPARISON: "zoho_books.reconcile",
    causes.TO_CHANNELS: "channels.index",
    causes.TO_RULES: "rules.index",
    causes.TO_ALERTS: "alerts.index",
}
# What the group's own page offers.
IN_PLACE = (causes.CHOOSE_ITEM, causes.CHOOSE_CONTACT, causes.CREATE_CONTACTS, causes.TO_FORMER)


def mending(store_id: int, group: Group) -> str:
    """The page on which the group is mended; "" when that is its own, or each order's."""
    if group.mend == causes.TO_ZOHO:
        center = _center(store_id)
        return center.web if center else ""
    endpoint = PAGES.get(group.mend)
    return url_for(endpoint, store_id=store_id) if endpoint else ""


def next_step(store_id: int, group: Group) -> str:
    """The same for somebody who is not on the group's page; "" when nothing but another try is left to do."""
    if group.mend in IN_PLACE:
        return url_for("attention.group", store_id=store_id, **group.address)
    return mending(store_id, group)


def contact(store_id: int, contact_id: str) -> str:
    """The contact's page in Zoho Books; "" when the store is not connected."""
    center, connected = _center(store_id), access_token.of(store_id)
    return center.contact_address(connected.organization_id, contact_id) if center and connected else ""


def _center(store_id: int) -> data_centers.DataCenter | None:
    connected = access_token.of(store_id)
    return data_centers.get(connected.data_center) if connected else None
