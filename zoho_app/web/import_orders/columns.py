"""The second step: which column means what. What is chosen is remembered for all files with these titles."""

import json
from dataclasses import dataclass

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.orders.files import columns, saved_columns
from zoho_app.orders.files.columns import Choices, Plan
from zoho_app.orders.files.fields import CHECKOUT, FIELDS, ITEM_METADATA, METADATA
from zoho_app.orders.files.limits import BadFile
from zoho_app.orders.files.models import FileColumns
from zoho_app.orders.files.tables import decode, table
from zoho_app.orders.files.tables.table import Table
from zoho_app.orders.files.values import amounts, dates
from zoho_app.web.forms.ids import row_id
from zoho_app.web.import_orders import kept, matches
from zoho_app.web.import_orders.upload import bp, gone

KEEP = (
    (METADATA, "Keep with the order, under this title"),
    (CHECKOUT, "Keep as checkout data, under this title"),
    (ITEM_METADATA, "Keep with the item, under this title"),
)
MOST_SHOWN = 150  # columns of a part
OTHERS = ("dates", "decimals", "taxes", "source", "encoding")


@bp.get("/<token>/columns")
@access(OPERATOR)
def assign(store_id: int, token: str) -> str | Response:
    content = kept.read(token, current_user.user.id, store_id)
    if content is None:
        return gone(store_id)
    found = table.read(content)
    row, like = saved_columns.find(store_id, found.titles), request.args.get("like", type=row_id)
    if like is not None:
        row = _remembered(store_id, like)
    choices = saved_columns.choices_in(row)
    plan = columns.plan(found, choices)
    name = row.name if row and like is None else _name_for(plan)
    return _page(plan, choices or Choices(), name, found, Step(store_id, token, like))


@bp.post("/<token>/columns")
@access(OPERATOR)
def save(store_id: int, token: str) -> str | Response:
    """Remember what was chosen, or leave out all open columns at once; then look whether a question is left."""
    content = kept.read(token, current_user.user.id, store_id)
    if content is None:
        return gone(store_id)
    here = url_for("import_orders.assign", store_id=store_id, token=token)
    if "use" in request.form:
        return redirect(f"{here}?like={like}" if (like := request.form.get("like", type=row_id)) else here)
    found = table.read(content)
    choices = _typed(
        found.titles, columns.plan(found, saved_columns.choices_in(saved_columns.find(store_id, found.titles)))
    )
    try:
        plan = columns.plan(table.read(content, choices.encoding), choices)
    except BadFile as refused:
        flash(str(refused), "problem")
        return redirect(here)
    saved_columns.save(store_id, found.titles, choices, request.form.get("name", ""), current_user.user.email)
    db.session.commit()
    if plan.questions:
        return _page(plan, choices, request.form.get("name", ""), found, Step(store_id, token))
    return redirect(url_for("import_orders.show", store_id=store_id, token=token))


@bp.get("/columns/<int:columns_id>")
@access(OPERATOR)
def change(store_id: int, columns_id: int) -> str:
    row = _remembered(store_id, columns_id)
    choices = saved_columns.choices_in(row) or Choices()
    return _page(_plan_of(row, choices), choices, row.name, _no_file(row), Step(store_id))


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
    return columns.plan(_no_file(row), choices)


def _no_file(row: FileColumns) -> Table:
    return Table(list(row.titles), [], "")


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


@dataclass(frozen=True)
class Step:
    """Where the page stands: the uploaded file, "" for none, and the mapping of other files that is tried on it."""

    store_id: int
    token: str = ""
    like: int | None = None


def _page(plan: Plan, choices: Choices, name: str, found: Table, step: Step) -> str:
    """The page of a step; without a file it changes what is remembered."""
    return render_template(
        "import_orders/columns.html",
        plan=plan,
        choices=choices,
        name=name,
        token=step.token,
        like=step.like,
        here=url_for("import_orders.save", store_id=step.store_id, token=step.token) if step.token else request.path,
        format=found.format,
        summary=matches.summary(plan, found),
        orders=matches.count_orders(plan, found),
        others=saved_columns.all_of(step.store_id) if step.token else [],
        parts=matches.parts(plan, choices),
        values_in_words=_in_words(plan),
        groups=columns.options(),
        labels=FIELDS,
        keep=KEEP,
        most=MOST_SHOWN,
        encodings=decode.NAMES,
    )


def _in_words(plan: Plan) -> str:
    """How the values of the file are read, as far as it is known."""
    days = {dates.DAY_FIRST: "day first", dates.MONTH_FIRST: "month first"}.get(plan.dates, "")
    signs = {amounts.POINT: "decimal point", amounts.COMMA: "decimal comma"}.get(plan.decimals, "")
    taxes = {columns.ADDED: "taxes added", columns.INSIDE: "taxes included"}.get(plan.taxes, "")
    return ", ".join(filter(None, (days, signs, taxes, plan.source and f"source {plan.source}")))
