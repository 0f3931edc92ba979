"""The one banner of a page: the gravest problem of its store, and the button that fixes it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple, cast

from flask import g, get_flashed_messages, request, url_for
from flask_login import current_user
from sqlalchemy import Row, select

from zoho_app.accounts.models import OPERATOR, OWNER, Store
from zoho_app.alerts import conditions, status
from zoho_app.alerts.kinds import CONNECTION, FAILURES, KINDS
from zoho_app.alerts.models import Alert
from zoho_app.extensions import db
from zoho_app.web.layout.status import DeskStatus
from zoho_app.web.layout.status_sentence import paused
from zoho_app.zoho_books.models import CHOOSING, LOST, Connection


@dataclass(frozen=True)
class Banner:
    """A problem of the store as a whole, and the button that fixes it.

    `is_button`: the button posts at once, with what is in `hidden`; else it is a link to the page that fixes it.
    """

    words: str
    action: str
    href: str
    kind: str = "problem"
    is_button: bool = False
    hidden: dict[str, str] = field(default_factory=dict)


class ConnectionFix(NamedTuple):
    """What a connection that can't be used needs: the button for an owner, the advice for everybody else."""

    words: str  # when the connection itself does not say why
    action: str
    page: str  # the page that fixes it, where the banner needs no button
    button: str  # what the button does; "": it leads to the page
    ask: str
    kind: str


FIXES = {
    LOST: ConnectionFix(
        "The connection to Zoho Books is lost. Orders wait until this store is reconnected.",
        "Reconnect to Zoho Books",
        "zoho_books.settings",
        "zoho_books.connect",
        "Ask an owner of the store to reconnect.",
        "problem",
    ),
    CHOOSING: ConnectionFix(
        "Choose the organization in Zoho Books for this store.",
        "Choose the organization",
        "zoho_books.choose_organization",
        "",
        "Ask an owner of the store to choose it.",
        "warning",
    ),
}


AT_HOME = ("home.index", "pause.pause")
# Where the organization is chosen, also after a choice that needs another look.
CHOICE = ("zoho_books.choose_organization", "zoho_books.choose")


def gravest(store: Store, desk_status: DeskStatus) -> Banner | None:
    """What the page says at its top: a lost connection before a pause, a pause before an alert.

    None while the page answers what somebody has just done: that stands there then.
    """
    told = cast("list[tuple[str, object]]", get_flashed_messages(with_categories=True))
    if any(category != "success" for category, _ in told):
        return None
    return next(chain(_connection(store), _pause(store, desk_status), _alerts(store, desk_status)), None)


def _connection(store: Store) -> Iterator[Banner]:
    found = g.get("connection") or _stored_connection(store)  # a page may have read it already
    fix = FIXES.get(found.state) if found else None
    if found is None or fix is None or request.endpoint in CHOICE:
        return
    words = found.lost_because or fix.words
    if request.endpoint == fix.page:  # which has the button itself
        yield Banner(words, "", "", fix.kind)
    elif current_user.user.may(OWNER, store.id):
        href = url_for(fix.button or fix.page, store_id=store.id)
        region = {"data_center": found.data_center}  # the one that the store was connected in
        yield Banner(words, fix.action, href, fix.kind, is_button=bool(fix.button), hidden=region)
    else:
        yield Banner(f"{words} {fix.ask}", "", "", fix.kind)


def _pause(store: Store, desk_status: DeskStatus) -> Iterator[Banner]:
    """That the store is paused; its home says so itself."""
    if desk_status.pause is None or request.endpoint in AT_HOME:
        return
    words = f"{paused(desk_status.pause)}. Everything waits; nothing fails."
    if current_user.user.may(OPERATOR, store.id):
        yield Banner(words, "Continue", url_for("pause.go_on", store_id=store.id), "warning", is_button=True)
    else:
        yield Banner(words, "", "", "warning")


def _alerts(store: Store, desk_status: DeskStatus) -> Iterator[Banner]:
    """Open alerts, except on the pages that list or fix them; a lost connection has its own banner."""
    for alert in status.open_alerts(store.id) if request.endpoint != "alerts.index" else []:
        kind = KINDS[alert.kind]
        href = f"/stores/{store.id}{kind.path}"
        is_there = request.path == href or (kind.path and request.path.startswith(f"{href}/"))
        words = alert_words(alert, desk_status)
        if kind is not CONNECTION and words and not is_there:
            yield Banner(words, kind.action, href, "warning")


def alert_words(alert: Alert, desk_status: DeskStatus) -> str:
    """What an open alert says now: the number that the whole page shows; "" when there is nothing left of it."""
    if alert.kind != FAILURES.key:
        return alert.words
    return conditions.attention_words(desk_status.attention) if desk_status.attention else ""


def _stored_connection(store: Store) -> Row[str, str, str] | None:
    columns = (Connection.state, Connection.lost_because, Connection.data_center)
    wanted = select(*columns).where(Connection.store_id == store.id)
    return db.session.execute(wanted).one_or_none()
