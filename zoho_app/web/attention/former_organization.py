"""A person has checked the store's former organization and says that the order is not there."""

from flask import flash, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app import kinds
from zoho_app.counts import agree
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.web.attention import actions, index
from zoho_app.web.attention.group_page import MOST_AT_ONCE
from zoho_app.web.remedies import causes
from zoho_app.web.remedies.groups import Group
from zoho_app.web.remedies.remedy import Remedy
from zoho_app.zoho_books.api import access_token
from zoho_app.zoho_books.models import Connection
from zoho_app.zoho_books.sales_orders import former_organization


@index.bp.post("/group/elsewhere")
@access(OPERATOR)
def not_there(store_id: int) -> Response:
    """Send the group's orders to the organization that the form names, or take them for canceled."""
    group, here = actions.the_group(store_id), access_token.get_connection(store_id)
    if group is None or group.cause.remedy is not Remedy.CONNECT_FORMER or here is None:
        return actions.nothing(store_id)
    if request.form.get("organization_id") != here.organization_id:
        flash(f"This store is connected to {here.organization_name} now. Check what is left on this list.", "warning")
        return redirect(url_for(".index", store_id=store_id))
    return _take_for_canceled(here, group) if group.kind == kinds.CANCEL.name else _send_here(here, group)


def _send_here(here: Connection, group: Group) -> Response:
    former_organization.forget(here, group.alike(here.store_id), group.subject, current_user.user.email)
    if not actions.begin(here.store_id, group):
        db.session.rollback()
        return actions.nothing(here.store_id)
    return redirect(url_for(".index", store_id=here.store_id))


def _take_for_canceled(here: Connection, group: Group) -> Response:
    alike, who = group.alike(here.store_id), current_user.user.email
    count = former_organization.mark_canceled(here, alike, group.subject, who, MOST_AT_ONCE)
    db.session.commit()
    orders = f"{causes.things(kinds.SUBMIT.name, count)} {agree(count, 'counts', 'count')}"
    flash(f"{orders} as canceled. Bookdesk changed nothing in Zoho Books.", "success")
    return redirect(url_for(".index", store_id=here.store_id))
