"""Compare Bookdesk's records with Zoho Books, every night and on request.

It only reads: every difference becomes a finding for a person. What the check for shipments applies by itself
(voided, deleted)
is no longer a difference then.

First all sales orders of the desk are asked for by id, 200 a call; one that is not listed is asked for alone, for
only "not found" says that it is deleted. Then all that Zoho has under our prefix is read, 200 a call, and under each
that was in use before. Its progress is stored with every step, so that it resumes after any interruption.
"""

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, time, timedelta
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from zoho_app import kinds
from zoho_app.accounts.models import Store
from zoho_app.appointments import for_store
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.models import BULK, Appointment
from zoho_app.appointments.task import Task
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.zoho_books.api import retry_policy
from zoho_app.zoho_books.api.client import IDS_A_CALL, Gateway
from zoho_app.zoho_books.errors import NotFound
from zoho_app.zoho_books.models import CONNECTED, Connection, ZohoBooksSettings
from zoho_app.zoho_books.reconcile import compare, findings
from zoho_app.zoho_books.sales_orders import by_ids, prefixes, repository

NIGHT = time(3)  # in the store's time zone
# After this long it lets more urgent work of the queue pass, then continues.
SLICE_SECONDS = 5

Json = dict[str, Any]


def schedule_due() -> int:
    """Make tonight's appointment for each connected store that has none since three at night; returns how many."""
    rows = db.session.execute(
        select(Store.id, Store.time_zone, Connection.connected_at)
        .join(Connection, Connection.store_id == Store.id)
        .where(Connection.state == CONNECTED)
    )
    due = [row.id for row in rows if _is_due(row.id, row.connected_at, _last_night(row.time_zone))]
    return sum(for_store.by_itself(store_id, kinds.RECONCILE.name, BULK) for store_id in due)


def _is_due(store_id: int, connected_at: datetime | None, night: datetime) -> bool:
    return connected_at is not None and connected_at < night and not _was_asked_since(store_id, night)


def _last_night(time_zone: str) -> datetime:
    local = now().astimezone(ZoneInfo(time_zone))
    night = datetime.combine(local.date(), NIGHT, local.tzinfo)
    return night if night <= local else datetime.combine(local.date() - timedelta(days=1), NIGHT, local.tzinfo)


def _was_asked_since(store_id: int, timestamp: datetime) -> bool:
    asked = select(Appointment.id).where(
        Appointment.kind == kinds.RECONCILE.name,
        Appointment.subject_id == store_id,
        Appointment.created_at >= timestamp,
    )
    return db.session.scalar(asked.limit(1)) is not None


def latest(store_id: int) -> Appointment | None:
    """The store's newest appointment to compare, whatever has become of it."""
    asked = select(Appointment).where(Appointment.kind == kinds.RECONCILE.name, Appointment.subject_id == store_id)
    return db.session.scalar(asked.order_by(Appointment.id.desc()).limit(1))


@dataclass(frozen=True)
class Run:
    """One comparison and how far it has come; kept in `Connection.reconciling`."""

    appointment_id: int
    organization_id: str
    prefix: str
    started_at: str
    stage: str = "known"
    after: int = 0  # the last SalesOrder compared; later the last finding asked about
    page: int = 1
    compared: int = 0
    former: list[str] = field(default_factory=list)  # prefixes that were in use before
    listing: int = 0  # which of the prefixes is read; see `_to_list`

    @property
    def prefixes(self) -> list[str]:
        """All that our numbers begin with, today's first."""
        return [self.prefix, *self.former]


class OtherOrganization(Exception):
    """The store was connected to another organization in the meantime, so Zoho's answer is useless."""


@handler(kinds.RECONCILE)
def reconcile(task: Task) -> None:
    """Do the appointment "compare with Zoho Books"; the subject is the store."""
    # Bulk also when a person asks: it never takes the calls that are kept for people's orders.
    gateway = Gateway(task.store_id, BULK, task.before_call)
    try:
        retry_policy.attempt(task, lambda: _reconcile(task, gateway))
    except OtherOrganization:
        with task.retry(now(), "", "The organization changed; the comparison starts again."):
            db.session.get_one(Connection, task.store_id).reconciling = None


def _reconcile(task: Task, gateway: Gateway) -> None:
    run, stop_at = _begin(task), monotonic() + SLICE_SECONDS
    while run.stage != "end":
        run = STAGES[run.stage](task, gateway, run)
        if monotonic() > stop_at and run.stage != "end":
            with task.retry(now(), "", f"Compared so far: {run.compared:,}. It continues."):
                return
    _end(task, run)


def _begin(task: Task) -> Run:
    """Go on with what an earlier attempt of this appointment has left, or start."""
    with task.step():
        connection = db.session.get_one(Connection, task.store_id)
        kept = connection.reconciling
        if kept is not None and kept["appointment_id"] == task.id:
            return Run(**kept)
        settings = db.session.get(ZohoBooksSettings, task.store_id)
        prefix = settings.salesorder_prefix if settings else ""
        former = sorted(prefixes.used(connection) - {prefix})
        run = Run(task.id, connection.organization_id, prefix, now().isoformat(), former=former)
        connection.reconciling = asdict(run)
        return run


def _compare_known(task: Task, gateway: Gateway, run: Run) -> Run:
    """Compare the next sales orders of the desk."""
    with task.step():
        batch = repository.in_zoho_after(_connection(task, run), run.after, IDS_A_CALL)
    if not batch:
        return _note(task, run, [], stage="listed", after=0)
    rows = by_ids.list_by_ids(task, gateway, [zoho_id for _, zoho_id in batch])
    listed = {str(row["salesorder_id"]): row for row in rows}
    seen: list[tuple[int, Json | None]] = []
    for row_id, zoho_id in batch:
        if zoho_id in listed:
            seen.append((row_id, listed[zoho_id]))
            continue
        run, seen = _note(task, run, seen), []  # nothing of it is lost should the next call fail
        seen.append((row_id, _asked_alone(gateway, zoho_id)))
    return _note(task, run, seen)


def _asked_alone(gateway: Gateway, zoho_id: str) -> Json | None:
    """The sales order whole; None only when Zoho says that there is none."""
    try:
        return gateway.sales_order(zoho_id)
    except NotFound:
        return None


def _note(task: Task, run: Run, seen: list[tuple[int, Json | None]], **changes: Any) -> Run:
    """Judge what Zoho said, and note how far the comparison has come, in one transaction."""
    if seen:
        changes |= {"after": seen[-1][0], "compared": run.compared + len(seen)}
    with task.step():
        connection = _connection(task, run)
        compare.compare_ours(connection, seen, run.appointment_id)
        return _kept(connection, run, **changes)


def _read_listed(task: Task, gateway: Gateway, run: Run) -> Run:
    """Compare the next page of what Zoho has under one of our prefixes."""
    to_list = _to_list(run.prefixes)
    rows, has_more = gateway.sales_orders_with_prefix(to_list[run.listing], run.page)
    is_last = run.listing + 1 >= len(to_list)
    with task.step():
        connection = _connection(task, run)
        compare.compare_listed(connection, run.prefixes, rows, run.appointment_id)
        if not has_more and not is_last:
            return _kept(connection, run, page=1, listing=run.listing + 1)
        return _kept(connection, run, page=run.page + 1, stage="listed" if has_more else "unseen")


def _to_list(prefixes: list[str]) -> list[str]:
    """The prefixes to ask Zoho for: what begins with "BD-" is listed with "B" already."""
    return [one for one in prefixes if not any(one != other and one.startswith(other) for other in prefixes)]


def _ask_for_unseen(task: Task, gateway: Gateway, run: Run) -> Run:
    """A list whose pages shift may miss a row: an extra that was not in it is asked for before it counts as gone."""
    with task.step():
        connection = _connection(task, run)
        unseen = findings.unseen_extra(connection, run.appointment_id, run.after)
        if unseen is None:
            return _kept(connection, run, stage="end")
        finding_id, zoho_id = unseen.id, unseen.salesorder_id
    zoho = _asked_alone(gateway, zoho_id)
    with task.step():
        connection = _connection(task, run)
        compare.compare_listed(connection, run.prefixes, [zoho] if zoho else [], run.appointment_id)
        return _kept(connection, run, after=finding_id)


STAGES = {"known": _compare_known, "listed": _read_listed, "unseen": _ask_for_unseen}


def _connection(task: Task, run: Run) -> Connection:
    connection = db.session.get_one(Connection, task.store_id)
    if connection.organization_id != run.organization_id:
        raise OtherOrganization
    return connection


def _kept(connection: Connection, run: Run, **changes: Any) -> Run:
    run = replace(run, **changes)
    connection.reconciling = asdict(run)
    return run


def _end(task: Task, run: Run) -> None:
    with task.step():
        findings.close_unseen(task.store_id, run.appointment_id)
        differences = findings.count(task.store_id)
    with task.done(f"Compared: {run.compared:,}. Differences: {differences:,}."):
        connection = db.session.get_one(Connection, task.store_id)
        connection.reconciled_at, connection.reconciling = datetime.fromisoformat(run.started_at), None
