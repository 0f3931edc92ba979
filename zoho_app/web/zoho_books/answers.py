"""Answers that hold for later orders: which contact a source has, what a line's name means, who a customer is."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, VIEWER, access
from zoho_app.orders.input import source as sources
from zoho_app.orders.input.keys import text_key
from zoho_app.web.forms.ids import row_id
from zoho_app.web.layout.redirects import own_page
from zoho_app.web.zoho_books import listed_answers
from zoho_app.web.zoho_books.settings import PAGE, bp
from zoho_app.zoho_books.answers import line_answers, source_contacts
from zoho_app.zoho_books.answers.line_answers import BadAnswer
from zoho_app.zoho_books.contacts import choice
from zoho_app.zoho_books.corrections import sku_mapping

# So many of each are listed.
SHOWN_AT_MOST = 500


@bp.get(f"{PAGE}/answers")
@access(VIEWER)
def answers(store_id: int) -> str:
    source, line = request.args.get("source", "")[:100], request.args.get("line", "")[:500]
    kept = sources.typed(store_id, source) if source else ""
    said = source_contacts.for_sources(store_id, [kept]).get(text_key(kept)) if kept else None
    return render_template(
        "zoho_books/answers.html",
        source=sources.shown(store_id, kept) if kept else "",
        line=line,
        said=said,
        back=_back(store_id, request.args.get("back", "")),
        listed=listed_answers.listed(store_id, SHOWN_AT_MOST),
        account_names=source_contacts.offered(store_id),
        items=sku_mapping.candidates(store_id, line),
        may_change=bool(current_user.user.may(OPERATOR, store_id)),
    )


@bp.post(f"{PAGE}/answers/source")
@access(OPERATOR)
def keep_source_contact(store_id: int) -> Response:
    def keep() -> str:
        form = request.form
        is_for_all = form.get("is_for_all") == "1"
        source = sources.typed(store_id, form.get("source_name", ""))
        answer = source_contacts.keep(store_id, source, form.get("contact_name", ""), is_for_all, _who())
        return source_contacts.sentence(answer)

    return _do(store_id, keep, source=request.form.get("source_name", "")[:100])


@bp.post(f"{PAGE}/answers/line")
@access(OPERATOR)
def keep_line_name(store_id: int) -> Response:
    def keep() -> str:
        form = request.form
        answer = line_answers.keep(
            store_id, form.get("name", ""), form.get("meaning", ""), form.get("sku", ""), _who()
        )
        return f"{line_answers.in_words(answer)}."

    return _do(store_id, keep, line=request.form.get("name", "")[:500])


@bp.post(f"{PAGE}/answers/forget")
@access(OPERATOR)
def forget_answer(store_id: int) -> Response:
    def forget() -> str:
        form = request.form
        if source := form.get("source_name"):
            gone = source_contacts.forget(store_id, source, _who())
        elif (answer_id := form.get("line_id", type=row_id)) is not None:
            gone = line_answers.forget(store_id, answer_id, _who())
        else:
            email = form.get("email", "")
            gone = email if choice.forget(store_id, email, _who()) else ""
        return f"{gone}: forgotten. Bookdesk asks again." if gone else "That was forgotten already."

    return _do(store_id, forget)


def _do(store_id: int, action: Callable[[], str], **asked: Any) -> Response:
    """Do it, commit, and say so on the page that the person came from; what was refused is asked again."""
    back = _back(store_id, request.form.get("back", ""))
    try:
        words = action()
        db.session.commit()
        flash(words, "success")
    except BadAnswer as refusal:
        db.session.rollback()
        flash(str(refusal), "problem")
    except IntegrityError:  # somebody says the same at this very moment
        db.session.rollback()
        flash("Somebody else changed the same at this very moment. Try again.", "warning")
        return redirect(url_for(".answers", store_id=store_id, back=back or None, **asked))
    return redirect(back or url_for(".answers", store_id=store_id))


def _back(store_id: int, address: str) -> str:
    """The page of this store that the address names; "" when it is none."""
    path = own_page(address).partition("?")[0].partition("#")[0]
    is_ours = path.startswith(f"/stores/{store_id}/") and "\\" not in address and "//" not in path
    return address if is_ours else ""


def _who() -> str:
    return str(current_user.user.email)
