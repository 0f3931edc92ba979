"""The setup guide on Home: five steps from an empty store to a shipped order, each ticked by a fact."""

from dataclasses import dataclass

from flask import Blueprint, g, redirect, url_for
from werkzeug.wrappers import Response

from zoho_app.accounts.models import Store
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.web.home import guide_facts, guide_steps
from zoho_app.web.home.guide_facts import Facts
from zoho_app.web.home.guide_steps import Known, Step
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings

bp = Blueprint("guide", __name__)


@dataclass(frozen=True)
class Guide:
    """The steps; the first that is not done stands open."""

    steps: list[Step]
    facts: Facts

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def is_finished(self) -> bool:
        return self.done == len(self.steps)

    @property
    def current(self) -> int | None:
        """The place of the step that stands open."""
        return next((place for place, step in enumerate(self.steps) if not step.is_done), None)


@bp.post("/stores/<int:store_id>/guide/<any(show, away):way>")
@access(OPERATOR)
def put(store_id: int, way: str) -> Response:
    """Put the guide away, or show it again, for everybody in the store."""
    g.store.shows_guide = way == "show"
    db.session.commit()
    return redirect(url_for("home.index", store_id=store_id))


def find(store: Store, stored: ZohoBooksSettings | None, found: Connection | None, orders: int) -> Guide | None:
    """The guide of a store, unless it was put away or all of it is done; at most three statements."""
    if store.shows_guide is False:
        return None
    facts = guide_facts.read(store.id)
    guide = Guide(list(guide_steps.build(Known(store, stored, found, orders, facts))), facts)
    return None if guide.is_finished and not store.shows_guide else guide
