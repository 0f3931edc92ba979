"""API keys: which programs may use the store's API, what they may do, and when they last did."""

from flask import Blueprint, abort, flash, g, redirect, render_template, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from zoho_app.accounts import api_keys
from zoho_app.accounts.models import ApiKey
from zoho_app.extensions import db
from zoho_app.http.access import OWNER, access
from zoho_app.web.forms.fields import choose_one

bp = Blueprint("keys", __name__, url_prefix="/stores/<int:store_id>/settings/api-keys")


class KeyForm(FlaskForm):
    name = StringField(
        "Name",
        [InputRequired("Name: give the key a name.")],
        description="The program that will use it, such as Warehouse. The history of orders that it sends names it.",
    )
    scope = RadioField(
        "Access",
        [InputRequired("Access: choose one.")],
        choices=[SelectChoice(scope, words) for scope, words in api_keys.SCOPES.items()],
        default=api_keys.FULL,
        **choose_one("Access"),
    )


@bp.get("")
@access(OWNER)
def index(store_id: int) -> str:
    return _page(KeyForm())


@bp.post("")
@access(OWNER)
def make(store_id: int) -> str:
    """Make a key and show it, this once: the answer is the page itself; it is kept nowhere."""
    form = KeyForm()
    if not form.validate():
        return _page(form)
    try:
        key, text = api_keys.make(g.store, form.name.data, form.scope.data, current_user.user.email)
    except api_keys.BadKey as refusal:
        db.session.rollback()
        form.name.errors = [str(refusal)]
        return _page(form)
    db.session.commit()
    return _page(KeyForm(formdata=None), key, text)


@bp.post("/<int:key_id>/revoke")
@access(OWNER)
def revoke(store_id: int, key_id: int) -> Response:
    key = api_keys.get(store_id, key_id) or abort(404)
    if api_keys.revoke(key, current_user.user.email):
        db.session.commit()
        flash(f"The API key “{key.name}” was revoked. It no longer works.", "success")
    return redirect(url_for("keys.index", store_id=store_id))


def _page(form: KeyForm, made: ApiKey | None = None, text: str = "") -> str:
    return render_template(
        "accounts/api_keys.html",
        form=form,
        working=api_keys.working(g.store.id),
        revoked=api_keys.revoked(g.store.id),
        scopes=api_keys.SCOPES,
        made=made,
        text=text,
    )
