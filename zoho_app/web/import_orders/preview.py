"""The third step: every order as it would be imported, what was repaired, doubtful or wrong; then the import."""

import hashlib
from dataclasses import asdict

from flask import flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.counts import count_noun
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.orders import identity, import_order, source_changes
from zoho_app.orders.files import reader, saved_columns
from zoho_app.orders.files.build import Context
from zoho_app.orders.files.columns import Choices, Plan
from zoho_app.orders.files.file_order import FileOrder
from zoho_app.orders.files.limits import BadFile
from zoho_app.orders.files.tables.table import Table
from zoho_app.orders.input.fields import BadFields
from zoho_app.web.import_orders import kept, repairs
from zoho_app.web.import_orders.sorted_orders import Sorted, sort
from zoho_app.web.import_orders.upload import bp, gone
from zoho_app.web.remedies import findings
from zoho_app.zoho_books.preview import findings as preview_findings

SHOWN_AT_MOST = 200
MOST_ORDERS = 2_000  # that one request can import in good time
COMMITTED_AT_ONCE = 25
NAMED_AT_MOST = 10


@bp.get("/<token>")
@access(OPERATOR)
def show(store_id: int, token: str) -> str | Response:
    content = kept.read(token, current_user.user.id, store_id)
    if content is None:
        return gone(store_id)
    try:
        table, plan, choices = _opened(store_id, content)
        if plan.questions:
            return redirect(url_for("import_orders.assign", store_id=store_id, token=token))
        read = _read(table, plan)
    except BadFile as refused:
        flash(str(refused), "problem")
        return redirect(url_for("import_orders.upload", store_id=store_id))
    found = sort(g.store, read.orders)
    kept_back = preview_findings.of_data(g.store, [one.clean for one in (*found.new, *found.doubtful) if one.clean])
    return render_template(
        "import_orders/preview.html",
        token=token,
        version=_version(choices),
        preview=read,
        repairs=repairs.grouped(read.repairs),
        sorted=found,
        findings=findings.shown(store_id, kept_back),
        currency=g.store.currency_code,
        most=SHOWN_AT_MOST,
    )


@bp.post("/<token>")
@access(OPERATOR)
def confirm(store_id: int, token: str) -> Response:
    user_id = current_user.user.id
    content = kept.read(token, user_id, store_id)
    if content is None:
        return gone(store_id)
    try:
        table, plan, choices = _opened(store_id, content)
        if plan.questions or request.form.get("version", _version(choices)) != _version(choices):
            flash("The meaning of the columns was changed meanwhile. Look at the orders once more.", "warning")
            return redirect(url_for("import_orders.show", store_id=store_id, token=token))
        read = _read(table, plan)
    except BadFile as refused:
        flash(str(refused), "problem")
        return redirect(url_for("import_orders.upload", store_id=store_id))
    if kept.take(token, user_id, store_id) is None:
        return gone(store_id)
    found = sort(g.store, read.orders)
    imported = _import(_chosen(found))
    flash(f"{count_noun(imported, 'order')} imported.", "success" if imported else "info")
    if found.changed:
        flash(f"{count_noun(_update(found), 'order')} updated: its state at the source has changed.", "success")
    if found.bad:
        flash(f"{_left_out(found.bad)} Fix them in the file, then upload it again.", "warning")
    return redirect(url_for("orders.index", store_id=store_id))


def _opened(store_id: int, content: bytes) -> tuple[Table, Plan, Choices | None]:
    """The file's table and how it is read, by what the store remembers of its titles."""
    db.session.rollback()  # a large file takes its time, and nobody shall wait for the database meanwhile
    table, plan = reader.open_file(content)
    choices = saved_columns.choices_in(saved_columns.find(store_id, table.titles))
    db.session.rollback()
    if choices is not None:
        table, plan = reader.open_file(content, choices)
    return table, plan, choices


def _read(table: Table, plan: Plan) -> reader.Preview:
    store = Context(g.store.time_zone, g.store.currency_code)
    db.session.rollback()  # as above
    read = reader.preview(table, plan, store)
    if len(read.orders) > MOST_ORDERS:
        words = (
            f"The file has {len(read.orders):,} orders; the limit is {MOST_ORDERS:,}. Split it into several files."
        )
        raise BadFile(words)
    return read


def _version(choices: Choices | None) -> str:
    return hashlib.sha256(repr(asdict(choices) if choices else "").encode()).hexdigest()[:16]


def _chosen(found: Sorted) -> list[FileOrder]:
    """The new orders that were not unticked, and the doubtful ones that were ticked, in the order of the file."""
    ticked = set(request.form.getlist("orders"))
    shown = found.new[:SHOWN_AT_MOST] if "shown" in request.form else []
    unticked = {order.line for order in shown if str(order.line) not in ticked}
    new = [order for order in found.new if order.line not in unticked]
    doubtful = [order for order in found.doubtful if str(order.line) in ticked]
    return sorted([*new, *doubtful], key=lambda order: order.line)


def _import(chosen: list[FileOrder]) -> int:
    """Import and commit in portions, so that others never wait long for the database."""
    imported = 0
    for place, order in enumerate(chosen, start=1):
        try:
            import_order.import_order(g.store, order.clean, current_user.user.email)
            imported += 1
        except identity.DuplicateOrder:
            continue  # somebody else was faster
        except BadFields as refused:
            flash(f"Line {order.line}: {refused}", "problem")
        if place % COMMITTED_AT_ONCE == 0:
            db.session.commit()
    db.session.commit()
    return imported


def _update(found: Sorted) -> int:
    """Take over what the source says by now of the state of orders that are here."""
    updated = 0
    for order, stored in found.changed:
        if order.clean is not None and source_changes.apply(stored, order.clean, current_user.user.email):
            updated += 1
        db.session.commit()
    return updated


def _left_out(bad: list[FileOrder]) -> str:
    lines = ", ".join(str(order.line) for order in bad[:NAMED_AT_MOST])
    more = f" and {len(bad) - NAMED_AT_MOST} more" if len(bad) > NAMED_AT_MOST else ""
    return f"{count_noun(len(bad), 'order')} with problems were not imported (line {lines}{more})."
