"""Packing slips and pick lists: for one order, for the checked ones, or for all that match a list's filters."""

from flask import Blueprint, Response, flash, g, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from zoho_app.bulk.selection import MOST_CHECKED, SEPARATOR
from zoho_app.documents import press
from zoho_app.extensions import db
from zoho_app.http.access import OWNER, VIEWER, access
from zoho_app.web.documents.address import PICK_LIST, SLIPS, Address
from zoho_app.web.documents.page import KINDS, build, source
from zoho_app.web.forms.ids import row_id

bp = Blueprint("documents", __name__, url_prefix="/stores/<int:store_id>")

KIND = f"any('{SLIPS}', '{PICK_LIST}'):kind"
NONE_CHECKED = "Check at least one order first."
NONE_THERE = "None of these orders exists any longer."


@bp.post("/orders/print")
@access(VIEWER)
def choose(store_id: int) -> AnyResponse:
    """The buttons of the list lead to the document of what is checked; `document` names its kind."""
    ids = request.form.getlist("order_ids", type=row_id)
    is_all = "all_matching" in request.form
    address = Address.from_args(store_id, {**request.form, "ids": SEPARATOR.join(map(str, ids)), "print": "1"})
    kind = request.form.get("document", SLIPS)
    if not ids and not is_all:
        flash(NONE_CHECKED, "warning")
        return redirect(address.back_href())
    if len(ids) > MOST_CHECKED and not is_all:
        flash(f"Check at most {MOST_CHECKED} orders, or choose all that match.", "warning")
        return redirect(address.back_href())
    return redirect(address.href(kind if kind in KINDS else SLIPS))


@bp.get(f"/orders/print/<{KIND}>")
@access(VIEWER)
def show(store_id: int, kind: str) -> str | AnyResponse | tuple[str, int]:
    address = Address.from_args(store_id, request.args)
    chosen = address.read()
    if not chosen.orders:
        return _nothing(address)
    try:
        return render_template("documents/show.html", document=build(kind, g.store, address, chosen))
    except press.NotMade as problem:
        return _not_made(kind, address, problem)


@bp.get(f"/orders/print/<{KIND}>.pdf")
@access(VIEWER)
def pdf(store_id: int, kind: str) -> AnyResponse | tuple[str, int]:
    address = Address.from_args(store_id, request.args)
    chosen = address.read()
    if not chosen.orders:
        return _nothing(address)
    made = source(kind, g.store, chosen)
    paper = press.paper(made.settings, made.title)
    db.session.rollback()  # nobody shall wait for the database meanwhile
    try:
        content = press.as_pdf(made.template, made.pages, paper)
    except press.NotMade as problem:
        return _not_made(kind, address, problem)
    answer = Response(content, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{kind}.pdf")
    return answer


def _nothing(address: Address) -> AnyResponse:
    is_chosen = address.selection.order_ids or address.selection.filters is not None
    flash(NONE_THERE if is_chosen else NONE_CHECKED, "warning")
    return redirect(address.back_href())


def _not_made(kind: str, address: Address, problem: press.NotMade) -> tuple[str, int]:
    """A page that says what is wrong and how to go on."""
    may_edit = current_user.user.may(OWNER, g.store.id)
    page = render_template(
        "documents/not_made.html", kind=KINDS[kind], problem=problem, back=address.back_href(), may_edit=may_edit
    )
    return page, 503 if isinstance(problem, press.Busy) else 422
