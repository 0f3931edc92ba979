"""The Rule Builder: a store's rules in their order, and the page on which one is typed and tried."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from zoho_app.accounts import audit
from zoho_app.extensions import db
from zoho_app.http.access import OWNER, VIEWER, access
from zoho_app.orders.models import Order
from zoho_app.rules import arrange, catalogue, engine
from zoho_app.rules.engine import Trial
from zoho_app.rules.models import Rule
from zoho_app.web.forms import conflicts
from zoho_app.web.forms.ids import row_id
from zoho_app.web.rules import addresses, form
from zoho_app.web.rules import draft as rule_draft
from zoho_app.web.rules import words as rule_words
from zoho_app.web.rules.draft import Draft

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
    return _page(store_id, None, Draft())


@bp.post("/new")
@access(OWNER)
def create(store_id: int) -> str | Response:
    return _typed(store_id, None)


@bp.get("/<int:rule_id>")
@access(OWNER)
def edit(store_id: int, rule_id: int) -> str:
    rule = _the_rule(store_id, rule_id)
    return _page(store_id, rule, rule_draft.from_rule(rule))


@bp.post("/<int:rule_id>")
@access(OWNER)
def save(store_id: int, rule_id: int) -> str | Response:
    return _typed(store_id, _the_rule(store_id, rule_id))


@bp.post("/<int:rule_id>/<any(on, off):state>")
@access(OWNER)
def switch(store_id: int, rule_id: int, state: str) -> Response:
    rule = _the_rule(store_id, rule_id)
    rule.enabled = state == "on"
    return _done(rule, f"turned {state}", anchor=f"rule-{rule_id}")


@bp.post("/<int:rule_id>/<any(up, down):direction>")
@access(OWNER)
def move(store_id: int, rule_id: int, direction: str) -> Response:
    rule = _the_rule(store_id, rule_id)
    arrange.move(rule, -1 if direction == "up" else 1)
    return _done(rule, f"moved {direction}", anchor=f"rule-{rule_id}")


@bp.post("/<int:rule_id>/duplicate")
@access(OWNER)
def duplicate(store_id: int, rule_id: int) -> Response:
    copy = arrange.duplicate(_the_rule(store_id, rule_id))
    return _done(copy, "added; it is off until you turn it on")


@bp.post("/<int:rule_id>/delete")
@access(OWNER)
def delete(store_id: int, rule_id: int) -> Response:
    rule = _the_rule(store_id, rule_id)
    db.session.delete(rule)
    return _done(rule, "deleted")


def _the_rule(store_id: int, rule_id: int) -> Rule:
    rule = db.session.scalar(select(Rule).where(Rule.id == rule_id, Rule.store_id == store_id))
    return rule or abort(404)


def _done(rule: Rule, what: str, changes: dict[str, list[Any]] | None = None, anchor: str | None = None) -> Response:
    words, store_id, rule_id = f"Rule “{rule.name}” {what}.", rule.store_id, rule.id
    audit.note(store_id, current_user.user.email, words, changes, "rule.changed")
    db.session.commit()
    flash(words, "success")
    return redirect(url_for("rules.index", store_id=store_id, at=rule_id, _anchor=anchor))


def _typed(store_id: int, rule: Rule | None) -> str | Response:
    """Do what the pressed button of the page asks for; everything typed stays."""
    draft = rule_draft.read(request.form)
    addresses.restore(draft.actions, rule, request.form)
    button = request.form.get("do", "save")
    if button == "save":
        return _save(store_id, rule, draft)
    if button == "try":
        return _try(store_id, rule, draft)
    if button == "add-filter":
        return _page(store_id, rule, draft, _add_filter(draft))
    if button == "add-action":
        return _page(store_id, rule, draft, _add_action(draft))
    rule_draft.press(draft, button)
    return _page(store_id, rule, draft)


def _add_filter(draft: Draft) -> dict[str, str]:
    return {} if rule_draft.add_filter(draft) else {"add_filter": "Add a filter: choose what to compare."}


def _add_action(draft: Draft) -> dict[str, str]:
    typed = draft.add_action
    return {} if rule_draft.add_action(draft) else {"add_action": rule_draft.unknown_action(typed)}


def _save(store_id: int, rule: Rule | None, draft: Draft) -> str | Response:
    left = _add_action(draft) if draft.add_action else {}  # typed, but "Add action" not pressed
    left |= _add_filter(draft) if draft.add_filter else {}
    problems = rule_draft.problems(draft, store_id) | left | _changed_meanwhile(rule, draft)
    if problems:
        return _page(store_id, rule, draft, problems)
    if rule is None:
        rule = Rule(store_id=store_id)
        rule_draft.fill(rule, draft)
        arrange.add(rule)
        return _done(rule, "added")
    changes = rule_draft.fill(rule, draft)
    return _done(rule, "saved", changes)


def _changed_meanwhile(rule: Rule | None, draft: Draft) -> dict[str, str]:
    """Somebody else's changes are overwritten only by who knows of them and saves again."""
    before = draft.seen
    draft.seen = rule_draft.fingerprint(rule) if rule else ""
    if draft.seen == before:
        return {}
    return {"seen": conflicts.words("this rule")}


def _try(store_id: int, rule: Rule | None, draft: Draft) -> str:
    """Tell whether the rule as typed would run on an order; nothing is kept."""
    problems = rule_draft.problems(draft, store_id)
    order = _find_order(store_id, draft.order_number)
    if order is None:
        problems["order_number"] = f"Order number: there is no order “{draft.order_number}” in this store."
    if problems or order is None:
        return _page(store_id, rule, draft, problems)
    typed = Rule(store_id=store_id)
    rule_draft.fill(typed, draft)
    return _page(store_id, rule, draft, {}, order, engine.try_rule(typed, order))


def _find_order(store_id: int, number: str) -> Order | None:
    """The order of that number; the sales channel's number goes before the desk's."""
    orders = select(Order).where(Order.store_id == store_id)
    by_channel = db.session.scalar(orders.where(Order.source_id == number).order_by(Order.id.desc()).limit(1))
    if by_channel is not None or not number.isascii() or not number.isdecimal() or len(number) > 9:
        return by_channel
    return db.session.scalar(orders.where(Order.id == int(number)))


def _page(
    store_id: int,
    rule: Rule | None,
    draft: Draft,
    problems: dict[str, str] | None = None,
    order: Order | None = None,
    trial: Trial | None = None,
) -> str:
    return render_template(
        "rules/edit.html",
        rule=rule,
        draft=draft,
        form=form.build(draft, store_id, problems or {}, addresses.stored(rule)),
        events=catalogue.events(),
        actions=catalogue.actions(),
        find_filter=catalogue.find_filter,
        find_action=catalogue.find_action,
        order=order,
        trial=trial,
    )
