"""Needs Attention: what has failed, grouped by remedy; and the page of one group."""

from collections.abc import Sequence

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from zoho_app.appointments.models import UNKNOWN, Appointment
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, VIEWER, access
from zoho_app.orders.input.keys import text_key
from zoho_app.web import appointment_subjects
from zoho_app.web.attention import corrections, different_totals, sheet
from zoho_app.web.attention.corrections import Blank
from zoho_app.web.attention.entries import entries_of_page, note
from zoho_app.web.attention.group_page import GroupPage
from zoho_app.web.attention.sheet import Row
from zoho_app.web.forms.ids import row_id
from zoho_app.web.layout import status
from zoho_app.web.remedies import groups as remedie_groups
from zoho_app.web.remedies import links
from zoho_app.web.remedies.groups import Group
from zoho_app.web.remedies.remedy import Remedy
from zoho_app.zoho_books import errors, settings
from zoho_app.zoho_books.answers import line_answers, source_contacts
from zoho_app.zoho_books.answers.models import SourceContact
from zoho_app.zoho_books.api import access_token
from zoho_app.zoho_books.attention import FINDINGS, TOTALS, VOID_ORDERS
from zoho_app.zoho_books.cache.models import CachedContact
from zoho_app.zoho_books.contacts import choice as contact_choice
from zoho_app.zoho_books.corrections import sku_mapping, tax_choice
from zoho_app.zoho_books.payload import line_names
from zoho_app.zoho_books.reconcile import totals as reconcile_totals

bp = Blueprint("attention", __name__, url_prefix="/stores/<int:store_id>/attention")

GROUPS_A_PAGE = 25
ROWS_A_PAGE = 50
DONE = "Nothing is left to do here: it was fixed, retried or dismissed in the meantime."


@bp.get("")
@access(VIEWER)
def index(store_id: int) -> str | Response:
    groups = remedie_groups.all_of(store_id)
    after = remedie_groups.place_in(request.args)
    following = [group for group in groups if after is None or group.place > after]
    if after is not None and not following:
        return redirect(url_for(".index", store_id=store_id))
    _read_integration(store_id)
    shown = remedie_groups.looked_at(store_id, following[:GROUPS_A_PAGE])
    desk = status.get_status(store_id)
    found_count, void_count = (desk.count(status.DIFFERING, kinds=(key,)) for key in (FINDINGS, VOID_ORDERS))
    differing = different_totals.groups(store_id) if desk.count(status.DIFFERING, kinds=(TOTALS,)) else []
    has_doubts = after is None and desk.count(UNKNOWN, kinds=status.OF_ORDERS) > 0
    entries, in_doubt = entries_of_page(store_id, shown, _may(store_id), has_doubts)
    return render_template(
        "attention/index.html",
        entries=entries,
        in_doubt=in_doubt,
        start=len(groups) - len(following),
        is_first=after is None,
        next_after=shown[-1].place_address if len(following) > GROUPS_A_PAGE else None,
        group_count=len(groups),
        note=note(groups, differing, found_count, void_count),
        differing=differing,
        findings=found_count,
        void_count=void_count,
        shop_changes=desk.count(status.DIFFERING, kinds=(status.SHOP_CHANGES,)),
        may_change=_may(store_id),
    )


@bp.get("/group")
@access(VIEWER)
def group(store_id: int) -> str | Response:
    _read_integration(store_id)
    found = remedie_groups.find(store_id, *(request.args.get(name, "") for name in ("kind", "cause", "about")))
    if found is None:
        flash(DONE, "info")
        return redirect(url_for(".index", store_id=store_id))
    if place(request.args) and not _rows(store_id, found)[0]:
        return redirect(url_for(".group", store_id=store_id, **found.address))
    return page(store_id, found)


def page(store_id: int, found: Group, rest: Sequence[Row] = (), for_all: Blank | None = None) -> str:
    """The page of a group; `rest` and `for_all` are shown again with what was typed into them and refused."""
    rows, more = _rows(store_id, found)
    query = request.args.get("q", "")
    email = found.subject if found.cause.remedy is Remedy.CHOOSE_CONTACT else request.args.get("email", "")
    may_change = _may(store_id)
    contacts = contact_choice.candidates(store_id, email, query) if may_change and email else []
    way = corrections.find_way(store_id, found.cause.remedy) if may_change and not found.fixed else None
    ids = [row.order.id for row in rest] or [one.subject_id for one in rows]
    shown = GroupPage(
        store_id=store_id,
        group=found,
        rows=rows,
        subjects={} if way else appointment_subjects.find_subjects(store_id, rows),
        sheet=sheet.build_sheet(store_id, way, found, ids, rest, for_all) if way else None,
        email=email,
        connected_to=access_token.get_connection(store_id),
        account=_account(store_id, found),
        may_change=may_change,
    )
    asks = shown.asks_for_item
    alike = _alike(store_id, shown)
    return render_template(
        "attention/group.html",
        page=shown,
        group=found,
        rows=rows,
        sheet=shown.sheet,
        subjects=shown.subjects,
        before=place(request.values),
        next_before=rows[-1].id if more else None,
        query=query,
        items=sku_mapping.candidates(store_id, found.subject, query) if asks or shown.asks_for_line else [],
        tax_offer=tax_choice.offer(store_id, found.subject, ids) if shown.asks_for_tax else None,
        may_skip=asks and sku_mapping.may_skip(settings.get(store_id), found.subject),
        email=email,
        contacts=contacts,
        contact_links={one.contact_id: links.contact(store_id, one.contact_id) for one in contacts},
        alike=alike,
        account_names=source_contacts.offered(store_id) if shown.asks_for_account else [],
        may_change=may_change,
    )


def _account(store_id: int, group: Group) -> SourceContact | None:
    """What was said about the group's source before."""
    if group.code not in (errors.NO_EMAIL, errors.SOURCE_CONTACT) or not group.subject:
        return None
    return source_contacts.for_sources(store_id, [group.subject]).get(text_key(group.subject))


def _alike(store_id: int, page: GroupPage) -> CachedContact | None:
    """The customer in Zoho Books who has the name of the group's customer; None when a vendor has it."""
    if not page.taken_name:
        return None
    contact = source_contacts.named(store_id, page.taken_name)
    return contact if contact is not None and contact.is_active else None


@bp.get("/totals")
@access(VIEWER)
def totals(store_id: int) -> str | Response:
    before, cause = request.args.get("before", type=row_id), request.args.get("cause")
    count, rows = reconcile_totals.page(store_id, ROWS_A_PAGE + 1, before, cause)
    if not rows and before is not None:
        return redirect(url_for(".totals", store_id=store_id, cause=cause))
    if not rows:
        flash("All totals match now." if cause is None else "None of these differs any more.", "info")
        return redirect(url_for(".index", store_id=store_id))
    shown = rows[:ROWS_A_PAGE]
    return render_template(
        "attention/totals.html",
        rows=shown,
        count=count,
        cause=cause,
        group=different_totals.TotalsGroup(cause, count) if cause is not None else None,
        next_before=shown[-1].id if len(rows) > ROWS_A_PAGE else None,
        may_change=_may(store_id),
    )


def _read_integration(store_id: int) -> None:
    """Read once what many parts of a page ask for: what `g` holds they find without a statement, and so the frame."""
    g.settings, g.connection, has_line_names = line_answers.with_settings(store_id)
    if not has_line_names:
        g.line_names = line_names.NONE


def _rows(store_id: int, found: Group) -> tuple[list[Appointment], bool]:
    """A page of the group's appointments, newest first; and whether there are more."""
    wanted = select(Appointment).where(found.alike(store_id).condition).order_by(Appointment.id.desc())
    before = place(request.values)
    if before is not None:
        wanted = wanted.where(Appointment.id < before)
    rows = list(db.session.scalars(wanted.limit(ROWS_A_PAGE + 1)))
    return rows[:ROWS_A_PAGE], len(rows) > ROWS_A_PAGE


def place(values: MultiDict[str, str]) -> int | None:
    """The appointment that a page of a group goes on from, as its address or its form names it."""
    return values.get("before", type=row_id)


def _may(store_id: int) -> bool:
    return bool(current_user.user.may(OPERATOR, store_id))
