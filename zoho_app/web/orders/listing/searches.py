"""What each person searched for lately: kept with the person once the list has been shown, forgotten at a press."""

from flask import Blueprint, g, redirect, request
from flask_login import current_user
from sqlalchemy import update
from werkzeug.wrappers import Response

from zoho_app.accounts import preferences
from zoho_app.accounts.models import User
from zoho_app.extensions import db, only_reading
from zoho_app.http.access import VIEWER, access
from zoho_app.orders.listing.filters import Filters
from zoho_app.web.orders.listing.links import back

bp = Blueprint("searches", __name__, url_prefix="/stores/<int:store_id>/searches")

# What a browser says of a page that was opened from here, or typed into its address bar.
OWN = ("same-origin", "none")


def remember(chosen: Filters) -> None:
    """Keep the search of the list that has just been built, unless it is the newest already or a stranger's link.

    The page has only read so far; this is a transaction of its own.
    """
    person, store_id, typed = current_user.user, g.store.id, chosen.query
    is_own = request.headers.get("Sec-Fetch-Site", OWN[0]) in OWN
    if not typed or not is_own or preferences.recent_searches(person, store_id)[:1] == [typed]:
        return
    wanted = update(User).where(User.id == person.id)
    wanted = wanted.values(preferences=preferences.with_search(person, store_id, typed))
    db.session.rollback()
    with only_reading(False):
        db.session.execute(wanted.execution_options(synchronize_session=False))
        db.session.commit()


@bp.post("/clear")
@access(VIEWER)
def clear(store_id: int) -> Response:
    """Forget all of them in this store."""
    preferences.keep_searches(current_user.user, store_id, [])
    db.session.commit()
    return redirect(back(store_id))
