"""What the page of the integration says of pushes: the address, how they do, and the test."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app

from zoho_app.clock import now
from zoho_app.zoho_books.pushes import doors, reliability
from zoho_app.zoho_books.pushes.models import PushDoor

# What to type as the body of the webhook; Zoho fills in the placeholders.
BODY = """{"salesorder_id": "${SALESORDER.SALESORDER_ID}",
 "last_modified_time": "${SALESORDER.LAST_MODIFIED_TIME}",
 "cf_tracking_number": "${SALESORDER.CF_TRACKING_NUMBER}",
 "cf_carrier": "${SALESORDER.CF_CARRIER}",
 "cf_shipping_method": "${SALESORDER.CF_SHIPPING_METHOD}"}"""
_HERE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Pushes:
    """What the section shows; the secret is for owners."""

    address: str
    header: str
    secret: str
    body: str
    former_until: datetime | None
    is_out_of_reach: bool  # Zoho can't reach this machine under that address
    last_push_at: datetime | None
    reliability: str
    is_waiting: bool  # for a test
    test_words: str
    test_state: tuple[str, str, str]  # word, icon, kind


def of_page(door: PushDoor, poll_minutes: int) -> Pushes:
    """What is to be shown of a store's door."""
    public_url = current_app.config["PUBLIC_URL"].rstrip("/")
    is_former_good = door.former_until is not None and now() < door.former_until
    return Pushes(
        address=f"{public_url}/webhooks/zoho-books/{door.public_id}",
        header=doors.HEADER,
        secret=door.secret,
        body=BODY,
        former_until=door.former_until if is_former_good else None,
        is_out_of_reach=urlsplit(public_url).hostname in _HERE,
        last_push_at=door.last_push_at,
        reliability=reliability.words(door, poll_minutes),
        is_waiting=doors.is_tested(door) and not door.test_is_good,
        test_words=_test_words(door),
        test_state=("It works", "check", "success") if door.test_is_good else ("Not yet", "warning", "warning"),
    )


def _test_words(door: PushDoor) -> str:
    """What came, or that nothing did; nothing where no test was begun."""
    if door.test_until is None or door.test_found:
        return door.test_found
    if doors.is_tested(door):
        return ""
    return "Nothing arrived within 15 minutes. Compare address, header and secret in Zoho Books with those above."
