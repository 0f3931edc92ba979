"""One folder: its name, and deleting it after saying where its orders, settings and rules go."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from sqlalchemy import func, select
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField

from zoho_app.accounts import audit
from zoho_app.extensions import db
from zoho_app.http.access import OWNER, access
from zoho_app.orders import folders
from zoho_app.orders.models import Folder, Order
from zoho_app.rules import folders as rule_folders
from zoho_app.web.forms.conflicts import SeenForm
from zoho_app.web.forms.order_forms import choices
from zoho_app.web.orders.folders import the_folder
from zoho_app.zoho_books import settings

bp = Blueprint("folder", __name__, url_prefix="/stores/<int:store_id>/folders/<int:folder_id>")


class RenameForm(SeenForm):
    name = StringField("Name")


class DeleteForm(FlaskForm):
    target = SelectField("Use this folder instead", coerce=int)


@dataclass(frozen=True)
class Uses:
    """What stands in the way of deleting a folder: orders in it, and settings and rules that name it."""

    orders: int
    settings: list[str]
    rules: list[str]

    def __bool__(self) -> bool:
        return bool(self.orders or self.settings or self.rules)


@bp.route("", methods=["GET", "POST"])
@access(OWNER)
def edit(store_id: int, folder_id: int) -> str | Response:
    folder = the_folder(store_id, folder_id)
    form = RenameForm(obj=folder)
    form.look_at("this folder", RenameForm(formdata=None, obj=folder))
    if not form.validate_on_submit():
        return _page(folder, form, _delete_form(folder))
    before = folder.name
    try:
        folders.rename(folder, form.name.data or "")
    except folders.FolderRefused as refusal:
        db.session.rollback()
        form.name.errors = [str(refusal)]
        return _page(folder, form, _delete_form(folder))
    audit.note(
        store_id, current_user.user.email, "Renamed a folder", {"name": [before, folder.name]}, "folder.changed"
    )
    db.session.commit()
    flash(f"Folder {before} is now named {folder.name}.", "success")
    return redirect(url_for("folders.index", store_id=store_id))


@bp.post("/delete")
@access(OWNER)
def delete(store_id: int, folder_id: int) -> str | Response:
    folder = the_folder(store_id, folder_id)
    form = _delete_form(folder)
    target = folders.get(store_id, form.target.data) if form.validate() else None
    if target is None:
        form.target.errors = ["Use this folder instead: choose one of the other folders."]
        rename_form = RenameForm(formdata=None, obj=folder)
        rename_form.look_at("this folder", RenameForm(formdata=None, obj=folder))
        return _page(folder, rename_form, form)
    name, who = folder.name, current_user.user.email
    try:
        settings.replace_folder(store_id, folder.id, target.id)
        rule_folders.replace_folder(store_id, folder.id, target.id)
        moved = folders.delete(folder, target, who)
    except folders.FolderRefused as refusal:
        db.session.rollback()
        flash(str(refusal), "problem")
        return redirect(url_for("folder.edit", store_id=store_id, folder_id=folder_id))
    audit.note(
        store_id, who, f"Deleted the folder {name}", {"orders": [name, f"{target.name} ({moved})"]}, "folder.changed"
    )
    db.session.commit()
    flash(f"Folder {name} deleted; {target.name} is used instead ({moved} orders moved).", "success")
    return redirect(url_for("folders.index", store_id=store_id))


def _delete_form(folder: Folder) -> DeleteForm:
    form = DeleteForm(prefix="delete")
    others = [each for each in folders.all_of(folder.store_id) if each.id != folder.id]
    form.target.choices = choices((each.id, each.name) for each in others)
    return form


def _page(folder: Folder, form: RenameForm, delete_form: DeleteForm) -> str:
    return render_template("folders/edit.html", folder=folder, form=form, delete_form=delete_form, uses=_uses(folder))


def _uses(folder: Folder) -> Uses:
    held = select(func.count()).select_from(Order).where(Order.folder_id == folder.id)
    rules = rule_folders.rules_naming_folder(folder.store_id, folder.id)
    return Uses(
        orders=db.session.scalar(held) or 0,
        settings=settings.naming_folder(folder.store_id, folder.id),
        rules=[rule.name for rule in rules],
    )
