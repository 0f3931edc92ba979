"""Home of a store: the setup guide of a new one, and of a working day what is done now and what needs a person."""

from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from zoho_app import heartbeats, job_queue, kinds
from zoho_app.appointments.models import OPEN_STATES
from zoho_app.bulk.selection import Selection
from zoho_app.clock import now
from zoho_app.http.access import OPERATOR, VIEWER, access
from zoho_app.orders import folders
from zoho_app.web.home import guide, numbers, periods, working_day
from zoho_app.web.home.guide import Guide
from zoho_app.web.home.periods import Scale
from zoho_app.web.home.working_day import Known
from zoho_app.web.layout import next_steps, status_sentence
from zoho_app.web.layout import status as what_is_done
from zoho_app.web.layout.status import DeskStatus
from zoho_app.web.layout.status_sentence import Sentence
from zoho_app.zoho_books.pushes import doors

bp = Blueprint("home", __name__)

LONGEST_REASON = 200


class PauseForm(FlaskForm):
    reason = StringField(
        "Reason (optional)",
        [Length(max=LONGEST_REASON, message=f"Reason: at most {LONGEST_REASON} characters.")],
        filters=[lambda text: " ".join((text or "").split())],
    )


@bp.get("/stores/<int:store_id>")
@access(VIEWER)
def index(store_id: int) -> str:
    return page(store_id, PauseForm(formdata=None))


@bp.get("/stores/<int:store_id>/ready")
@access(OPERATOR)
def submit_ready(store_id: int) -> Response:
    """Lead to the question whether to submit the orders for which nothing has been asked yet."""
    ids = numbers.ready_ids(store_id, ZoneInfo(g.store.time_zone), now(), next_steps.MOST_AT_ONCE)
    if not ids:
        flash("No order is waiting to be submitted any longer.", "info")
        return redirect(url_for(".index", store_id=store_id))
    chosen = Selection(store_id, order_ids=tuple(ids)).to_args()
    return redirect(url_for("bulk.confirm", store_id=store_id, do="submit", **chosen))  # type: ignore[arg-type]


def page(store_id: int, form: PauseForm) -> str:
    """The whole page; `form` may hold a reason that was refused."""
    g.folder_listing = folders.listing(store_id)
    desk_status = what_is_done.get_status(store_id)
    stored, found, door = doors.with_settings(store_id)
    g.connection = found
    orders = sum(count for _, count in g.folder_listing)
    known = Known(store_id, ZoneInfo(g.store.time_zone), desk_status, stored, found, door, orders)
    steps = guide.find(g.store, stored, found, orders)
    under_way = _what_is_done(desk_status)
    is_new = _is_new(steps, desk_status)
    return render_template(
        "home/index.html",
        form=form,
        desk_status=desk_status,
        guide=steps,
        day=None if is_new else working_day.build(known, under_way, _scale(), _draws(desk_status)),
        today=now().astimezone(known.zone),
        under_way=under_way,
        is_operator=current_user.user.may(OPERATOR, store_id),
    )


def _is_new(steps: Guide | None, desk_status: DeskStatus) -> bool:
    """Whether there is nothing to see but the guide: no order was sent, and none is on its way or has failed."""
    is_busy = desk_status.attention or desk_status.count(*OPEN_STATES, kinds=kinds.OF_AN_ORDER)
    return steps is not None and not steps.facts.was_sent and not is_busy


def _scale() -> Scale:
    return periods.SCALES.get(request.args.get("by", ""), periods.BY_DAY)


def _draws(desk_status: DeskStatus) -> bool:
    """Whether the chart is drawn: not while the page asks for its changing parts, until the last time."""
    return "HX-Request" not in request.headers or not desk_status.is_busy


def _what_is_done(desk_status: DeskStatus) -> Sentence | None:
    """What is under way or held back; None when nothing is."""
    signs = heartbeats.listen(job_queue.redis()) if desk_status.is_busy else None
    return status_sentence.build_sentence(desk_status, signs)
