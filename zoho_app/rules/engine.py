"""Running rules: an event happens, the filters agree, the actions run - and nothing can loop."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import ColumnElement, select

from zoho_app.extensions import db
from zoho_app.rules import catalogue, filters
from zoho_app.rules.catalogue import ActionRefused, Chooser
from zoho_app.rules.filters import Reason
from zoho_app.rules.models import Rule

log = logging.getLogger(__name__)

# Events within events. A rule runs once per subject, so that only ever new subjects could get so deep.
DEEPEST = 25


class Subject(Protocol):
    """What a rule is about: anything with an id that rows of its table share."""

    id: Any


Report = Callable[[str], None]


@dataclass(frozen=True)
class Trial:
    """Whether a rule would run on a subject now, and what each of its filters says."""

    would_run: bool
    reasons: list[Reason]


@dataclass
class _Cascade:
    """Everything that one outermost event triggers."""

    ran: set[tuple[int, int]] = field(default_factory=set)  # (rule id, subject id)
    running: list[Rule] = field(default_factory=list)  # the rules within whose actions we are, outermost first
    depth: int = 0


_cascade: ContextVar[_Cascade | None] = ContextVar("rule_cascade", default=None)
# Within `resume`: the enabled rules of the stores that were asked for, by store.
_known: ContextVar[dict[int, list[Rule]] | None] = ContextVar("rules_read_once", default=None)
_earlier: ContextVar[tuple[int, ...]] = ContextVar("rules_that_led_here", default=())


def fire(event: str, store_id: int, subject: Subject, report: Report, **details: Any) -> None:
    """Publish an event of a subject: listeners run, then the store's enabled rules in order.

    `details` go to the listeners. A later rule's filters see what an earlier one changed. Each rule runs at
    most once per subject in everything that the outermost event causes. `report(words)` is told each rule that
    runs and each action that refuses or breaks; such an action is undone alone and stops nothing else. A
    listener that breaks does reach the caller.
    """
    with _deeper(event, report) as cascade:
        if cascade is None:
            return
        for listener in catalogue.listeners(event):
            listener(subject, **details)
        for rule in _rules(event, store_id):
            _consider(rule, subject, report, cascade)


def follows(event: str, store_id: int) -> bool:
    """Whether the event has a listener or an enabled rule of the store."""
    return any(True for _ in catalogue.listeners(event)) or bool(_rules(event, store_id))


def try_rule(rule: Rule, subject: Subject, chooser: Chooser | None = None) -> Trial:
    """Say whether the rule would run on the subject as it is now, and why; changes nothing."""
    chooser = chooser or Chooser(rule.store_id)
    reasons = [filters.reason(kept, subject, chooser) for kept in rule.filters]
    return Trial(_agrees(rule, subject), reasons)


def chain() -> list[int]:
    """The ids of the rules that led here, the first cause first; to be kept with work that is put off."""
    cascade = _cascade.get()
    running = [rule.id for rule in cascade.running] if cascade else []
    return list(dict.fromkeys([*_earlier.get(), *running]))


@contextmanager
def resume(chain: list[int]) -> Iterator[None]:
    """Within it, the rules of `chain` don't run again: work that they put off must not set them off anew.

    A store's rules are read once for all that happens within it.
    """
    earlier, known = _earlier.set(tuple(chain)), _known.set({})
    try:
        yield
    finally:
        _earlier.reset(earlier)
        _known.reset(known)


@contextmanager
def _deeper(event: str, report: Report) -> Iterator[_Cascade | None]:
    """Enter the present cascade, or start one; None when it is too deep already."""
    cascade = _cascade.get() or _Cascade()
    if cascade.depth >= DEEPEST:
        log.warning("Rules triggered each other too deeply at event %r; stopped there", event)
        report(f"Rules triggered each other too many times, so no rule ran for “{event}”.")
        yield None
        return
    token = _cascade.set(cascade)
    cascade.depth += 1
    try:
        yield cascade
    finally:
        cascade.depth -= 1
        _cascade.reset(token)


def _rules(event: str, store_id: int) -> list[Rule]:
    known = _known.get()
    if known is None:
        return _read_rules(store_id, Rule.event == event)
    if store_id not in known:
        known[store_id] = _read_rules(store_id)
        for rule in known[store_id]:  # they outlive the transaction that read them
            db.session.expunge(rule)
    return [rule for rule in known[store_id] if rule.event == event]


def _read_rules(store_id: int, *conditions: ColumnElement[bool]) -> list[Rule]:
    wanted = select(Rule).where(Rule.store_id == store_id, Rule.enabled, *conditions)
    return list(db.session.scalars(wanted.order_by(Rule.position, Rule.id)))


def _consider(rule: Rule, subject: Subject, report: Report, cascade: _Cascade) -> None:
    key = (rule.id, subject.id)
    if key in cascade.ran or rule.id in _earlier.get() or not _agrees(rule, subject):
        return
    cascade.ran.add(key)
    cascade.running.append(rule)
    report(f"Rule “{rule.name}” ran.")
    try:
        for wanted in rule.actions:
            _act(rule, wanted, subject, report)
    finally:
        cascade.running.pop()


def _agrees(rule: Rule, subject: Subject) -> bool:
    if not rule.filters:
        return True
    return (all if rule.match_all else any)(filters.agrees(kept, subject) for kept in rule.filters)


def _act(rule: Rule, wanted: dict[str, Any], subject: Subject, report: Report) -> None:
    """Run one action in a savepoint of its own."""
    name = wanted["action"]
    action = catalogue.find_action(name)
    if action is None:
        report(f"Rule “{rule.name}”: the action “{name}” no longer exists; edit the rule.")
        return
    values = {field.name: str(wanted.get("values", {}).get(field.name, "")) for field in action.fields}
    db.session.flush()  # what fails here is not the action's doing
    try:
        with db.session.begin_nested():
            action.run(subject, values)
    except ActionRefused as refusal:
        report(f"Rule “{rule.name}”, {name}: {refusal}")
    except Exception:
        log.exception("Rule %s of store %s failed in action %r on %s", rule.id, rule.store_id, name, subject.id)
        report(f"Rule “{rule.name}”: the action “{name}” failed and was undone. The server log has the details.")
