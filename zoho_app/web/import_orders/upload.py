"""The first step: a file is chosen and kept. Sample orders and the template, too."""

from flask import Blueprint, flash, g, make_response, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.wrappers import Response

from zoho_app.counts import count_noun
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, access
from zoho_app.http.limits import FILE_BYTES
from zoho_app.orders.files import reader, saved_columns
from zoho_app.orders.files.limits import BadFile
from zoho_app.orders.files.template import template as order_template
from zoho_app.orders.samples import add
from zoho_app.web.import_orders import kept

bp = Blueprint("import_orders", __name__, url_prefix="/stores/<int:store_id>/orders/import")

ENDINGS = (".csv", ".tsv", ".tab", ".txt", ".xlsx")


class UploadForm(FlaskForm):
    file = FileField(
        "File", description="CSV, text with tabs, or XLSX. Exports of shops can be uploaded as they are."
    )


@bp.get("")
@access(OPERATOR)
def upload(store_id: int) -> str:
    return _page(store_id, UploadForm())


@bp.post("")
@access(OPERATOR, body=FILE_BYTES)
def preview(store_id: int) -> str | Response:
    form = UploadForm()
    form.validate()
    content = form.file.data.read() if form.file.data else b""
    if not content:
        form.file.errors = ["File: choose a file that is not empty."]
        return _page(store_id, form)
    user_id = current_user.user.id
    db.session.rollback()  # a large file takes its time, and nobody shall wait for the database meanwhile
    try:
        if not form.file.data.filename.lower().endswith(ENDINGS):
            raise BadFile(
                "The name of the file must end with .csv, .tsv, .txt or .xlsx. Save it as CSV or XLSX and try again."
            )
        reader.open_file(content)
    except BadFile as refused:
        form.file.errors = [str(refused)]
        return _page(store_id, form)
    token = kept.keep(content, user_id, store_id)
    return redirect(url_for("import_orders.show", store_id=store_id, token=token))


@bp.post("/samples")
@access(OPERATOR)
def add_samples(store_id: int) -> Response:
    added = add.add_samples(g.store, current_user.user.email)
    db.session.commit()
    words = f"{count_noun(added, 'order')} added." if added else "The sample orders have already been added."
    flash(words, "success")
    return redirect(
        url_for("home.index" if request.form.get("back") == "home" else "orders.index", store_id=store_id)
    )


@bp.get("/template.csv")
@access(OPERATOR)
def template(store_id: int) -> Response:
    answer = make_response(order_template())
    answer.content_type = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = "attachment; filename=bookdesk-orders.csv"
    return answer


def _page(store_id: int, form: UploadForm) -> str:
    return render_template("import_orders/upload.html", form=form, remembered=saved_columns.all_of(store_id))


def gone(store_id: int) -> Response:
    """Lead back to the first step when the file is not there any more."""
    flash("That file is no longer available. Choose it again.", "warning")
    return redirect(url_for("import_orders.upload", store_id=store_id))
