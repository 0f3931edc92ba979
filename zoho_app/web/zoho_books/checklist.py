"""The checklist for pages: with the checks that need several packages, and its summary."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app

from zoho_app.alerts import settings as alert_settings
from zoho_app.zoho_books.preflight import run as preflight
from zoho_app.zoho_books.preflight.checks import BAD, GOOD, UNKNOWN, Check, Line

MAILS = Line("Alerts by e-mail")


@dataclass(frozen=True)
class Checked:
    """All checks, problems first; `words`, `icon` and `kind` as the macro `state` takes them."""

    checks: list[Check]
    asked_at: datetime | None  # when Zoho Books was asked last (UTC)
    words: str
    icon: str
    kind: str


def get_checked(store_id: int) -> Checked:
    """The store's checklist as it is now; no checks at all before the store is connected."""
    found = preflight.get_checklist(store_id)
    checks = [*found.checks, _mails(store_id)] if found.checks else []
    checks.sort(key=lambda check: (BAD, UNKNOWN, GOOD).index(check.state))
    return Checked(checks, found.asked_at, *_in_short(checks, found.asked_at is not None))


def _mails(store_id: int) -> Check:
    """Whether alerts that somebody wants by e-mail can be sent."""
    wanted = len(alert_settings.emails(alert_settings.get(store_id)))
    if not wanted:
        return MAILS.good("Nobody gets alerts by e-mail.")
    if not alert_settings.is_mail_set_up():
        remedy = "Ask your administrator to set SMTP_URL and SMTP_FROM and restart Bookdesk, or remove the addresses."
        return MAILS.bad(f"Alerts should go to {wanted}, but no mail server is set up.", remedy, "alerts")
    host = current_app.config["SMTP"].host
    return MAILS.good(f"Alerts go to {wanted}, through the mail server {host}.")


def _in_short(checks: list[Check], is_asked: bool) -> tuple[str, str, str]:
    """Good only when everything was asked and is good."""
    bad, unknown = (sum(check.state == state for check in checks) for state in (BAD, UNKNOWN))
    if bad:
        return f"{bad} of {len(checks)} to fix", "cross", "problem"
    if not is_asked:
        return "Not checked yet", "dot", "neutral"
    if unknown:
        return f"{unknown} of {len(checks)} not known", "question", "warning"
    return f"All {len(checks)} checks passed", "check", "success"
