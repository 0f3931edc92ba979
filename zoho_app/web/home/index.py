"""Home of a store: what Bookdesk is doing now, how much is left and how long it takes, and recent activity."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import Blueprint, g, render_template, request, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length

from zoho_app import heartbeats, job_queue, kinds
from zoho_app.appointments.models import DONE, OPEN_STATES, RUNNING, SCHEDULED, UNKNOWN
from zoho_app.clock import now
from zoho_app.http.access import OPERATOR, OWNER, VIEWER, access
from zoho_app.orders import folders
from zoho_app.web.home import activity, calls_today, plot
from zoho_app.web.layout import next_steps, status_sentence
from zoho_app.web.layout import status as what_is_done
from zoho_app.web.layout.connection_states import NOT_CONNECTED, STATES
from zoho_app.web.layout.status import OF_ORDERS, DeskStatus
from zoho_app.web.layout.status_sentence import Sentence
from zoho_app.zoho_books import settings
from zoho_app.zoho_books.models import CONNECTED, Connection, ZohoBooksSettings
from zoho_app.zoho_books.shipments import schedule

bp = Blueprint("home", __name__)

LONGEST_REASON = 200


class PauseForm(FlaskForm):
    reason = StringField(
        "Reason (optional)",
        [Length(max=LONGEST_REASON, message=f"Reason: at most {LONGEST_REASON} characters.")],
        filters=[lambda text: " ".join((text or "").split())],
    )


@dataclass(frozen=True)
class Tile:
    """A number that leads to where one acts."""

    id: str
    words: str
    count: int
    href: str
    icon: str
    kind: str


@bp.get("/stores/<int:store_id>")
@access(VIEWER)
def index(store_id: int) -> str:
    return page(store_id, PauseForm(formdata=None))


def page(store_id: int, form: PauseForm) -> str:
    """The whole page; `form` may hold a reason that was refused."""
    g.folder_listing = folders.listing(store_id)
    desk_status = what_is_done.get_status(store_id)
    stored, found = settings.with_connection(store_id)
    g.connection = found
    zone = ZoneInfo(g.store.time_zone)
    today = activity.today(store_id, zone, now())
    is_connected = found is not None and found.state == CONNECTED
    next_check = schedule.next_check(found, stored) if is_connected and found and stored else None
    return render_template(
        "home/index.html",
        form=form,
        desk_status=desk_status,
        sentence=_sentence(store_id, desk_status, stored, found),
        tiles=_tiles(store_id, desk_status, today.sent),
        calls=calls_today.get_calls(store_id, desk_status, stored, found),
        connection=found,
        is_connected=is_connected,
        state_words=STATES[found.state] if found else NOT_CONNECTED,
        check_state=_check_state(desk_status),
        next_check=next_check,
        now=now(),
        is_due=next_check is not None and next_check <= now(),
        plot=None if _is_refresh() else _plot(store_id, zone),
        is_operator=current_user.user.may(OPERATOR, store_id),
        is_owner=current_user.user.may(OWNER, store_id),
    )


def _is_refresh() -> bool:
    """Whether the page asks for its changing part again."""
    return "HX-Request" in request.headers


def _plot(store_id: int, zone: ZoneInfo) -> plot.Plot:
    by_day = request.args.get("by") == "day"
    return plot.draw(activity.list_periods(store_id, zone, now(), by_day), zone, by_day)


def _sentence(
    store_id: int, desk_status: DeskStatus, stored: ZohoBooksSettings | None, found: Connection | None
) -> Sentence:
    signs = heartbeats.listen(job_queue.redis()) if desk_status.is_busy else None
    has_orders = any(count for _, count in g.folder_listing)
    return status_sentence.build_sentence(desk_status, signs) or next_steps.find_step(
        store_id, desk_status, stored, found, has_orders
    )


def _tiles(store_id: int, desk_status: DeskStatus, sent_today: int) -> list[Tile]:
    def href(state: str) -> str:
        return url_for("appointments.index", store_id=store_id, state=state)

    waiting, sending, unknown = (desk_status.count(state, kinds=OF_ORDERS) for state in (SCHEDULED, RUNNING, UNKNOWN))
    attention = url_for("attention.index", store_id=store_id)
    return [
        Tile("waiting", "Waiting", waiting, href(SCHEDULED), "clock", "neutral"),
        Tile("sending", "Sending", sending, href(RUNNING), "running", "info"),
        Tile("unknown", "Outcome unknown", unknown, href(UNKNOWN), "question", "warning"),
        Tile("failed", "Need attention", desk_status.attention, attention, "cross", "problem"),
        Tile("sent", "Sent today", sent_today, href(DONE), "check", "success"),
    ]


def _check_state(desk_status: DeskStatus) -> str:
    """How far an open check for shipments has come: "running", "waiting", or "" when there is none."""
    if desk_status.count(RUNNING, kinds=(kinds.CHECK_FOR_SHIPMENTS.name,)):
        return "running"
    return "waiting" if desk_status.count(*OPEN_STATES, kinds=(kinds.CHECK_FOR_SHIPMENTS.name,)) else ""
