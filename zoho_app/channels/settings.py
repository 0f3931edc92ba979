"""The sales channels of a store: whom to tell about shipments, under which secret."""

from typing import Any
from uuid import uuid4

from sqlalchemy import func, select

from zoho_app import kinds, masks
from zoho_app.appointments import breakers
from zoho_app.appointments.models import FAILED, OPEN_STATES, Appointment
from zoho_app.channels import messages
from zoho_app.channels.models import Channel, Delivery
from zoho_app.clock import now
from zoho_app.deliveries import addresses, rates, signatures
from zoho_app.deliveries.addresses import AddressRefused
from zoho_app.extensions import db
from zoho_app.orders.input import source
from zoho_app.orders.models import Order

MOST_NAMES = 100


class ChannelRefused(Exception):
    """A sales channel that can't be kept; `field` is "source_name" or "url", the text is for people."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


def channels(store_id: int) -> list[Channel]:
    """The store's sales channels by name."""
    wanted = select(Channel).where(Channel.store_id == store_id)
    return list(db.session.scalars(wanted.order_by(func.lower(Channel.source_name))))


def get(store_id: int, channel_id: int) -> Channel | None:
    """The store's channel of that id."""
    return db.session.scalar(select(Channel).where(Channel.store_id == store_id, Channel.id == channel_id))


def source_names(store_id: int) -> list[str]:
    """The source names that the store's orders came with and that have no channel yet, at most 100."""
    taken = select(func.lower(Channel.source_name)).where(Channel.store_id == store_id)
    seen = select(Order.source_name).where(
        Order.store_id == store_id, Order.source_name != "", func.lower(Order.source_name).not_in(taken)
    )
    names = db.session.scalars(seen.distinct().order_by(Order.source_name).limit(MOST_NAMES))
    return sorted({source.shown(store_id, name) for name in names})


def add(store_id: int, source_name: str, url: str, sync_tracking_numbers: bool) -> Channel:
    """Add a channel with a fresh signing secret. Raises ChannelRefused."""
    channel = Channel(store_id=store_id, signing_secret=signatures.new_secret())
    change(channel, source_name, url, sync_tracking_numbers)
    db.session.add(channel)
    db.session.flush()
    return channel


def change(channel: Channel, source_name: str, url: str, sync_tracking_numbers: bool) -> dict[str, Any]:
    """Change a channel; messages that wait go to the new address.

    An address that is typed as it is shown stays as it is. Returns {field: [before, after]} for the audit log, with
    the address as it is shown. Raises ChannelRefused.
    """
    before = _shown(channel)
    source_name = source_name.strip()
    _refuse_taken(channel, source_name)
    url = channel.url if channel.url and url.strip() == masks.shown(channel.url) else _checked(url)
    if channel.id is not None and url != channel.url:
        breakers.forget_receiver(channel.store_id, kinds.CHANNELS, messages.of_channel(channel.id))
    is_replaced = bool(channel.url) and url != channel.url
    channel.url = url
    channel.source_name = source_name
    channel.sync_tracking_numbers = sync_tracking_numbers
    after = _shown(channel)
    changes = {field: [before[field], after[field]] for field in after if before[field] != after[field]}
    if is_replaced and "address" not in changes:
        changes["address"] = [before["address"], f"{after['address']}, with another secret"]
    return changes


def _checked(url: str) -> str:
    try:
        return addresses.check(url)
    except AddressRefused as refusal:
        raise ChannelRefused("url", str(refusal)) from refusal


def rotate_secret(channel: Channel) -> str:
    """Give the channel a new signing secret and return it; the old one signs nothing from now on."""
    channel.signing_secret = signatures.new_secret()
    return channel.signing_secret


def remove(channel: Channel) -> None:
    """Forget the channel; messages for it that wait will fail and say so."""
    breakers.forget_receiver(channel.store_id, kinds.CHANNELS, messages.of_channel(channel.id))
    db.session.delete(channel)


def send_test(channel: Channel, asked_by: str) -> bool:
    """Schedule a test message, which goes out at once also when Sync Tracking Numbers is off.

    False when the store has sent too many within the last minute.
    """
    if not rates.allow_test(channel.store_id):
        return False
    delivery = Delivery(
        store_id=channel.store_id,
        message_key=f"test:{channel.id}:{uuid4().hex}",
        format=messages.WEBHOOK,
        channel_id=channel.id,
        recipient=channel.source_name,
        subject="a test",
        url=channel.url,
    )
    content = {
        "test": True,
        "source_name": channel.source_name,
        "sent_at": now().isoformat(timespec="seconds"),
    }
    messages.plan(delivery, content, asked_by)
    return True


def last_deliveries(store_id: int) -> dict[int, tuple[Delivery, Appointment]]:
    """Each channel's latest message with its appointment, by channel id."""
    latest = (
        select(func.max(Delivery.id))
        .where(Delivery.store_id == store_id, Delivery.channel_id.is_not(None))
        .group_by(Delivery.channel_id)
    )
    rows = db.session.execute(_with_appointments(store_id).where(Delivery.id.in_(latest)))
    return {delivery.channel_id: (delivery, appointment) for delivery, appointment in rows}


def latest_deliveries(store_id: int, most: int, before: int | None) -> list[tuple[Delivery, Appointment]]:
    """The latest messages, or those before one, newest first, each with its appointment."""
    rows = _with_appointments(store_id)
    rows = rows if before is None else rows.where(Delivery.id < before)
    return [(delivery, appointment) for delivery, appointment in db.session.execute(rows.limit(most))]


def troubled_deliveries(store_id: int, most: int = 20) -> list[tuple[Delivery, Appointment]]:
    """The latest messages that were not accepted so far, newest first: given up, or being tried again."""
    rows = _with_appointments(store_id).where(
        Appointment.queue == kinds.CHANNELS,
        Appointment.state.in_((*OPEN_STATES, FAILED)),
        Appointment.cause != "",
    )
    return [(delivery, appointment) for delivery, appointment in db.session.execute(rows.limit(most))]


def _with_appointments(store_id: int) -> Any:
    is_its = (Appointment.subject_id == Delivery.id) & (Appointment.kind == kinds.DELIVER_MESSAGE.name)
    rows = select(Delivery, Appointment).join(Appointment, is_its)
    return rows.where(Delivery.store_id == store_id).order_by(Delivery.id.desc())


def _refuse_taken(channel: Channel, source_name: str) -> None:
    taken = select(Channel.id).where(
        Channel.store_id == channel.store_id,
        func.lower(Channel.source_name) == func.lower(source_name),
        Channel.id.is_distinct_from(channel.id),
    )
    with db.session.no_autoflush:
        if db.session.scalar(taken) is not None:
            raise ChannelRefused("source_name", f"{source_name} has a sales channel already; change that one.")


def _shown(channel: Channel) -> dict[str, Any]:
    """What the audit log may tell of a channel: an address can hold a secret after its host."""
    return {
        "source_name": channel.source_name,
        "sync_tracking_numbers": channel.sync_tracking_numbers,
        "address": masks.shown(channel.url or ""),
    }
