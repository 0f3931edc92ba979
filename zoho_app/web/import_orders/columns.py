"""The second step: which column means what. What is chosen is remembered for all files with these titles."""

import json

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.orders.files import columns, saved_columns
from zoho_app.orders.files.columns import Choices, Column, Plan
from zoho_app.orders.files.fields import CHECKOUT, FIELDS, ITEM_METADATA, METADATA
from zoho_app.orders.files.limits import BadFile
from zoho_app.orders.files.models import FileColumns
from zoho_app.orders.files.tables import decode, table
from zoho_app.web.import_orders import kept
from zoho_app.web.import_orders.upload import bp, gone

KEEP = (
    (METADATA, "Keep with the order, under this title"),
    (CHECKOUT, "Keep as checkout data, under this title"),
    (ITEM_METADATA, "Keep with the item, under this title"),
)
MOST_SHOWN = 150  # columns of a part
FOLDED_ABOVE = 8  # columns
OTHERS = ("dates", "decimals", "taxes", "source", "encoding")


@bp.get("/<token>/columns")
@access(OPERATOR)
def assign(store_id: int, token: str) -> str | Response:
    content = kept.read(token, current_user.user.id, store_id)
    if content is None:
        return gone(store_id)
    found = table.read(content)
    row = saved_columns.find(store_id, found.titles)
    plan = columns.plan(found, saved_columns.choices_in(row))
    return _page(
        plan, saved_columns.choices_in(row) or Choices(), row.name if row else _name_for(plan), token, found.format
    )


@bp.post("/<token>/columns")
@access(OPERATOR)
def save(store_id: int, token: str) -> str | Response:
    """Remember what was chosen, or leave out all open columns at once; then look whether a question is left."""
    content = kept.read(token, current_user.user.id, store_id)
    if content is None:
        return gone(store_id)
    found = table.read(content)
    choices = _typed(
        found.titles, columns.plan(found, saved_columns.choices_in(saved_columns.find(store_id, found.titles)))
    )
    try:
        plan = columns.plan(table.read(content, choices.encoding), choices)
    except BadFile as refused:
        flash(str(refused), "problem")
        return redirect(url_for("import_orders.assign", store_id=store_id, token=token))
    saved_columns.save(store_id, found.titles, choices, request.form.get("name", ""), current_user.user.email)
    db.session.commit()
    if plan.questions:
        return _page(plan, choices, request.form.get("name", ""), token, found.format)
    return redirect(url_for("import_orders.show", store_id=store_id, token=token))


@bp.get("/columns/<int:columns_id>")
@access(OPERATOR)
def change(store_id: int, columns_id: int) -> str:
    row = _remembered(store_id, columns_id)
    choices = saved_columns.choices_in(row) or Choices()
    return _page(_plan_of(row, choices), choices, row.name, "", "")


@bp.post("/columns/<int:columns_id>")
@access(OPERATOR)
def save_change(store_id: int, columns_id: int) -> Response:
    row = _remembered(store_id, columns_id)
    plan = _plan_of(row, saved_columns.choices_in(row) or Choices())
    choices = _typed(row.titles, plan)
    saved_columns.save(store_id, row.titles, choices, request.form.get("name", ""), current_user.user.email)
    db.session.commit()
    flash("Columns saved. They apply to the next file with these titles.", "success")
    return redirect(url_for("import_orders.upload", store_id=store_id))


@bp.post("/columns/<int:columns_id>/forget")
@access(OPERATOR)
def forget(store_id: int, columns_id: int) -> Response:
    saved_columns.forget(_remembered(store_id, columns_id))
    db.session.commit()
    flash("Forgotten. Bookdesk asks again for the next file with these titles.", "success")
    return redirect(url_for("import_orders.upload", store_id=store_id))


@bp.get("/columns/<int:columns_id>/export.json")
@access(OPERATOR)
def export(store_id: int, columns_id: int) -> Response:
    row = _remembered(store_id, columns_id)
    content = {"name": row.name, "titles": row.titles, **row.choices}
    answer = make_response(json.dumps(content, ensure_ascii=False, indent=2))
    answer.content_type = "application/json"
    answer.headers["Content-Disposition"] = f"attachment; filename=bookdesk-columns-{row.id}.json"
    return answer


def _remembered(store_id: int, columns_id: int) -> FileColumns:
    row = saved_columns.get(store_id, columns_id)
    if row is None:
        abort(404)
    return row


def _plan_of(row: FileColumns, choices: Choices) -> Plan:
    """How a file with these titles would be read; there is none, so it has no samples."""
    return columns.plan(table.Table(list(row.titles), [], ""), choices)


def _typed(titles: list[str], plan: Plan) -> Choices:
    """What the form says of each column; a column that it does not name stays as it is."""
    leave_out = "leave_out" in request.form
    fields = {}
    for column in plan.columns:
        if not column.title:
            continue
        chosen = request.form.get(f"column-{column.place}", column.field)
        if column.is_open and not chosen and not leave_out:
            continue  # it stays open
        fields[titles[column.place]] = f"{chosen}{column.title}" if chosen in dict(KEEP) else chosen
    return columns.choices_of(fields, {name: request.form.get(name, "") for name in OTHERS})


def _name_for(plan: Plan) -> str:
    return plan.layout.name if plan.layout else ""


def _page(plan: Plan, choices: Choices, name: str, token: str, kind: str) -> str:
    used = [column for column in plan.columns if column.title and (column.field or column.is_open)]
    others = [column for column in plan.columns if column.title and column not in used]
    return render_template(
        "import_orders/columns.html",
        plan=plan,
        choices=choices,
        name=name,
        token=token,
        format=kind,
        parts=[
            part
            for part in (
                _part("Columns that Bookdesk does not recognize", plan.open),
                _part("Columns that are imported", [one for one in used if not one.is_open]),
                _part("Columns that are left out", others, is_foldable=True),
            )
            if part[1]
        ],
        groups=columns.options(),
        labels=FIELDS,
        keep=KEEP,
        most=MOST_SHOWN,
        encodings=decode.NAMES,
    )


def _part(title: str, some: list[Column], is_foldable: bool = False) -> tuple[str, list[Column], bool]:
    """A part of the page; whether it is folded, where it is long and nothing in it has to be decided."""
    return title, some, is_foldable and len(some) > FOLDED_ABOVE
