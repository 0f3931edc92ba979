"""The store's folders: add one, put them in order."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired

from zoho_app.extensions import db
from zoho_app.http.access import OWNER, access
from zoho_app.orders import folders
from zoho_app.orders.models import Folder

bp = Blueprint("folders", __name__, url_prefix="/stores/<int:store_id>/folders")


class AddForm(FlaskForm):
    name = StringField("Name of the new folder", validators=[InputRequired("Name: give the folder a name.")])


@bp.get("")
@access(OWNER)
def index(store_id: int) -> str:
    return _page(store_id, AddForm())


@bp.post("")
@access(OWNER)
def add(store_id: int) -> str | Response:
    form = AddForm()
    if not form.validate():
        return _page(store_id, form)
    try:
        folder = folders.create(store_id, form.name.data)
    except folders.FolderRefused as refusal:
        db.session.rollback()
        form.name.errors = [str(refusal)]
        return _page(store_id, form)
    db.session.commit()
    flash(f"Folder {folder.name} added.", "success")
    return redirect(url_for("folders.index", store_id=store_id))


@bp.post("/<int:folder_id>/<any(up, down):direction>")
@access(OWNER)
def reorder(store_id: int, folder_id: int, direction: str) -> Response:
    folder = the_folder(store_id, folder_id)
    folders.reorder(folder, direction)
    db.session.commit()
    flash(f"Folder {folder.name} moved {direction}.", "success")
    return redirect(url_for("folders.index", store_id=store_id))


def the_folder(store_id: int, folder_id: int) -> Folder:
    """The store's folder of that id; 404 when there is none."""
    return folders.get(store_id, folder_id) or abort(404)


def _page(store_id: int, form: AddForm) -> str:
    return render_template("folders/index.html", form=form, listing=folders.listing(store_id))
