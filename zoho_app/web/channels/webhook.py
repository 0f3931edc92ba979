"""Sales Channels: the channels that get shipments, their addresses, and failed messages."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from zoho_app import kinds, masks
from zoho_app.accounts import audit
from zoho_app.appointments import breakers
from zoho_app.appointments.models import OPEN_STATES
from zoho_app.channels import postings, settings
from zoho_app.channels.models import Channel, Posting
from zoho_app.channels.settings import ChannelRefused
from zoho_app.clock import now
from zoho_app.deliveries import rates
from zoho_app.extensions import db
from zoho_app.http.access import OPERATOR, OWNER, VIEWER, access
from zoho_app.masks import host_of
from zoho_app.web.forms.conflicts import SeenForm

bp = Blueprint("channels", __name__, url_prefix="/stores/<int:store_id>/channels")


TOO_MANY_TESTS = f"You can send at most {rates.TESTS_A_MINUTE} tests a minute. Wait a little, then send it again."
KEPT = " Parts that may be secret are not shown; leave the field as it is to keep the address."


class ChannelForm(SeenForm):
    source_name = StringField(
        "Source name",
        description="Orders with this source name belong to this channel. Upper and lower case make no difference.",
        validators=[
            InputRequired("Source name: give the source name of the channel's orders."),
            Length(max=100, message="Source name: at most 100 characters."),
        ],
    )
    url = StringField(
        "Webhook address",
        description="Where the channel receives messages, such as https://shop.example.com/bookdesk.",
        validators=[InputRequired("Webhook address: give the address that the channel provides.")],
    )
    sync_tracking_numbers = BooleanField(
        "Sync Tracking Numbers",
        description="Notify this channel of each shipment that is added to one of its orders.",
        default=True,
    )


@bp.get("")
@access(VIEWER)
def index(store_id: int) -> str:
    last, troubled = settings.last_deliveries(store_id), settings.troubled_deliveries(store_id)
    return render_template(
        "channels/index.html",
        channels=settings.channels(store_id),
        last=last,
        troubled=troubled,
        is_live=any(sent.state in OPEN_STATES for _, sent in [*last.values(), *troubled]),
        host_of=host_of,
        left_alone=breakers.receivers_left_alone(store_id, kinds.CHANNELS),
        timestamp=now(),
        posting=_posting(store_id),
        may_try=current_user.user.may(OPERATOR, store_id),
        may_edit=current_user.user.may(OWNER, store_id),
    )


def _posting(store_id: int) -> dict[str, Any]:
    """How what goes to addresses of orders and rules is signed, as the page shows it."""
    found = db.session.get(Posting, store_id)
    chosen = found.ship_notify_signature if found else postings.STANDARD
    return {
        "chosen": chosen,
        "name": postings.NAMES[chosen],
        "is_old": chosen == postings.OLD,
        "choices": postings.choices(store_id),
    }


@bp.get("/new")
@access(OWNER)
def new(store_id: int) -> str:
    return _new_page(store_id, ChannelForm())


@bp.post("/new")
@access(OWNER)
def add(store_id: int) -> str:
    """Add a channel and show its secret; no redirect, because no page shows the secret again."""
    form = ChannelForm()
    if not form.validate():
        return _new_page(store_id, form)
    try:
        channel = settings.add(store_id, **_values(form))
    except ChannelRefused as refusal:
        _put_error(form, refusal)
        return _new_page(store_id, form)
    audit.note(
        store_id, current_user.user.email, f"Sales channel {channel.source_name} added", event="channel.changed"
    )
    db.session.commit()
    return _secret_page(channel)


@bp.get("/<int:channel_id>")
@access(OWNER)
def edit(store_id: int, channel_id: int) -> str:
    channel = _get(store_id, channel_id)
    return _edit_page(channel, _form(channel))


@bp.post("/<int:channel_id>")
@access(OWNER)
def save(store_id: int, channel_id: int) -> str | Response:
    channel = _get(store_id, channel_id)
    form = _form(channel)
    if not form.validate():
        return _edit_page(channel, form)
    try:
        changes = settings.change(channel, **_values(form))
    except ChannelRefused as refusal:
        _put_error(form, refusal)
        return _edit_page(channel, form)
    audit.note(
        store_id, current_user.user.email, f"Sales channel {channel.source_name} changed", changes, "channel.changed"
    )
    db.session.commit()
    flash(f"Sales channel {channel.source_name} saved.", "success")
    return redirect(url_for(".index", store_id=store_id))


@bp.post("/<int:channel_id>/secret")
@access(OWNER)
def rotate_secret(store_id: int, channel_id: int) -> str:
    channel = _get(store_id, channel_id)
    settings.rotate_secret(channel)
    audit.note(
        store_id,
        current_user.user.email,
        f"Signing secret of sales channel {channel.source_name} replaced",
        event="secret.replaced",
    )
    db.session.commit()
    return _secret_page(channel)


@bp.post("/<int:channel_id>/test")
@access(OWNER)
def send_test(store_id: int, channel_id: int) -> Response:
    channel = _get(store_id, channel_id)
    is_allowed = settings.send_test(channel, current_user.user.email)
    db.session.commit()
    if not is_allowed:
        flash(TOO_MANY_TESTS, "warning")
        return redirect(url_for(".index", store_id=store_id))
    flash(
        f"A test message for {channel.source_name} is on its way. The answer appears here.",
        "success",
    )
    return redirect(url_for(".index", store_id=store_id))


@bp.post("/<int:channel_id>/delete")
@access(OWNER)
def delete(store_id: int, channel_id: int) -> Response:
    channel = _get(store_id, channel_id)
    name = channel.source_name
    settings.remove(channel)
    audit.note(store_id, current_user.user.email, f"Sales channel {name} deleted", event="channel.changed")
    db.session.commit()
    flash(f"Sales channel {name} deleted.", "success")
    return redirect(url_for(".index", store_id=store_id))


def _get(store_id: int, channel_id: int) -> Channel:
    return settings.get(store_id, channel_id) or abort(404)


def _form(channel: Channel) -> ChannelForm:
    """The form with the address as it may be shown; left like that, it stays as it is."""
    names = {"source_name": channel.source_name, "sync_tracking_numbers": channel.sync_tracking_numbers}
    shown = {**names, "url": masks.shown(channel.url)}
    form = ChannelForm(data=shown)
    form.url.description += KEPT
    form.look_at("this sales channel", ChannelForm(formdata=None, data=shown), {"url": channel.url})
    return form


def _values(form: ChannelForm) -> dict[str, Any]:
    return {field.name: field.data for field in (form.source_name, form.url, form.sync_tracking_numbers)}


def _put_error(form: ChannelForm, refusal: ChannelRefused) -> None:
    db.session.rollback()
    field = form[refusal.field]
    field.errors = [f"{field.label.text}: {refusal}"]


def _new_page(store_id: int, form: ChannelForm) -> str:
    return render_template("channels/new.html", form=form, names=settings.source_names(store_id))


def _edit_page(channel: Channel, form: ChannelForm) -> str:
    return render_template("channels/edit.html", form=form, channel=channel)


def _secret_page(channel: Channel) -> str:
    return render_template("channels/secret.html", channel=channel)
