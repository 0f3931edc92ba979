"""The page on which a rule is typed, tried and saved: what its buttons do; everything typed stays."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from zoho_app.accounts import audit
from zoho_app.extensions import db
from zoho_app.orders.models import Order
from zoho_app.rules import arrange, catalogue, engine
from zoho_app.rules.catalogue import Chooser
from zoho_app.rules.engine import Trial
from zoho_app.rules.models import Rule
from zoho_app.web.forms import conflicts
from zoho_app.web.forms.conflicts import Theirs
from zoho_app.web.rules import addresses, form, matches, unsaved
from zoho_app.web.rules import draft as rule_draft
from zoho_app.web.rules import words as rule_words
from zoho_app.web.rules.draft import Draft


def opened(store_id: int, rule: Rule | None) -> str:
    """The page as it is opened."""
    return _page(store_id, rule, rule_draft.from_rule(rule) if rule else rule_draft.new())


def typed(store_id: int, rule: Rule | None) -> str | Response:
    """Do what the pressed button of the page asks for."""
    draft = rule_draft.read(request.form)
    addresses.restore(draft.actions, rule, request.form)
    button = request.form.get("do", "save")
    if button == "save":
        return _save(store_id, rule, draft)
    rule_draft.fit(draft)
    if button == "try":
        return _try(store_id, rule, draft)
    if button == "add-filter":
        return _page(store_id, rule, draft, _add_filter(draft), begin_at=_place_of_filter(draft))
    if button == "add-action":
        return _page(store_id, rule, draft, _add_action(draft), begin_at=_place_of_action(draft))
    rule_draft.press(draft, button)
    return _page(store_id, rule, draft)


def done(rule: Rule, what: str, changes: dict[str, list[Any]] | None = None, anchor: str | None = None) -> Response:
    """Commit what was done to a rule, tell it, and lead to the rules."""
    words, store_id, rule_id = f"Rule “{rule.name}” {what}.", rule.store_id, rule.id
    audit.note(store_id, current_user.user.email, words, changes, "rule.changed")
    db.session.commit()
    flash(words, "success")
    return redirect(url_for("rules.index", store_id=store_id, at=rule_id, _anchor=anchor))


def _add_filter(draft: Draft) -> dict[str, str]:
    return {} if rule_draft.add_filter(draft) else {"add_filter": "Add a filter: choose what to compare."}


def _add_action(draft: Draft) -> dict[str, str]:
    name = draft.add_action
    return {} if rule_draft.add_action(draft) else {"add_action": rule_draft.unknown_action(name)}


def _place_of_filter(draft: Draft) -> str:
    """The field in which one types next: the first of the filter that was added."""
    item = catalogue.find_filter(draft.filters[-1]["field"]) if draft.filters else None
    return f"filter-{len(draft.filters)}-{'parameter' if item and item.parameter else 'value'}"


def _place_of_action(draft: Draft) -> str:
    action = catalogue.find_action(draft.actions[-1]["action"]) if draft.actions else None
    first = next((field.name for field in action.fields), "") if action else ""
    return f"action-{len(draft.actions)}-{first}" if first else "add_action"


def _save(store_id: int, rule: Rule | None, draft: Draft) -> str | Response:
    left = _add_action(draft) if draft.add_action else {}  # typed, but "Add action" not pressed
    left |= _add_filter(draft) if draft.add_filter else {}
    theirs = unsaved.merge(draft, rule) if rule else ()
    problems = rule_draft.problems(draft, store_id) | left
    if theirs:
        problems["seen"] = conflicts.words("this rule")
    if problems:
        return _page(store_id, rule, draft, problems, theirs=theirs)
    if rule is None:
        rule = Rule(store_id=store_id)
        rule_draft.fill(rule, draft)
        arrange.add(rule)
        return done(rule, "added")
    changes = rule_draft.fill(rule, draft)
    return done(rule, "saved", changes)


def _try(store_id: int, rule: Rule | None, draft: Draft) -> str:
    """Tell whether the rule as typed would run on an order; nothing is kept."""
    problems = rule_draft.problems(draft, store_id)
    order = _find_order(store_id, draft.order_number)
    if order is None:
        problems["order_number"] = f"Order number: there is no order “{draft.order_number}” in this store."
    if problems or order is None:
        return _page(store_id, rule, draft, problems)
    return _page(store_id, rule, draft, {}, order, engine.try_rule(_as_rule(store_id, draft), order))


def _find_order(store_id: int, number: str) -> Order | None:
    """The order of that number; the sales channel's number goes before the desk's."""
    orders = select(Order).where(Order.store_id == store_id)
    by_channel = db.session.scalar(orders.where(Order.source_id == number).order_by(Order.id.desc()).limit(1))
    if by_channel is not None or not number.isascii() or not number.isdecimal() or len(number) > 9:
        return by_channel
    return db.session.scalar(orders.where(Order.id == int(number)))


def _as_rule(store_id: int, draft: Draft) -> Rule:
    """The rule as typed, which is kept nowhere."""
    rule = Rule(store_id=store_id)
    rule_draft.fill(rule, draft)
    return rule


def _page(
    store_id: int,
    rule: Rule | None,
    draft: Draft,
    problems: dict[str, str] | None = None,
    order: Order | None = None,
    trial: Trial | None = None,
    theirs: tuple[Theirs, ...] = (),
    begin_at: str = "",
) -> str:
    as_typed = _as_rule(store_id, draft)
    built = form.build(draft, store_id, problems or {}, addresses.stored(rule), begin_at)
    built.theirs = theirs
    return render_template(
        "rules/edit.html",
        rule=rule,
        draft=draft,
        form=built,
        unsaved_names=unsaved.names(draft, rule) if request.method == "POST" else [],
        told=rule_words.told(as_typed, Chooser(store_id)),
        matches=matches.last_orders(as_typed),
        events=catalogue.events(),
        actions=catalogue.actions(),
        find_filter=catalogue.find_filter,
        find_action=catalogue.find_action,
        order=order,
        trial=trial,
    )
