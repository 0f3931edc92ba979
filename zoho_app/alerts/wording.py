"""What a message says: an e-mail, or the JSON of a webhook. No secret, and of customers no more than counts."""

import json
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import current_app

from zoho_app.accounts.models import Store
from zoho_app.alerts.kinds import KINDS
from zoho_app.alerts.messages import CLEARED, OPENED
from zoho_app.alerts.models import Alert, AlertMessage


@dataclass(frozen=True)
class News:
    """All that a message is made of."""

    store: Store
    message: AlertMessage
    alert: Alert | None  # none: a test

    @property
    def title(self) -> str:
        """Short, after the store's name."""
        if self.alert is None:
            return "a test of the alerts"
        kind = KINDS[self.alert.kind]
        return kind.title if self.message.event == OPENED else kind.cleared

    @property
    def page(self) -> str:
        """The address of the page that mends it, or that lists all alerts."""
        path = KINDS[self.alert.kind].path if self.alert and self.message.event == OPENED else "/alerts"
        return _address(self.store, path)

    @property
    def key(self) -> str:
        """The receiver's idempotency key: the same on every try, unlike that of any other desk."""
        return f"alert_{int(self.message.created_at.timestamp())}_{self.message.id}"


def email(news: News, sender: str) -> EmailMessage:
    """The message as an e-mail for its receiver, all plain text; the same on every try."""
    letter = EmailMessage()
    letter["From"] = f"Bookdesk <{sender}>"
    letter["To"] = news.message.receiver
    letter["Subject"] = " ".join(f"{news.store.name}: {news.title}".split())
    letter["Date"] = format_datetime(news.message.created_at)
    letter["Message-ID"] = f"<{news.key}@{urlsplit(current_app.config['PUBLIC_URL']).hostname}>"
    letter["Auto-Submitted"] = "auto-generated"  # nobody's holiday notice need answer (RFC 3834)
    letter.set_content(_text(news))
    return letter


def _text(news: News) -> str:
    zone = ZoneInfo(news.store.time_zone)
    lines = [news.message.words, ""]
    if news.alert is not None:
        opened_at = _moment(news.alert.opened_at, zone)
        if news.message.event == CLEARED:
            lines += [f"It had been open since {opened_at} and cleared {_moment(news.message.created_at, zone)}."]
        else:
            lines += [f"Open since {opened_at}."]
    else:
        lines += [f"Sent {_moment(news.message.created_at, zone)}."]
    lines += [news.page, "", "--", f"Bookdesk. Who is told is set on {_address(news.store, '/alerts')}"]
    return "\n".join(lines) + "\n"


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(" ", "minutes")


def _address(store: Store, path: str) -> str:
    return f"{current_app.config['PUBLIC_URL']}/stores/{store.id}{path}"


def body(news: News) -> bytes:
    """The message as JSON; `event` is alert.opened, alert.cleared or alert.test, moments are ISO 8601 in UTC."""
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
