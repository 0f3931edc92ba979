"""Correct orders on the page of their group: entries are saved, and complete orders are sent."""

from collections.abc import Collection

from flask import flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from zoho_app.appointments.models import Appointment
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.orders.input.fields import Reader
from zoho_app.orders.input.order_items import LONGEST_CODE
from zoho_app.web.attention import actions, corrections, index, sheet
from zoho_app.web.attention.corrections import Blank
from zoho_app.web.attention.group_page import MOST_AT_ONCE
from zoho_app.web.attention.sheet import Filled
from zoho_app.web.forms.ids import row_id
from zoho_app.web.remedies import causes, groups
from zoho_app.web.remedies.groups import Group
from zoho_app.web.remedies.remedy import Remedy

VERSION = "version-"


@index.bp.post("/group/correct")
@access(OPERATOR)
def correct(store_id: int) -> str | Response:
    """Save the entries for each of the orders on the page."""
    group = actions.the_group(store_id)
    way = corrections.find_way(store_id, group.cause.remedy) if group else None
    if group is None or way is None:
        return actions.nothing(store_id)
    seen = _seen()
    chosen = sheet.orders(store_id, _waiting(store_id, group, seen))
    filled = sheet.fill_in(way, chosen, lambda blank: request.form.get(blank.id), _who(), seen)
    db.session.commit()
    return _go_on(store_id, group, filled)


@index.bp.post("/group/sku")
@access(OPERATOR)
def give_sku(store_id: int) -> str | Response:
    """Give one SKU to all items of the group's name that have none."""
    group = actions.the_group(store_id)
    way = corrections.find_way(store_id, group.cause.remedy) if group else None
    if group is None or way is None or group.cause.remedy is not Remedy.GIVE_SKUS:
        return actions.nothing(store_id)
    for_all = sheet.one_for_all(group)
    for_all.typed = request.form.get("sku", "").strip()
    for_all.errors = _wrong_with(for_all)
    if for_all.errors:
        return _page(store_id, group, Filled(), for_all)
    subject, sku = group.subject, for_all.typed

    def typed(blank: Blank) -> str | None:
        return sku if corrections.names(blank, subject) else None

    chosen = sheet.orders(store_id, _waiting(store_id, group))
    filled = sheet.fill_in(way, chosen, typed, _who())
    db.session.commit()
    return _go_on(store_id, group, filled)


def _seen() -> dict[int, int]:
    """The versions of the orders that the page showed, by their numbers."""
    named = [(name.removeprefix(VERSION), name) for name in request.form if name.startswith(VERSION)]
    found = [(order_id, request.form.get(name, type=row_id)) for order_id, name in named[:MOST_AT_ONCE]]
    return {int(order_id): version or 0 for order_id, version in found if order_id.isdecimal()}


def _waiting(store_id: int, group: Group, order_ids: Collection[int] | None = None) -> list[int]:
    """The orders of the group, the newest failure first; or those of them that are named."""
    wanted = select(Appointment.subject_id).where(group.alike(store_id, order_ids).condition)
    return list(db.session.scalars(wanted.order_by(Appointment.id.desc()).limit(MOST_AT_ONCE)))


def _wrong_with(sku: Blank) -> list[str]:
    if not sku.typed:
        return ["SKU: type the SKU that these items have in Zoho Books."]
    reader = Reader({"sku": sku.typed})
    reader.text("sku", LONGEST_CODE)
    return [f"{sku.title} {error.words}." for error in reader.errors]


def _go_on(store_id: int, group: Group, filled: Filled) -> str | Response:
    """Retry exactly the corrected orders; show what was refused, or what is left of the group."""
    orders = causes.things(group.kind, filled.saved)
    saved = f"{orders} saved. " if filled.saved else ""
    begun = bool(filled.fixed) and actions.begin(store_id, group, order_ids=filled.fixed, before=saved)
    if filled.saved and not begun:
        flash(f"{saved}Nothing was sent, because something is still missing.", "success")
    if filled.is_refused:
        return _page(store_id, group, filled)
    if not filled.saved and not begun:
        flash("You filled in nothing, so nothing was saved.", "info")
    left = groups.find(store_id, group.kind, group.code, group.subject)
    if left is None:
        return redirect(url_for(".index", store_id=store_id))
    return redirect(url_for(".group", store_id=store_id, before=index.place(request.form), **group.address))


def _page(store_id: int, group: Group, filled: Filled, for_all: Blank | None = None) -> str | Response:
    found = groups.find(store_id, group.kind, group.code, group.subject)
    if found is None:  # somebody dismissed it at this very moment
        return actions.nothing(store_id)
    return index.page(store_id, found, filled.rest, for_all)


def _who() -> str:
    return str(current_user.user.email)
