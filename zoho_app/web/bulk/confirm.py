"""Choose a bulk action, show what it would do, and start it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, g, redirect, render_template, request
from werkzeug.wrappers import Response

from zoho_app.bulk import actions, forecast
from zoho_app.bulk.actions.action import BulkAction, Details, Parameter
from zoho_app.bulk.forecast import Outlook
from zoho_app.bulk.selection import Selection
from zoho_app.counts import agree, count_noun
from zoho_app.http.access import OPERATOR, access
from zoho_app.orders.models import Order
from zoho_app.web.bulk import durations, parameters
from zoho_app.web.bulk.choose import begin, bp
from zoho_app.web.bulk.parameters import FORMS, BadDetails
from zoho_app.web.orders import states
from zoho_app.web.orders.listing.links import back
from zoho_app.web.remedies import findings
from zoho_app.web.remedies.findings import Shown
from zoho_app.zoho_books import errors, settings
from zoho_app.zoho_books.preview import findings as preview_findings

# Of more orders the newest are looked at before they are sent.
MOST_CHECKED = 500


@dataclass(frozen=True)
class Panel:
    """Actions to choose from that ask for the same; `template` has the fields and `choices` what they offer."""

    title: str
    actions: list[BulkAction]
    template: str = ""
    choices: Any = None


@dataclass(frozen=True)
class Question:
    """What the action would do, for the page that asks whether to begin it."""

    action: BulkAction
    details: Details
    outlook: Outlook

    @property
    def title(self) -> str:
        return self.action.in_words(self.action.label, self.details)

    @property
    def button(self) -> str:
        return self.action.in_words(self.action.question, self.details, self.outlook.would)

    @property
    def would(self) -> str:
        """What follows the number of orders that it would be done to."""
        return self.action.in_words(self.action.would, self.details)

    @property
    def others(self) -> Iterator[tuple[int, str]]:
        """How many orders are left out, and why, such as (3, "are in Closed already.")."""
        for count, words in self.outlook.others:
            yield count, f"{agree(count, 'is', 'are')} {words}" if words[0].islower() else words

    @property
    def calls_take(self) -> str:
        return durations.calls_in_words(self.outlook.forecast) if self.outlook.forecast else ""

    @property
    def takes_no_call(self) -> bool:
        """Whether it is worth saying that Zoho Books is not asked."""
        return bool(self.action.appointment_kinds and self.outlook.would and not self.outlook.forecast)


@bp.get("")
@access(OPERATOR)
def confirm(store_id: int) -> str | Response:
    """What the chosen action would do; without an action, what there is to choose from."""
    chosen = Selection.from_args(store_id, request.args)
    action = actions.find(request.args.get("do", ""))
    if action is None:
        return _choose(chosen)
    try:
        details = parameters.read(store_id, action, request.args)
    except BadDetails as bad:
        flash(str(bad), "problem")
        return _choose(chosen)
    stored, g.connection = settings.with_connection(store_id)  # the frame shows it, too
    found = forecast.count(chosen, action, details, g.connection, stored)
    if not found.total:
        flash("None of these orders exists any longer.", "warning")
        return redirect(back(store_id))
    is_checked = action.sends_orders and found.would > 0
    newest = forecast.newest(chosen, MOST_CHECKED if is_checked else forecast.SAMPLE)
    sample = newest[: forecast.SAMPLE]
    return render_template(
        "bulk/confirm.html",
        asked=Question(action, details, found),
        outlook=found,
        sample=sample,
        states=states.for_orders(sample),
        checked=_check(store_id, newest, found) if is_checked else None,
        hidden={
            **chosen.up_to(found.newest).to_args(),
            **parameters.carried(details),
            "do": action.key,
            "back": back(store_id),
        },
        back=back(store_id),
    )


@dataclass(frozen=True)
class Checked:
    """What would keep some of the orders back; `count` says how many were looked at."""

    findings: list[Shown]
    count: int
    is_all: bool


def _check(store_id: int, newest: list[Order], outlook: Outlook) -> Checked:
    """Look at the newest orders before they are scheduled; the dry run looks at all of them."""
    found = preview_findings.of_orders(store_id, newest)
    told = [one for one in found if one.cause != errors.VOID_ORDER]  # the others are left out, which is said above
    return Checked(findings.shown(store_id, told), len(newest), len(newest) == outlook.total)


@bp.post("/start")
@access(OPERATOR)
def start(store_id: int) -> str | Response:
    action = actions.find(request.form.get("do", "")) or abort(400)
    chosen = Selection.from_args(store_id, request.form)
    try:
        return begin(chosen, action, parameters.read(store_id, action, request.form))
    except BadDetails as bad:
        flash(str(bad), "problem")
        return _choose(chosen)


def _choose(chosen: Selection) -> str | Response:
    """What there is to choose from, with what was typed, right or wrong."""
    count = chosen.count()
    if not count:
        flash("Check at least one order first.", "warning")
        return redirect(back(chosen.store_id))
    return render_template(
        "bulk/choose.html",
        count=count_noun(count, "order"),
        hidden={**chosen.to_args(), "back": back(chosen.store_id)},
        back=back(chosen.store_id),
        panels=_panels(chosen.store_id),
        longest_tag=parameters.LONGEST_TAG,
        typed=request.values,
    )


def _panels(store_id: int) -> list[Panel]:
    """The actions that have a button here, those that ask for the same together."""
    found: dict[Parameter | str, Panel] = {}
    for action in actions.ALL:
        if action.command and action.is_offered:
            kind = action.parameter or action.panel
            found.setdefault(kind, _panel(store_id, kind)).actions.append(action)
    return list(found.values())


def _panel(store_id: int, kind: Parameter | str) -> Panel:
    if isinstance(kind, str):
        return Panel(kind, [])
    form = FORMS[kind]
    return Panel(form.title, [], form.template, form.choices(store_id))
