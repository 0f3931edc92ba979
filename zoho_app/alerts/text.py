"""The text of a message: an e-mail, or the JSON of a webhook. It has no secret and no customer data but counts."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import current_app

from zoho_app.accounts.models import Store
from zoho_app.alerts import recipients
from zoho_app.alerts.kinds import KINDS, sentence
from zoho_app.alerts.messages import CLEARED, OPENED
from zoho_app.alerts.models import Alert, AlertMessage, AlertRecipient

LONGEST_NAME = 40


@dataclass(frozen=True)
class News:
    """The data of a message."""

    store: Store
    message: AlertMessage
    alert: Alert | None  # none: a test

    @property
    def title(self) -> str:
        """Short, as the beginning of a subject."""
        if self.alert is None:
            return "a test alert"
        kind = KINDS[self.alert.kind]
        return kind.title if self.message.event == OPENED else kind.cleared

    @property
    def page(self) -> str:
        """The address of the page that fixes it, or that lists all alerts."""
        path = KINDS[self.alert.kind].path if self.alert and self.message.event == OPENED else "/alerts"
        return _address(self.store, path)

    @property
    def key(self) -> str:
        """The receiver's idempotency key: the same on every try, unlike that of any other desk."""
        return f"alert_{int(self.message.created_at.timestamp())}_{self.message.id}"


def email(news: News, sender: str, others: Sequence[News] = ()) -> EmailMessage:
    """The message as an e-mail for its receiver, all plain text; the same on every try.

    `others` go in the same e-mail, because they had to wait.
    """
    store = tidy_name(news.store.name)
    title = f"{len(others) + 1} alerts" if others else sentence(news.title).rstrip(".")
    parts = [_text(one) for one in sorted([news, *others], key=lambda one: one.message.id)]
    return _letter(news, sender, f"{title} ({store})", "\n\n".join(parts))


def question(news: News, sender: str) -> EmailMessage:
    """The one mail to an address that nobody has confirmed: whether the person wants the alerts at all."""
    store, link = tidy_name(news.store.name), _link("confirm", recipients.confirmation(_row(news)))
    text = (
        f"The store “{store}” wants to send its alerts to this address, for example when its connection is lost.\n\n"
        f"If you want them, confirm it here within three days:\n{link}\n\n"
        "If you do not know what this is about, ignore this e-mail; you will get no alerts."
    )
    return _letter(news, sender, "Do you want these alerts?", text)


def _letter(news: News, sender: str, subject: str, text: str) -> EmailMessage:
    """All e-mails begin and end alike, so that nobody can send their own words in Bookdesk's name."""
    stop = _link("stop", recipients.stopping(_row(news)))
    letter = EmailMessage()
    letter["From"] = f"Bookdesk <{sender}>"
    letter["To"] = news.message.receiver
    letter["Subject"] = f"[Bookdesk] {subject}"
    letter["Date"] = format_datetime(news.message.created_at)
    letter["Message-ID"] = f"<{news.key}@{urlsplit(current_app.config['PUBLIC_URL']).hostname}>"
    letter["Auto-Submitted"] = "auto-generated"  # keeps out-of-office replies away (RFC 3834)
    letter["List-Unsubscribe"] = f"<{stop}>"
    who = _address(news.store, "/alerts")
    ending = f"--\nBookdesk. Choose who gets alerts: {who}\nStop alerts from this store: {stop}"
    letter.set_content(f"{text}\n\n{ending}\n", cte="quoted-printable")
    return letter


def tidy_name(name: str) -> str:
    """A store's name for an e-mail: short, and without anything that a mail program would turn into a link."""
    words = re.sub(r"[^\w&'+,\- ]+", " ", name).split()
    tidy = " ".join(words)
    return tidy if len(tidy) <= LONGEST_NAME else f"{tidy[: LONGEST_NAME - 1].rstrip()}…"


def _row(news: News) -> AlertRecipient:
    return recipients.get(news.store.id, news.message.receiver)


def _link(what: str, token: str) -> str:
    return f"{current_app.config['PUBLIC_URL']}/alerts/{what}/{token}"


def _text(news: News) -> str:
    zone = ZoneInfo(news.store.time_zone)
    lines = [news.message.words, ""]
    if news.alert is not None:
        opened_at = _timestamp(news.alert.opened_at, zone)
        if news.message.event == CLEARED:
            lines += [f"Opened {opened_at}, cleared {_timestamp(news.message.created_at, zone)}."]
        else:
            lines += [f"Open since {opened_at}."]
    else:
        lines += [f"Sent {_timestamp(news.message.created_at, zone)}."]
    return "\n".join([*lines, news.page])


def _timestamp(timestamp: datetime, zone: ZoneInfo) -> str:
    return timestamp.astimezone(zone).isoformat(" ", "minutes")


def _address(store: Store, path: str) -> str:
    return f"{current_app.config['PUBLIC_URL']}/stores/{store.id}{path}"


def body(news: News) -> bytes:
    """The message as JSON; `event` is alert.opened, alert.cleared or alert.test, times are ISO 8601 in UTC."""
    content: dict[str, object] = {
        "event": f"alert.{news.message.event}",
        "store": {"id": news.store.id, "name": news.store.name},
        "words": news.message.words,
        "page": news.page,
        "at": news.message.created_at.isoformat(timespec="seconds"),
    }
    if news.alert is not None:
        opened_at = news.alert.opened_at.isoformat(timespec="seconds")
        content["alert"] = {"id": news.alert.id, "kind": news.alert.kind, "opened_at": opened_at}
    return json.dumps(content, ensure_ascii=False).encode()
