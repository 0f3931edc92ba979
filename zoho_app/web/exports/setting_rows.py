"""Folders, rules, sales channels and the checklist as rows of a file."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from zoho_app.accounts.models import Store
from zoho_app.channels import settings as channel_settings
from zoho_app.masks import host_of
from zoho_app.orders import folders as store_folders
from zoho_app.web.downloads import BATCH, Row
from zoho_app.web.exports import batches
from zoho_app.web.rules import words
from zoho_app.web.zoho_books import checklist

FOLDER_TITLES = ("Folder", "Orders")
RULE_TITLES = ("Rule", "Is On", "Event", "Filters", "Actions")
CHANNEL_TITLES = (
    *("Source Name", "Webhook Host", "Sync Tracking Numbers"),
    *("Last Message", "Last State", "Last At", "Last Answer"),
)
MESSAGE_TITLES = (
    *("Message", "Recipient", "Subject", "Order", "State", "Requested At", "Due At", "Ended At", "Attempts", "Cause"),
    "Last Answer",
)
CHECK_TITLES = ("Check", "State", "What Was Found", "How To Fix It")


def folders(store: Store) -> Iterator[list[Row]]:
    """The store's folders in their order, each with how many orders it holds."""
    yield [(folder.name, count) for folder, count in store_folders.listing(store.id)]


def rules(store: Store) -> Iterator[list[Row]]:
    """The store's rules as they run, in words."""
    yield [
        (one.rule.name, one.rule.enabled, one.rule.event, f" {one.joiner} ".join(one.filters), "; ".join(one.actions))
        for one in words.all_of(store.id)
    ]


def channels(store: Store) -> Iterator[list[Row]]:
    """The store's sales channels, each with its last message; of an address only the host, it can hold a secret."""
    zone, last = ZoneInfo(store.time_zone), channel_settings.last_deliveries(store.id)

    def told(channel_id: int) -> Row:
        if channel_id not in last:
            return ("", "", None, "")
        delivery, sent = last[channel_id]
        timestamp = batches.at(sent.finished_at or delivery.created_at, zone)
        return (delivery.subject, sent.state, timestamp, sent.answer)

    yield [
        (one.source_name, host_of(one.url), one.sync_tracking_numbers, *told(one.id))
        for one in channel_settings.channels(store.id)
    ]


def messages(store: Store) -> Iterator[list[Row]]:
    """What sales channels and other addresses were told, newest first."""
    zone = ZoneInfo(store.time_zone)
    read = batches.backwards(
        lambda before: channel_settings.latest_deliveries(store.id, BATCH, before), lambda pair: pair[0].id
    )
    for batch in read:
        yield [
            (
                *(message.id, message.recipient, message.subject, message.order_id, sent.state),
                *(batches.at(timestamp, zone) for timestamp in (message.created_at, sent.due_at, sent.finished_at)),
                *(sent.attempts, sent.cause, sent.answer),
            )
            for message, sent in batch
        ]


def checks(store: Store) -> Iterator[list[Row]]:
    """The current checklist, problems first."""
    yield [(one.title, one.state, one.words, one.remedy) for one in checklist.get_checked(store.id).checks]
