"""Importing orders from a CSV file: upload, look at the preview, import what is good. Sample orders, too."""

from dataclasses import dataclass, field

from flask import Blueprint, flash, g, make_response, redirect, render_template, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from sqlalchemy import select
from werkzeug.wrappers import Response

from zoho_app.counts import count_noun
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.http.limits import FILE_BYTES
from zoho_app.orders import folders, identity, import_order
from zoho_app.orders.csv import reader
from zoho_app.orders.csv.reader import BadFile, CsvError, CsvOrder
from zoho_app.orders.input.fields import BadFields
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.models import Order
from zoho_app.orders.samples import add
from zoho_app.web.orders import uploads

bp = Blueprint("import_orders", __name__, url_prefix="/stores/<int:store_id>/orders/import")

ENDINGS = (".csv", ".tsv", ".txt")
SHOWN_AT_MOST = 200
MOST_ORDERS = 2_000  # that one request can import in good time
COMMITTED_AT_ONCE = 25
LOOKED_UP_AT_ONCE = 500
NAMED_AT_MOST = 10


class UploadForm(FlaskForm):
    file = FileField("CSV file", description="One line per item. Lines with the same order number become one order.")


@dataclass
class Sorted:
    """The orders of a file by what would become of them."""

    new: list[CsvOrder] = field(default_factory=list)
    bad: list[CsvOrder] = field(default_factory=list)
    present: list[tuple[CsvOrder, int]] = field(default_factory=list)  # with the desk's number of the order


@bp.get("")
@access(OPERATOR)
def upload(store_id: int) -> str:
    return render_template("import_orders/upload.html", form=UploadForm())


@bp.post("")
@access(OPERATOR, body=FILE_BYTES)
def preview(store_id: int) -> str | Response:
    form = UploadForm()
    form.validate()
    content = form.file.data.read() if form.file.data else b""
    if not content:
        form.file.errors = ["CSV file: choose a file that is not empty."]
        return render_template("import_orders/upload.html", form=form)
    user_id = current_user.user.id
    db.session.rollback()  # a large file takes its time, and nobody shall wait for the database meanwhile
    try:
        if not form.file.data.filename.lower().endswith(ENDINGS):
            raise BadFile("The name of the file must end with .csv, .tsv or .txt. Save it as CSV and try again.")
        count = len(reader.parse(content).orders)
        if count > MOST_ORDERS:
            raise BadFile(
                f"The file has {count:,} orders; the limit is {MOST_ORDERS:,}. Split it into several files."
            )
    except BadFile as refused:
        form.file.errors = [str(refused)]
        return render_template("import_orders/upload.html", form=form)
    token = uploads.keep(content, user_id, store_id)
    return redirect(url_for("import_orders.show", store_id=store_id, token=token))


@bp.get("/<token>")
@access(OPERATOR)
def show(store_id: int, token: str) -> str | Response:
    content = uploads.read(token, current_user.user.id, store_id)
    if content is None:
        return _gone(store_id)
    read = reader.parse(content)
    return render_template(
        "import_orders/preview.html",
        token=token,
        preview=read,
        sorted=_sort(store_id, read.orders),
        most=SHOWN_AT_MOST,
    )


@bp.post("/<token>")
@access(OPERATOR)
def confirm(store_id: int, token: str) -> Response:
    content = uploads.take(token, current_user.user.id, store_id)
    if content is None:
        return _gone(store_id)
    db.session.rollback()  # as above
    read = reader.parse(content)
    found = _sort(store_id, read.orders)
    imported = _import(found.new)
    flash(f"{count_noun(imported, 'order')} imported.", "success" if imported else "info")
    if found.bad:
        flash(f"{_left_out(found.bad)} Fix them in the file, then upload it again.", "warning")
    return redirect(url_for("orders.index", store_id=store_id))


@bp.post("/samples")
@access(OPERATOR)
def add_samples(store_id: int) -> Response:
    added = add.add_samples(g.store, current_user.user.email)
    db.session.commit()
    flash(
        f"{count_noun(added, 'order')} added." if added else "The sample orders have already been added.", "success"
    )
    return redirect(url_for("orders.index", store_id=store_id))


@bp.get("/template.csv")
@access(OPERATOR)
def template(store_id: int) -> Response:
    answer = make_response(reader.template())
    answer.content_type = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = "attachment; filename=bookdesk-orders.csv"
    return answer


def _gone(store_id: int) -> Response:
    flash("That file is no longer available. Choose it again.", "warning")
    return redirect(url_for("import_orders.upload", store_id=store_id))


def _sort(store_id: int, orders: list[CsvOrder]) -> Sorted:
    """Tell new orders from bad ones and from those that the store has already."""
    result = Sorted()
    present = _present(store_id, orders)
    folder_names = {text_key(folder.name) for folder in folders.all_of(store_id)}
    for order in orders:
        name = order.data.get("folder_name", "")
        if name and text_key(name) not in folder_names:
            order.errors.append(CsvError(order.line, "Folder", f"there is no folder named {name}"))
        if order.errors:
            result.bad.append(order)
        elif (order_id := present.get(_number(order))) is not None:
            result.present.append((order, order_id))
        else:
            result.new.append(order)
    return result


def _number(order: CsvOrder) -> tuple[str, str]:
    return identity.key(order.data.get("source_name") or import_order.DEFAULT_SOURCE, order.data.get("source_id", ""))


def _present(store_id: int, orders: list[CsvOrder]) -> dict[tuple[str, str], int]:
    """The orders of the file that the store has already: their source and number, and the desk's number."""
    numbers = [order.data["source_id"] for order in orders if order.data.get("source_id")]
    columns = select(Order.source_name, Order.source_id, Order.id).where(Order.store_id == store_id)
    return {
        identity.key(source_name, source_id): order_id
        for start in range(0, len(numbers), LOOKED_UP_AT_ONCE)
        for source_name, source_id, order_id in db.session.execute(
            columns.where(Order.source_id.in_(numbers[start : start + LOOKED_UP_AT_ONCE]))
        )
    }


def _import(orders: list[CsvOrder]) -> int:
    """Import and commit in portions, so that others never wait long for the database."""
    imported = 0
    for place, order in enumerate(orders, start=1):
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


def _left_out(bad: list[CsvOrder]) -> str:
    lines = ", ".join(str(order.line) for order in bad[:NAMED_AT_MOST])
    more = f" and {len(bad) - NAMED_AT_MOST} more" if len(bad) > NAMED_AT_MOST else ""
    return f"{count_noun(len(bad), 'order')} with problems were not imported (line {lines}{more})."
