"""Who behind an e-mail address wants a store's alerts: they are asked once, by a mail, and may stop them at any time.

People of the store who can sign in have said so already. Everybody else hears nothing but that one question.
"""

import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta
from hashlib import sha256

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from zoho_app.accounts.models import Membership, User
from zoho_app.alerts import settings
from zoho_app.alerts.models import AlertRecipient, AlertSettings
from zoho_app.clock import now
from zoho_app.deliveries import rates
from zoho_app.extensions import db, rows_changed

# What an address may be.
MEMBER, CONFIRMED, ASKED, UNASKED, STOPPED = "member", "confirmed", "asked", "unasked", "stopped"
TOLD = (MEMBER, CONFIRMED)

CONFIRM_FOR = timedelta(days=3)
# Questions a day to one address: of one store, and of all stores of this installation.
MOST_OF_A_STORE, MOST_OF_ALL = 3, 5
# Questions of a store an hour, whomever they go to.
MOST_AN_HOUR = 20

_CONFIRM, _STOP = "alerts.confirm", "alerts.stop"


def states(found: AlertSettings) -> dict[str, str]:
    """What each address of the store's settings is."""
    emails = settings.emails(found)
    rows = {row.email: row for row in _rows(found.store_id, emails)}
    members = _members(found.store_id, emails)
    return {email: _state(rows.get(email), email in members) for email in emails}


def told(found: AlertSettings, known: Mapping[str, str] | None = None) -> list[str]:
    """Everybody who is told: addresses that want it, and settings.WEBHOOK when there is one; `known` are `states`."""
    wanted = [email for email, state in (states(found) if known is None else known).items() if state in TOLD]
    return wanted + ([settings.WEBHOOK] if found.webhook_url else [])


def _state(row: AlertRecipient | None, is_member: bool) -> str:
    if row is not None and row.stopped_at is not None:
        return STOPPED
    if is_member:
        return MEMBER
    if row is not None and row.confirmed_at is not None:
        return CONFIRMED
    return ASKED if row is not None and row.asked_at is not None else UNASKED


def _rows(store_id: int, emails: Iterable[str]) -> list[AlertRecipient]:
    wanted = select(AlertRecipient).where(AlertRecipient.store_id == store_id, AlertRecipient.email.in_(emails))
    return list(db.session.scalars(wanted))


def _members(store_id: int, emails: Iterable[str]) -> set[str]:
    """Those of the store who can sign in."""
    wanted = (
        select(User.email)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.store_id == store_id, User.email.in_(emails))
    )
    return set(db.session.scalars(wanted))


def get(store_id: int, email: str) -> AlertRecipient:
    """The row of an address; made when there is none."""
    found = _rows(store_id, [email])
    if found:
        return found[0]
    made = AlertRecipient(store_id=store_id, email=email)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:  # somebody else has made it at the same moment
        return _rows(store_id, [email])[0]
    return made


def may_ask(store_id: int, email: str) -> bool:
    """Whether one more question may go to the address; it counts as asked then."""
    address = sha256(email.encode()).hexdigest()
    limits = (
        (f"{_CONFIRM}:{store_id}:{address}", MOST_OF_A_STORE, rates.DAY),
        (f"{_CONFIRM}:{address}", MOST_OF_ALL, rates.DAY),
        (f"{_CONFIRM}:{store_id}", MOST_AN_HOUR, rates.HOUR),
    )
    if not all(rates.allow(*limit) for limit in limits):
        return False
    row = get(store_id, email)
    row.nonce, row.asked_at = secrets.token_urlsafe(32), now()
    db.session.flush()
    return True


def confirmation(row: AlertRecipient) -> str:
    """The token of the link by which the person says yes: it works once, for three days, until the next question."""
    return str(_signer(_CONFIRM).dumps([row.id, row.nonce]))


def stopping(row: AlertRecipient) -> str:
    """The token of the link by which the person ends the alerts, in every mail of the store."""
    return str(_signer(_STOP).dumps([row.id, _fingerprint(row.email)]))


def find_unconfirmed(token: str) -> AlertRecipient | None:
    """Whom a confirmation's link is for, while it can still be used."""
    row_id, nonce = _read(_CONFIRM, token)
    row = db.session.get(AlertRecipient, row_id)
    is_usable = row is not None and row.nonce is not None and secrets.compare_digest(row.nonce, nonce)
    if row is None or not is_usable or row.stopped_at is not None:
        return None
    return row if row.asked_at is not None and now() - row.asked_at < CONFIRM_FOR else None


def confirm(row: AlertRecipient) -> bool:
    """Store the confirmation and use up the link; False when it was already used."""
    mine = (AlertRecipient.id == row.id, AlertRecipient.nonce == row.nonce)
    return rows_changed(update(AlertRecipient).where(*mine).values(confirmed_at=now(), nonce=None)) == 1


def find_by_stopping(token: str) -> AlertRecipient | None:
    """Whom the link to end the alerts is for."""
    row_id, fingerprint = _read(_STOP, token)
    row = db.session.get(AlertRecipient, row_id)
    return row if row is not None and secrets.compare_digest(_fingerprint(row.email), fingerprint) else None


def stop(row: AlertRecipient) -> None:
    """Send nothing more to this address, not even a question, until the person starts the alerts again."""
    row.stopped_at, row.nonce = row.stopped_at or now(), None


def go_on(row: AlertRecipient) -> None:
    """Start the alerts again, which also confirms the address."""
    row.stopped_at, row.confirmed_at = None, row.confirmed_at or now()


def _read(salt: str, token: str) -> tuple[int, str]:
    try:
        row_id, rest = _signer(salt).loads(token)
        return int(row_id), str(rest)
    except (BadSignature, ValueError, TypeError):
        return 0, ""


def _signer(salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=salt)


def _fingerprint(email: str) -> str:
    return sha256(email.encode()).hexdigest()[:16]
