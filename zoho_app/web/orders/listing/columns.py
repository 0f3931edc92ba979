"""The columns of the list of orders and the height of its rows, as each person likes them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, flash, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.accounts import preferences
from zoho_app.accounts.preferences import COMFORTABLE, COMPACT, Preferences
from zoho_app.extensions import db
from zoho_app.http.access import VIEWER, access
from zoho_app.web.orders.listing.links import back

bp = Blueprint("order_columns", __name__, url_prefix="/stores/<int:store_id>/order-columns")

MOST = 7  # beside the order's number; more are too narrow to read
UP, DOWN = "up", "down"
OPEN = "columns"  # in the list's address: the columns are being chosen


@dataclass(frozen=True)
class Column:
    """A column: its title, and what sorts by it ("" for nothing)."""

    name: str
    title: str
    sort: str = ""


_ALL = (
    Column("customer", "Customer", "name"),
    Column("items", "Items"),
    Column("total", "Total", "total"),
    Column("folder", "Folder"),
    Column("state", "State"),
    Column("placed", "Date", "added"),
    Column("email", "Email"),
    Column("tag", "Tag"),
    Column("shipping", "Shipping method"),
    Column("updated", "Updated", "updated"),
)
COLUMNS = {column.name: column for column in _ALL}
USUAL = ("customer", "items", "total", "folder", "state", "placed")


@dataclass(frozen=True)
class Choice:
    """A line of the form in which columns are chosen; `moves` are the ways that it can be moved."""

    column: Column
    is_shown: bool
    moves: Sequence[str]


def shown(wanted: Preferences) -> list[Column]:
    """The columns that a person sees, in their order."""
    names = USUAL if wanted.columns is None else wanted.columns
    return [COLUMNS[name] for name in names if name in COLUMNS]


def choices(wanted: Preferences) -> list[Choice]:
    """All columns, those that are shown first."""
    first = shown(wanted)
    rest = [column for column in _ALL if column not in first]
    moves = [_moves(place, len(first)) for place in range(len(first))]
    chosen = [Choice(column, True, ways) for column, ways in zip(first, moves, strict=True)]
    return [*chosen, *(Choice(column, False, ()) for column in rest)]


def _moves(place: int, count: int) -> list[str]:
    return [way for way, is_possible in ((UP, place > 0), (DOWN, place < count - 1)) if is_possible]


@bp.post("")
@access(VIEWER)
def choose(store_id: int) -> Response:
    """Keep which columns are checked, in their order on the page; a button "up items" moves one of them."""
    names = [name for name in dict.fromkeys(request.form.getlist("columns")) if name in COLUMNS]
    if len(names) > MOST:
        flash(f"Columns: choose at most {MOST}. The others are left out.", "warning")
    way, _, name = request.form.get("move", "").partition(" ")
    _keep(columns=None if "usual" in request.form else _moved(names[:MOST], name, way))
    return redirect(_still_open(back(store_id)) if way else back(store_id))


@bp.post("/height")
@access(VIEWER)
def set_height(store_id: int) -> Response:
    """Keep whether rows are compact."""
    _keep(density=COMPACT if request.form.get("density") == COMPACT else COMFORTABLE)
    return redirect(back(store_id))


def _moved(names: list[str], name: str, way: str) -> list[str]:
    if name not in names or way not in (UP, DOWN):
        return names
    place = names.index(name)
    other = max(0, place - 1) if way == UP else place + 1
    rest = [one for one in names if one != name]
    return [*rest[:other], name, *rest[other:]]


def _keep(**changes: object) -> None:
    person = current_user.user
    preferences.keep(person, replace(preferences.get(person), **changes))  # type: ignore[arg-type]
    db.session.commit()


def _still_open(address: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{OPEN}=1"
