"""Print settings: the store's address, contact and logo, paper, and what packing slips say."""

from flask import Response, abort, flash, g, redirect, render_template, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, Field, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, Length

from zoho_app.documents import press, settings
from zoho_app.documents.models import A4, LETTER, PAPERS
from zoho_app.extensions import db
from zoho_app.http.access import OWNER, VIEWER, access
from zoho_app.http.limits import FORM_BYTES
from zoho_app.web.documents.show import bp
from zoho_app.web.forms.conflicts import SeenForm

LOGO_BYTES = 2_000_000
PAPER_WORDS = {A4: "A4 (210 x 297 mm)", LETTER: "Letter (8.5 x 11 in)"}


def tidy_lines(text: str | None) -> str:
    """The lines without outer spaces, and without blank ones at either end."""
    return "\n".join(line.strip() for line in (text or "").strip().splitlines())


def tidy(text: str | None) -> str:
    """The text on one line, without outer spaces."""
    return " ".join((text or "").split())


def at_most(label: str, most: int) -> Length:
    """No longer than that."""
    return Length(max=most, message=f"{label}: it is too long; at most {most:,} characters.")


class PrintForm(SeenForm):
    address = TextAreaField(
        "Store address",
        [at_most("Store address", settings.LONGEST_TEXT)],
        filters=[tidy_lines],
        description="Below the store's name, one line each.",
    )
    contact = TextAreaField(
        "Contact",
        [at_most("Contact", settings.LONGEST_TEXT)],
        filters=[tidy_lines],
        description="At the foot of each slip: where customers ask, such as an e-mail address.",
    )
    paper = RadioField(
        "Paper",
        [AnyOf(PAPERS, message="Paper: choose one.")],
        choices=[SelectChoice(paper, PAPER_WORDS[paper]) for paper in PAPERS],
        validate_choice=False,  # AnyOf names the field
    )
    show_prices = BooleanField(
        "Print prices", description="Never on an order that has a gift message: it is a present."
    )
    show_notes = BooleanField(
        "Print notes of people", description="What people wrote at an order. The customer reads it, too."
    )
    gift_message_field = StringField(
        "Gift message",
        [at_most("Gift message", settings.LONGEST_NAME)],
        filters=[tidy],
        description="Which name in the checkout data has it.",
    )
    packing_note_field = StringField(
        "Note for the packer",
        [at_most("Note for the packer", settings.LONGEST_NAME)],
        filters=[tidy],
        description="Which name in the checkout data has it.",
    )


class LogoForm(FlaskForm):
    logo = FileField(
        "Picture", description="PNG, JPEG or WebP, at most 2 MB. Printed at most 60 mm wide and 25 mm high."
    )


@bp.route("/settings/printing", methods=["GET", "POST"])
@access(OWNER)
def index(store_id: int) -> str | AnyResponse:
    form = _form()
    if not form.validate_on_submit():
        return _page(form, LogoForm(formdata=None))
    settings.change(g.store, {name: form[name].data for name in settings.FIELDS}, current_user.user.email)
    return _saved("Print settings saved.")


@bp.post("/settings/printing/logo")
@access(OWNER, body=LOGO_BYTES + FORM_BYTES)
def save_logo(store_id: int) -> str | AnyResponse:
    form = LogoForm()
    form.validate()
    try:
        png, width, height = _drawn(form.logo)
    except press.NotMade as problem:
        form.logo.errors = [f"Picture: {problem.reason}."]
        return _page(_form(formdata=None), form)
    settings.change_logo(g.store, png, width, height, current_user.user.email)
    return _saved("Logo saved.")


@bp.post("/settings/printing/logo/remove")
@access(OWNER)
def remove_logo(store_id: int) -> AnyResponse:
    settings.change_logo(g.store, b"", 0, 0, current_user.user.email)
    return _saved("Logo removed.")


@bp.get("/logo.png")
@access(VIEWER)
def logo(store_id: int) -> Response:
    """The logo, which only people of the store see."""
    return Response(settings.get(g.store).logo or abort(404), mimetype="image/png")


def _drawn(field: Field) -> tuple[bytes, int, int]:
    """The uploaded picture drawn anew. Raises press.NotMade."""
    content = field.data.read() if field.data else b""
    if not content:
        raise press.NotMade("choose a file that is not empty")
    if len(content) > LOGO_BYTES:
        raise press.NotMade("the file is too large; at most 2 MB")
    db.session.rollback()  # nobody shall wait for the database meanwhile
    return press.redraw(content)


def _form(**more: object) -> PrintForm:
    stored = settings.get(g.store)
    form = PrintForm(obj=stored, **more)
    form.look_at("the settings on this page", PrintForm(formdata=None, obj=stored))
    return form


def _page(form: PrintForm, logo_form: LogoForm) -> str:
    return render_template("documents/settings.html", form=form, logo_form=logo_form, stored=settings.get(g.store))


def _saved(words: str) -> AnyResponse:
    db.session.commit()
    flash(words, "success")
    return redirect(url_for("documents.index", store_id=g.store.id))
