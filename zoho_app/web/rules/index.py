"""The Rule Builder: a store's rules in their order, switched, moved, duplicated and deleted here."""

from flask import Blueprint, abort, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from zoho_app.extensions import db
from zoho_app.http.access import OWNER, VIEWER, access
from zoho_app.rules import arrange
from zoho_app.rules.models import Rule
from zoho_app.web.forms.ids import row_id
from zoho_app.web.rules import editor
from zoho_app.web.rules import words as rule_words
from zoho_app.web.rules.editor import done

bp = Blueprint("rules", __name__, url_prefix="/stores/<int:store_id>/rules")


RULES_A_PAGE = 200


@bp.get("")
@access(VIEWER)
def index(store_id: int) -> str:
    """The page of rules on which the one stands that the address names, else the first."""
    told = rule_words.all_of(store_id)
    at = request.args.get("at", type=row_id)
    place = next((number for number, one in enumerate(told) if one.rule.id == at), 0)
    return render_template("rules/index.html", told=told, start=place - place % RULES_A_PAGE, size=RULES_A_PAGE)


@bp.get("/new")
@access(OWNER)
def new(store_id: int) -> str:
    return editor.opened(store_id, None)


@bp.post("/new")
@access(OWNER)
def create(store_id: int) -> str | Response:
    return editor.typed(store_id, None)


@bp.get("/<int:rule_id>")
@access(OWNER)
def edit(store_id: int, rule_id: int) -> str:
    return editor.opened(store_id, _the_rule(store_id, rule_id))


@bp.post("/<int:rule_id>")
@access(OWNER)
def save(store_id: int, rule_id: int) -> str | Response:
    return editor.typed(store_id, _the_rule(store_id, rule_id))


@bp.post("/<int:rule_id>/<any(on, off):state>")
@access(OWNER)
def switch(store_id: int, rule_id: int, state: str) -> Response:
    rule = _the_rule(store_id, rule_id)
    rule.enabled = state == "on"
    return done(rule, f"turned {state}", anchor=f"rule-{rule_id}")


@bp.post("/<int:rule_id>/<any(up, down):direction>")
@access(OWNER)
def move(store_id: int, rule_id: int, direction: str) -> Response:
    rule = _the_rule(store_id, rule_id)
    arrange.move(rule, -1 if direction == "up" else 1)
    return done(rule, f"moved {direction}", anchor=f"rule-{rule_id}")


@bp.post("/<int:rule_id>/duplicate")
@access(OWNER)
def duplicate(store_id: int, rule_id: int) -> Response:
    copy = arrange.duplicate(_the_rule(store_id, rule_id))
    return done(copy, "added; it is off until you turn it on")


@bp.post("/<int:rule_id>/delete")
@access(OWNER)
def delete(store_id: int, rule_id: int) -> Response:
    rule = _the_rule(store_id, rule_id)
    db.session.delete(rule)
    return done(rule, "deleted")


def _the_rule(store_id: int, rule_id: int) -> Rule:
    rule = db.session.scalar(select(Rule).where(Rule.id == rule_id, Rule.store_id == store_id))
    return rule or abort(404)
