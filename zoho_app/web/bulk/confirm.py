"""Before a deed for many orders: choosing what to do, and looking at what it would do; then it is begun."""

from flask import abort, flash, g, redirect, render_template, request
from werkzeug.wrappers import Response

from zoho_app.access import OPERATOR, access
from zoho_app.bulk import actions, forecast
from zoho_app.bulk.actions import DEEDS
from zoho_app.bulk.selection import Selection
from zoho_app.orders import folders
from zoho_app.orders.input.choices import TAG_COLORS
from zoho_app.rules import catalogue
from zoho_app.web.bulk import parameters
from zoho_app.web.bulk.choose import back, begin, bp
from zoho_app.web.bulk.parameters import BadDetails
from zoho_app.web.orders import states
from zoho_app.zoho_books import settings


@bp.get("")
@access(OPERATOR)
def confirm(store_id: int) -> str | Response:
    """What the chosen deed would do; without a deed, what there is to choose from."""
    chosen = Selection.from_args(store_id, request.args)
    deed = request.args.get("do", "")
    try:
        details = parameters.read(store_id, deed, request.args)
    except BadDetails as bad:
        flash(str(bad), "problem")
        return _choose(chosen)
    if deed not in DEEDS or not DEEDS[deed].is_offered:
        return _choose(chosen)
    stored, g.connection = settings.with_connection(store_id)  # the frame shows it, too
    found = forecast.of(chosen, deed, details, g.connection, stored)
    if not found.total:
        flash("None of these orders is there any more.", "warning")
        return redirect(back(store_id))
    sample = forecast.sample(chosen)
    return render_template(
        "bulk/confirm.html",
        outlook=found,
        deed=DEEDS[deed],
        details=details,
        in_words=actions.in_words,
        orders_words=actions.orders,
        sample=sample,
        states=states.of(sample),
        hidden={
            **chosen.up_to(found.newest).to_args(),
            **parameters.carried(details),
            "do": deed,
            "back": back(store_id),
        },
        back=back(store_id),
    )


@bp.post("/start")
@access(OPERATOR)
def start(store_id: int) -> str | Response:
    deed = request.form.get("do", "")
    if deed not in DEEDS or not DEEDS[deed].is_offered:
        abort(400)
    chosen = Selection.from_args(store_id, request.form)
    try:
        return begin(chosen, deed, parameters.read(store_id, deed, request.form))
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
        count=actions.orders(count),
        hidden={**chosen.to_args(), "back": back(chosen.store_id)},
        back=back(chosen.store_id),
        folders=folders.all_of(chosen.store_id),
        colors=TAG_COLORS,
        longest_tag=parameters.LONGEST_TAG,
        events=catalogue.events(),
        typed=request.values,
    )
