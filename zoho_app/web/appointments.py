"""Activity: the appointments of a store."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from zoho_app import kinds
from zoho_app.appointments import lifecycle
from zoho_app.appointments.models import FAILED, OPEN_STATES, Appointment
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, VIEWER, access
from zoho_app.orders import history
from zoho_app.orders.models import Order
from zoho_app.web import appointment_subjects
from zoho_app.web.forms.ids import row_id
from zoho_app.web.layout import menu
from zoho_app.web.layout.paused import so_it_waits
from zoho_app.web.remedies import groups

bp = Blueprint("appointments", __name__, url_prefix="/stores/<int:store_id>/appointments")

PAGE_SIZE = 50
UNDER_WAY = "started. The result appears here."


@dataclass(frozen=True)
class Page:
    """Some of the store's appointments, newest first; `before` and `after` are ids to go on from."""

    appointments: list[Appointment]
    before: int | None = None  # older ones exist
    after: int | None = None  # newer ones exist


@bp.get("")
@access(VIEWER)
def index(store_id: int) -> str | Response:
    state, kind = request.args.get("state", ""), request.args.get("kind", "")
    if (state and state not in menu.STATES) or (kind and kind not in kinds.ALL):
        return redirect(url_for(".index", store_id=store_id))
    page = _page(store_id, state, kind)
    if not page.appointments and {"before", "after"} & request.args.keys():
        return redirect(url_for(".index", store_id=store_id, state=state or None, kind=kind or None))
    return render_template(
        "appointments/index.html",
        page=page,
        subjects=appointment_subjects.find_subjects(store_id, page.appointments),
        remedies={one.id: groups.address_of(one) for one in page.appointments if _needs_attention(one)},
        current_state=state,
        current_kind=kind,
        kinds={name: one.nouns.capitalize() for name, one in kinds.ALL.items()},
        state_word=menu.STATES.get(state, ""),
        is_live=any(one.state in OPEN_STATES for one in page.appointments),
        here=request.full_path.rstrip("?"),
        may_change=current_user.user.may(OPERATOR, store_id),
    )


@bp.post("/<int:appointment_id>/run")
@access(OPERATOR)
def run(store_id: int, appointment_id: int) -> Response:
    appointment = _get(store_id, appointment_id)
    label = _subject(appointment).label
    is_under_way = lifecycle.run_now(appointment)
    db.session.commit()
    if is_under_way:
        waits = so_it_waits(store_id, queue=appointment.queue)
        flash(f"{label}: {f'scheduled.{waits}' if waits else UNDER_WAY}", "success")
    else:
        flash(f"{label}: there is nothing to run. It is running, has finished, or was scheduled again.", "warning")
    return _back(store_id)


@bp.post("/<int:appointment_id>/cancel")
@access(OPERATOR)
def cancel(store_id: int, appointment_id: int) -> Response:
    appointment = _get(store_id, appointment_id)
    subject = _subject(appointment)
    is_canceled = lifecycle.cancel(appointment)
    if is_canceled and subject.order_id is not None:
        order = db.session.get_one(Order, subject.order_id)
        history.add(order, current_user.user.email, f"Appointment Canceled: {subject.label}")
    db.session.commit()
    if is_canceled:
        flash(f"{subject.label}: canceled.", "success")
    else:
        flash(f"{subject.label}: too late to cancel. It is running or has finished.", "warning")
    return _back(store_id)


def _needs_attention(appointment: Appointment) -> bool:
    return appointment.state == FAILED and not appointment.is_dismissed


def _page(store_id: int, state: str, kind: str) -> Page:
    wanted = select(Appointment).where(Appointment.store_id == store_id)
    if kind:
        wanted = wanted.where(Appointment.kind == kind)
    if state:
        wanted = wanted.where(Appointment.state == state)
    before, after = request.args.get("before", type=row_id), request.args.get("after", type=row_id)
    if after is not None:
        newer = wanted.where(Appointment.id > after).order_by(Appointment.id).limit(PAGE_SIZE + 1)
        found = list(db.session.scalars(newer))
        shown = found[:PAGE_SIZE][::-1]
        return Page(shown, before=after + 1, after=shown[0].id if len(found) > PAGE_SIZE else None)
    older = wanted if before is None else wanted.where(Appointment.id < before)
    found = list(db.session.scalars(older.order_by(Appointment.id.desc()).limit(PAGE_SIZE + 1)))
    shown = found[:PAGE_SIZE]
    has_older = len(found) > PAGE_SIZE
    return Page(shown, before=shown[-1].id if has_older else None, after=before and before - 1)


def _get(store_id: int, appointment_id: int) -> Appointment:
    wanted = select(Appointment).where(Appointment.store_id == store_id, Appointment.id == appointment_id)
    return db.session.scalar(wanted) or abort(404)


def _subject(appointment: Appointment) -> appointment_subjects.Subject:
    return appointment_subjects.find_subjects(appointment.store_id, [appointment])[appointment.id]


def _back(store_id: int) -> Response:
    """The list with what it was narrowed to, or Needs Attention where the button stood there."""
    if request.form.get("back") == "attention":
        return redirect(url_for("attention.index", store_id=store_id))
    state, kind = request.form.get("state"), request.form.get("kind")
    chosen: dict[str, Any] = {
        "state": state if state in menu.STATES else None,
        "kind": kind if kind in kinds.ALL else None,
    }
    return redirect(url_for(".index", store_id=store_id, **chosen))
