"""Before a deed for many orders: choosing what to do, and looking at what it would do; then it is begun."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from zoho_app.access import OPERATOR, access
from zoho_app.bulk import deeds, outlook
from zoho_app.bulk.deeds import DEEDS
from zoho_app.bulk.selection import Selection
from zoho_app.orders import folders
from zoho_app.orders.choices import TAG_COLORS
from zoho_app.orders.reading import TEXTS
from zoho_app.rules import catalogue
from zoho_app.web import order_states
from zoho_app.web.bulk import back, begin, bp
from zoho_app.web.ids import row_id
from zoho_app.zoho_books import settings

LONGEST_TAG = TEXTS["tag_name"]


class BadDetails(Exception):
    """What the deed needs to know is missing or wrong; its text names the field."""


@bp.get("")
@access(OPERATOR)
def confirm(store_id: int) -> str | Response:
    """What the chosen deed would do; without a deed, what there is to choose from."""
    chosen = Selection.from_args(store_id, request.args)
    deed = request.args.get("do", "")
    try:
        details = _details(store_id, deed, request.args)
    except BadDetails as bad:
        flash(str(bad), "problem")
        return _choose(chosen)
    if deed not in DEEDS or not DEEDS[deed].is_offered:
        return _choose(chosen)
    stored, g.connection = settings.with_connection(store_id)  # the frame shows it, too
    found = outlook.of(chosen, deed, details, g.connection, stored)
    if not found.total:
        flash("None of these orders is there any more.", "warning")
        return redirect(back(store_id))
    sample = outlook.sample(chosen)
    return render_template(
        "bulk/confirm.html",
        outlook=found,
        deed=DEEDS[deed],
        details=details,
        in_words=deeds.in_words,
        orders_words=deeds.orders,
        sample=sample,
        states=order_states.of(sample),
        hidden={**chosen.up_to(found.newest).to_args(), **_typed(details), "do": deed, "back": back(store_id)},
        back=back(store_id),
    )


@bp.post("/start")
@access(OPERATOR)
def start(store_id: int) -> Response:
    deed = request.form.get("do", "")
    if deed not in DEEDS or not DEEDS[deed].is_offered:
        abort(400)
    chosen = Selection.from_args(store_id, request.form)
    try:
        return begin(chosen, deed, _details(store_id, deed, request.form))
    except BadDetails as bad:
        flash(str(bad), "problem")
        args = {**chosen.to_args(), "back": back(store_id)}
        return redirect(url_for(".confirm", store_id=store_id, **args))  # type: ignore[arg-type]


def _choose(chosen: Selection) -> str | Response:
    count = chosen.count()
    if not count:
        flash("Check at least one order first.", "warning")
        return redirect(back(chosen.store_id))
    return render_template(
        "bulk/choose.html",
        count=deeds.orders(count),
        hidden={**chosen.to_args(), "back": back(chosen.store_id)},
        back=back(chosen.store_id),
        folders=folders.all_of(chosen.store_id),
        colors=TAG_COLORS,
        longest_tag=LONGEST_TAG,
        events=catalogue.events(),
        typed=request.args,
    )


def _details(store_id: int, deed: str, args: Mapping[str, str]) -> dict[str, Any]:
    """What the deed needs to know, from an address or a form. Raises BadDetails."""
    if deed == deeds.MOVE:
        return _folder(store_id, args.get("folder_id", ""))
    if deed == deeds.TAG:
        return _tag(args)
    if deed == deeds.EVENT:
        event = catalogue.find_event(args.get("event", ""))
        if event is None:
            raise BadDetails("Event: choose one.")
        return {"event": event.name}
    return {}


def _folder(store_id: int, number: str) -> dict[str, Any]:
    try:
        folder = folders.get(store_id, row_id(number))
    except ValueError:
        folder = None
    if folder is None:
        raise BadDetails("Folder: that folder does not exist any more. Choose another.")
    return {"folder_id": folder.id, "folder_name": folder.name}


def _tag(args: Mapping[str, str]) -> dict[str, Any]:
    name, color = args.get("tag_name", "").replace("\x00", "").strip(), args.get("tag_color", "")
    if len(name) > LONGEST_TAG:
        raise BadDetails(f"Tag: it is too long; at most {LONGEST_TAG} characters.")
    if color not in dict(TAG_COLORS):
        raise BadDetails("Tag color: choose one of the list.")
    return {"tag_name": name, "tag_color": color if name else ""}


def _typed(details: Mapping[str, Any]) -> dict[str, str]:
    """The details as form fields; names that people see are looked up anew."""
    return {name: str(value) for name, value in details.items() if name != "folder_name"}
