"""The template of a store's packing slips: an editor, and beside it what a slip looks like."""

from dataclasses import dataclass

from flask import flash, g, redirect, render_template, url_for
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from zoho_app.documents import packing_slip, press, sample, settings, standard, variables
from zoho_app.documents.models import PrintSettings
from zoho_app.documents.packing_slip import Page
from zoho_app.extensions import db
from zoho_app.http.access import OWNER, access
from zoho_app.orders.models import Order
from zoho_app.web.documents.page import logo_alt, logo_href
from zoho_app.web.documents.settings import at_most
from zoho_app.web.documents.show import bp
from zoho_app.web.forms.conflicts import SeenForm
from zoho_app.web.forms.ids import row_id

MOST_OFFERED = 5  # orders to see a slip of
SAMPLE = "0"


@dataclass(frozen=True)
class Preview:
    """What a slip looks like, or what is wrong with the template."""

    sheet: Markup | None = None
    problem: str = ""


class TemplateForm(SeenForm):
    template = TextAreaField(
        "Template",
        [
            InputRequired("Template: it is empty. Type one, or go back to the standard template."),
            at_most("Template", settings.LONGEST_TEMPLATE),
        ],
        filters=[lambda text: (text or "").replace("\r\n", "\n")],
        description="HTML with variables in double braces. Scripts, styles, links and other pictures are left out.",
    )
    order = SelectField("Preview with", default=SAMPLE, validate_choice=False)


@bp.get("/settings/printing/template")
@access(OWNER)
def edit_template(store_id: int) -> str:
    look = settings.get(g.store)
    form = _form(look)
    return _page(form, look, _preview(form, look))


@bp.post("/settings/printing/template")
@access(OWNER)
def save_template(store_id: int) -> str | Response:
    look = settings.get(g.store)
    form = _form(look)
    is_valid = form.validate()
    preview = _preview(form, look)
    if preview.problem and not form.template.errors:
        form.template.errors = [f"Template: {preview.problem}"]
    if not is_valid or preview.problem:
        return _page(form, look, preview)
    typed = form.template.data.strip()
    is_standard = typed == standard.template(standard.PACKING_SLIP).strip()
    return _saved("" if is_standard else f"{typed}\n", "Template saved.")


@bp.post("/settings/printing/template/preview")
@access(OWNER)
def preview_template(store_id: int) -> str:
    """Show a slip as it is typed; nothing is saved."""
    look = settings.get(g.store)
    form = _form(look)
    form.validate()
    return _page(form, look, _preview(form, look), is_saved=False)


@bp.post("/settings/printing/template/standard")
@access(OWNER)
def use_standard_template(store_id: int) -> Response:
    return _saved("", "Packing slips have the standard template again.")


def _form(look: PrintSettings) -> TemplateForm:
    stored = {"template": look.template or standard.template(standard.PACKING_SLIP)}
    form, as_stored = TemplateForm(data=stored), TemplateForm(formdata=None, data=stored)
    form.order.choices = [SelectChoice(SAMPLE, "A made-up order"), *_offered()]
    as_stored.order.choices = form.order.choices
    form.look_at("the template", as_stored)
    return form


def _offered() -> list[SelectChoice]:
    wanted = select(Order.id, Order.source_id).where(Order.store_id == g.store.id)
    newest = db.session.execute(wanted.order_by(Order.date_added.desc(), Order.id.desc()).limit(MOST_OFFERED))
    return [SelectChoice(str(order_id), f"Order {number}") for order_id, number in newest]


def _preview(form: TemplateForm, look: PrintSettings) -> Preview:
    typed = (form.template.data or "")[: settings.LONGEST_TEMPLATE]
    page = _data(form.order.data, look)
    try:
        printed = press.for_browser(typed, [page], logo_alt(look, g.store), logo_href(look))
    except press.NotMade as problem:
        line = f"line {problem.line}: " if problem.line else ""
        return Preview(problem=f"{line}{problem.reason}.")
    return Preview(Markup(printed.pages[0]))  # noqa: S704 - the press has cleaned it


def _data(chosen: str, look: PrintSettings) -> Page:
    """The chosen order's, if it is the store's; else that of the order that does not exist."""
    try:
        number = row_id(chosen or SAMPLE)
    except ValueError:
        number = 0
    wanted = select(Order).where(Order.store_id == g.store.id, Order.id == number).options(selectinload(Order.items))
    order = db.session.scalar(wanted) if number else None
    return packing_slip.pages(g.store, look, [order])[0] if order else sample.page(g.store, look)


def _page(form: TemplateForm, look: PrintSettings, preview: Preview, is_saved: bool = True) -> str:
    return render_template(
        "documents/template.html",
        form=form,
        preview=preview,
        is_own=bool(look.template),
        is_saved=is_saved,
        groups=variables.GROUPS,
    )


def _saved(template: str, words: str) -> Response:
    settings.change_template(g.store, template, current_user.user.email)
    db.session.commit()
    flash(words, "success")
    return redirect(url_for("documents.edit_template", store_id=g.store.id))
