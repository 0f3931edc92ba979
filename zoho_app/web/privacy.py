"""Personal data: erase a customer after showing the data, and retention settings."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length, StopValidation

from zoho_app.extensions import db
from zoho_app.http.access import OWNER, access
from zoho_app.privacy import erase as privacy_erase
from zoho_app.privacy import obstacles, proof, retention
from zoho_app.privacy.customer import Customer, counts
from zoho_app.privacy.obstacles import Obstacle
from zoho_app.web.forms.conflicts import SeenForm
from zoho_app.web.forms.fields import WholeNumberField

bp = Blueprint("privacy", __name__, url_prefix="/stores/<int:store_id>/privacy")
PROOFS_SHOWN = 20
LEAST_DAYS = 7  # less would take away what pages of the last days show


class CustomerForm(FlaskForm):
    email = StringField(
        "E-mail address of the customer",
        [
            InputRequired("E-mail address of the customer: type it."),
            Length(max=254, message="E-mail address of the customer: at most 254 characters."),
        ],
        description="Nothing is erased yet. The next page shows what this store has.",
    )

    def validate_email(self, field: StringField) -> None:
        """Texts of few letters would be found everywhere."""
        text = (field.data or "").strip()
        if "@" not in text.strip("@") or not text.isprintable() or " " in text:
            raise StopValidation("E-mail address of the customer: give one like ada@example.com.")


class DaysField(WholeNumberField):
    """Days, or 0 for good."""

    def __init__(self, label: str, description: str = "", **kwargs: Any) -> None:
        super().__init__(label, 0, retention.LONGEST_DAYS, description=description, **kwargs)
        self.words = f"{label}: give 0, or a number of days from {LEAST_DAYS} to {retention.LONGEST_DAYS:,}."
        self.invalid_value_message = self.words

    def pre_validate(self, form: Any) -> None:
        """Refuse a very short retention as a mistake."""
        super().pre_validate(form)
        if self.data and self.data < LEAST_DAYS:
            raise StopValidation(self.words)


class RetentionForm(SeenForm):
    appointments_days = DaysField(
        "Activity", "Appointments that are done, canceled, or failed and dealt with. Open ones always stay."
    )
    messages_days = DaysField("Messages", "Messages to sales channels, cleared alerts, and their recipients.")
    runs_days = DaysField("Bulk runs", "Finished runs, with the result for each order.")
    deleted_orders_days = DaysField(
        "Deleted orders",
        "Their numbers, totals and history. The list of changes still shows that an order was deleted.",
    )
    payloads_days = DaysField(
        "Notes and addresses in sent sales orders",
        "Numbers, items and amounts always stay.",
    )
    contacts_days = DaysField(
        "Copied contacts and items after disconnecting",
        "Until then, you can reconnect the same organization without losing anything.",
    )


@bp.get("")
@access(OWNER)
def index(store_id: int) -> str:
    return _page(CustomerForm(), _retention_form())


@bp.post("/retention")
@access(OWNER)
def save_retention(store_id: int) -> str | Response:
    form = _retention_form()
    if not form.validate():
        return _page(CustomerForm(formdata=None), form)
    days = {name: form[name].data for name in retention.FIELDS}
    retention.save(store_id, days, current_user.user.email)
    db.session.commit()
    flash("Saved. Bookdesk deletes older data within the next few hours.", "success")
    return _to_page(store_id)


@bp.post("/look")
@access(OWNER)
def look(store_id: int) -> str:
    """What is held of a customer; the address stays out of the page's own, which browsers and proxies keep."""
    form = CustomerForm()
    if not form.validate():
        return _page(form, _retention_form(formdata=None))
    return _look_page(Customer.find(store_id, form.email.data))


@bp.post("/erase")
@access(OWNER)
def erase(store_id: int) -> str | Response:
    form = CustomerForm()
    if not form.validate():
        return _page(form, _retention_form(formdata=None))
    customer = Customer.find(store_id, form.email.data)
    try:
        for _ in privacy_erase.erase(customer, current_user.user.email):
            db.session.commit()
    except privacy_erase.Hindered:
        db.session.rollback()
        flash("The customer is not fully erased. See below what has to be done first.", "problem")
        return _look_page(customer)
    except privacy_erase.NothingToErase:
        db.session.rollback()
        flash("This store has no data about that customer.", "info")
        return _to_page(store_id)
    flash("The customer was erased in this store. See below what Zoho Books still keeps.", "success")
    return _to_page(store_id)


def _retention_form(**more: Any) -> RetentionForm:
    found = retention.get(g.store.id)
    form = RetentionForm(obj=found, **more)
    form.look_at("these settings", RetentionForm(formdata=None, obj=found))
    return form


def _page(form: CustomerForm, retention_form: RetentionForm) -> str:
    erasures = proof.latest(g.store.id, PROOFS_SHOWN)
    return render_template("privacy/index.html", form=form, retention=retention_form, erasures=erasures)


def _look_page(customer: Customer) -> str:
    found = obstacles.find(customer)
    return render_template(
        "privacy/look.html",
        email=customer.email_key,
        counts=counts(customer),
        obstacles=[(one.words, _address(one)) for one in found],
        past=_past(customer),
    )


def _past(customer: Customer) -> Sequence[Any]:
    return proof.past(customer.store_id, customer.email_key)


def _address(one: Obstacle) -> str:
    """The page that resolves the obstacle."""
    store_id = g.store.id
    addresses = {
        obstacles.ORDER: url_for("orders.show", store_id=store_id, order_id=one.id),
        obstacles.RULE: url_for("rules.edit", store_id=store_id, rule_id=one.id),
        obstacles.RUN: url_for("runs.show", store_id=store_id, run_id=one.id),
        obstacles.PERSON: url_for("people.index", store_id=store_id),
        obstacles.CHANNEL: url_for("channels.edit", store_id=store_id, channel_id=one.id),
        obstacles.ALERTS: url_for("alerts.index", store_id=store_id),
    }
    return addresses[one.subject]


def _to_page(store_id: int) -> Response:
    return redirect(url_for("privacy.index", store_id=store_id))
