"""Whom a store tells about its alerts, and from when on."""

import re
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from typing import Any

from flask import current_app

from zoho_app import kinds, masks
from zoho_app.accounts import audit, people
from zoho_app.alerts.models import FAILURES_THRESHOLD, QUOTA_PERCENT, AlertSettings
from zoho_app.appointments import breakers
from zoho_app.deliveries import addresses, signatures
from zoho_app.deliveries.addresses import AddressRefused
from zoho_app.extensions import db

MOST_EMAILS = 20
WEBHOOK = "webhook"  # the receiver that is not an e-mail address


class SettingRefused(Exception):
    """A setting that can't be kept; `field` is "emails" or "webhook_url", the text is for people."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class Wanted:
    """The settings as typed."""

    emails: str  # one a line
    webhook_url: str
    failures_threshold: int
    quota_percent: int


def get(store_id: int) -> AlertSettings:
    """The store's settings; a row that is not kept yet, of those that hold for everybody, when it has set none."""
    return db.session.get(AlertSettings, store_id) or AlertSettings(
        store_id=store_id,
        emails="",
        webhook_url="",
        failures_threshold=FAILURES_THRESHOLD,
        quota_percent=QUOTA_PERCENT,
    )


def emails(found: AlertSettings) -> list[str]:
    """The e-mail addresses that were typed; recipients.py knows who of them is told."""
    return found.emails.splitlines()


def is_mail_set_up() -> bool:
    """Whether a mail server is set up."""
    return current_app.config["SMTP"] is not None


def save(store_id: int, wanted: Wanted, who: str) -> str:
    """Keep the settings; an address that was left as it is shown stays as it is.

    Returns the signing secret when a webhook has become a receiver by it, else "".

    Raises SettingRefused, and changes nothing then.
    """
    found = get(store_id)
    before = _shown(found)
    emails_typed, webhook_url = _emails(wanted.emails), _webhook_url(wanted.webhook_url, found.webhook_url)
    was, is_new = found.webhook_url, bool(webhook_url) and not found.webhook_url
    found.emails = "\n".join(emails_typed)
    found.webhook_url = webhook_url
    found.failures_threshold, found.quota_percent = wanted.failures_threshold, wanted.quota_percent
    if is_new or not webhook_url:
        found.signing_secret = signatures.new_secret() if webhook_url else None
    db.session.add(found)
    after = _shown(found)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if was and was != webhook_url:
        changes.setdefault("webhook", [before["webhook"], f"{after['webhook']}, with another secret"])
        breakers.forget_receiver(store_id, kinds.CHANNELS, WEBHOOK)
    if changes:
        audit.note(store_id, who, "Alert settings changed", changes)
    db.session.flush()
    return found.signing_secret or "" if is_new else ""


def rotate_secret(found: AlertSettings, who: str) -> str:
    """Give the webhook a new signing secret and return it; the old one signs nothing from now on."""
    found.signing_secret = signatures.new_secret()
    audit.note(found.store_id, who, "Signing secret of the alerts' webhook replaced", event="secret.replaced")
    return found.signing_secret


def _emails(text: str) -> list[str]:
    typed = [line.strip() for line in re.split(r"[\n,;]", text) if line.strip()]
    tidied = list(dict.fromkeys(_email(one) for one in typed))
    if len(tidied) > MOST_EMAILS:
        raise SettingRefused("emails", f"Give at most {MOST_EMAILS} addresses; you gave {len(tidied)}.")
    return tidied


def _email(text: str) -> str:
    """Raises SettingRefused also for what a mail server would read as more than one address."""
    try:
        tidy = people.tidy_email(text)
        Address(addr_spec=tidy)
    except (people.Refused, MessageError, ValueError, IndexError):
        words = f"“{text[:60]}” is not an e-mail address; give one like ada@example.com, one per line."
        raise SettingRefused("emails", words) from None
    return tidy


def _webhook_url(text: str, kept: str) -> str:
    """The address that was typed; the kept one when it was left as it is shown."""
    if kept and text.strip() == masks.shown(kept):
        return kept
    try:
        return addresses.check(text) if text.strip() else ""
    except AddressRefused as refusal:
        raise SettingRefused("webhook_url", str(refusal)) from refusal


def _shown(found: AlertSettings) -> dict[str, Any]:
    """What the audit log may show: an address can contain a secret after its host."""
    return {
        "emails": ", ".join(emails(found)),
        "webhook": masks.shown(found.webhook_url),
        "failures threshold": found.failures_threshold,
        "quota percent": found.quota_percent,
    }
