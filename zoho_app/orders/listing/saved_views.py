"""Saved views: lists of orders that people look at again and again, each under a name, one's own or everybody's."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Select, or_, select
from sqlalchemy.exc import IntegrityError

from zoho_app.extensions import db
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.listing.filters import Filters
from zoho_app.orders.models import SavedView

LONGEST_NAME = 100
MOST = 50  # for one person, and for everybody


class ViewRefused(Exception):
    """A view can't be saved like that; its text says why."""


def all_for(store_id: int, user_id: int) -> list[SavedView]:
    """Everybody's views and the person's own, by name; one statement."""
    return sorted(db.session.scalars(_seen_by(store_id, user_id)), key=lambda view: (text_key(view.name), view.id))


def get(store_id: int, user_id: int, view_id: int) -> SavedView | None:
    """The view, if this person sees it in this store."""
    return db.session.scalar(_seen_by(store_id, user_id).where(SavedView.id == view_id))


def save(store_id: int, user_id: int | None, name: str, filters: Filters) -> SavedView:
    """Keep what is chosen under a name, for one person or, without one, for everybody. Raises ViewRefused."""
    name = _free_name(store_id, user_id, name)
    if len(_owned_by(store_id, user_id)) >= MOST:
        raise ViewRefused(f"There are {MOST} saved views already. Delete one that nobody needs.")
    view = SavedView(store_id=store_id, user_id=user_id, name=name, query=urlencode(filters.to_args()))
    try:
        with db.session.begin_nested():
            db.session.add(view)
    except IntegrityError as error:
        raise _taken(name) from error
    return view


def rename(view: SavedView, name: str) -> None:
    """Give the view another name. Raises ViewRefused."""
    view.name = _free_name(view.store_id, view.user_id, name, view)
    db.session.flush()


def delete(view: SavedView) -> None:
    """Forget the view; no order changes."""
    db.session.delete(view)
    db.session.flush()


def filters_of(view: SavedView) -> Filters:
    """What the view shows."""
    return Filters.from_args(dict(parse_qsl(view.query)))


def current(views: list[SavedView], filters: Filters) -> SavedView | None:
    """The first view that shows just what is chosen now."""
    chosen: Mapping[str, str] = filters.to_args()
    return next((view for view in views if filters_of(view).to_args() == chosen), None)


def _seen_by(store_id: int, user_id: int) -> Select[SavedView]:
    is_theirs = or_(SavedView.user_id == user_id, SavedView.user_id.is_(None))
    return select(SavedView).where(SavedView.store_id == store_id, is_theirs)


def _owned_by(store_id: int, user_id: int | None) -> list[SavedView]:
    is_theirs = SavedView.user_id.is_(None) if user_id is None else SavedView.user_id == user_id
    return list(db.session.scalars(select(SavedView).where(SavedView.store_id == store_id, is_theirs)))


def _free_name(store_id: int, user_id: int | None, name: str, own: SavedView | None = None) -> str:
    """The name as it is kept. Nothing in the database keeps two of everybody's views from having one name."""
    name = " ".join(name.split())
    if not name:
        raise ViewRefused("Name: give the view a name, such as Needs packing.")
    if len(name) > LONGEST_NAME:
        raise ViewRefused(f"Name: it is too long; use at most {LONGEST_NAME} characters.")
    taken = next((view for view in _owned_by(store_id, user_id) if text_key(view.name) == text_key(name)), None)
    if taken is not None and taken is not own:
        raise _taken(taken.name)
    return name


def _taken(name: str) -> ViewRefused:
    return ViewRefused(f"Name: there is already a view named {name}.")
