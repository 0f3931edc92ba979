"""Slowing down those who guess passwords or API keys: by whom they try to be and by the address they come from."""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from math import ceil

from sqlalchemy import delete, select

from zoho_app.accounts.models import SignInAttempt
from zoho_app.clock import now
from zoho_app.extensions import db

WINDOW = timedelta(minutes=15)
TRIES_PER_EMAIL = 10
TRIES_PER_ADDRESS = 50
TRIES_PER_STORE = 30  # with a wrong API key, from one address


def minutes_to_wait(email: str, address: str) -> int:
    """How long this person, or this address, has to wait before the next try; 0 when they need not."""
    waits = (
        _seconds_to_wait(_email_key(email), TRIES_PER_EMAIL),
        _seconds_to_wait(_address_key(address), TRIES_PER_ADDRESS),
    )
    return ceil(max(waits) / 60)


def _seconds_to_wait(key: str, tries: int) -> float:
    rows = select(SignInAttempt.at).where(SignInAttempt.key == key, SignInAttempt.at > now() - WINDOW)
    at: list[datetime] = list(db.session.scalars(rows.order_by(SignInAttempt.at.desc()).limit(tries)))
    return (at[-1] + WINDOW - now()).total_seconds() if len(at) == tries else 0


def note_try(email: str, address: str) -> None:
    """Count a try; it is counted before the password is looked at, so that many at once are counted too."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < now() - WINDOW))
    db.session.add_all([SignInAttempt(key=_email_key(email)), SignInAttempt(key=_address_key(address))])


def forgive(email: str, address: str) -> None:
    """The password was right: what this person typed wrongly before no longer counts against them."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.key == _email_key(email)))
    last = select(SignInAttempt.id).where(SignInAttempt.key == _address_key(address))
    newest = last.order_by(SignInAttempt.id.desc()).limit(1).scalar_subquery()
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.id == newest))


def api_seconds_to_wait(store_id: int, address: str) -> int:
    """How long this address has to wait before its next request to the API of that store; 0 when it need not."""
    waits = (
        _seconds_to_wait(_store_key(store_id, address), TRIES_PER_STORE),
        _seconds_to_wait(_api_key(address), TRIES_PER_ADDRESS),
    )
    return ceil(max(waits))


def note_wrong_api_key(store_id: int, address: str) -> None:
    """Count a request with a wrong key."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < now() - WINDOW))
    db.session.add_all([SignInAttempt(key=_store_key(store_id, address)), SignInAttempt(key=_api_key(address))])


def _store_key(store_id: int, address: str) -> str:
    return f"store {store_id} {_address_key(address)}"[:300]


def _api_key(address: str) -> str:
    return f"API {_address_key(address)}"[:300]


def _email_key(email: str) -> str:
    return f"email:{email}"[:300]


def _address_key(address: str) -> str:
    """One key for a whole IPv6 network, because each of its guests has billions of addresses."""
    try:
        prefix = 64 if ip_address(address).version == 6 else 32
        return f"address:{ip_network((address, prefix), strict=False)}"
    except ValueError:
        return f"address:{address}"[:300]
