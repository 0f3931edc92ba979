"""A store's door for pushes: its address, its secret, and who may enter."""

import secrets
from datetime import timedelta
from hashlib import sha256
from hmac import compare_digest

from sqlalchemy import delete, select

from zoho_app.accounts import audit
from zoho_app.clock import now
from zoho_app.extensions import alone, db
from zoho_app.zoho_books import settings
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings
from zoho_app.zoho_books.pushes.models import PushDoor, PushHint

HEADER = "X-Bookdesk-Secret"
FORMER_WORKS_FOR = timedelta(hours=1)
WAITS_FOR_TEST = timedelta(minutes=15)
WRONG_SECRET = f"A push arrived, but its header {HEADER} does not hold the webhook secret. Copy the secret once more."


def get(store_id: int) -> PushDoor | None:
    """The store's door, if it has one."""
    return db.session.get(PushDoor, store_id)


def with_settings(store_id: int) -> tuple[ZohoBooksSettings | None, Connection | None, PushDoor | None]:
    """The store's settings, connection and door, as far as they exist; one statement."""
    wanted = settings.select_with_connection(store_id).add_columns(PushDoor)
    stored, found, door = db.session.execute(wanted.outerjoin(PushDoor, PushDoor.store_id == store_id)).one()
    return stored, found, door


def get_alone(store_id: int) -> PushDoor | None:
    """The same as it is now; until the transaction ends nobody else works with the store's pushes."""
    alone("pushes", store_id)
    return db.session.get(PushDoor, store_id, populate_existing=True)


def open_(store_id: int, who: str) -> PushDoor:
    """Give the store a webhook address and a secret; one that it has already stays."""
    if (found := get_alone(store_id)) is not None:
        return found
    found = PushDoor(store_id=store_id, public_id=secrets.token_hex(8), secret=_new_secret())
    db.session.add(found)
    audit.note(store_id, who, "Turned on pushes from Zoho Books")
    db.session.flush()
    return found


def close(store_id: int, who: str) -> None:
    """Take the address away; what it has told and nobody has read is left to the checks for shipments."""
    if (found := get_alone(store_id)) is None:
        return
    db.session.delete(found)
    db.session.execute(delete(PushHint).where(PushHint.store_id == store_id))
    audit.note(store_id, who, "Turned off pushes from Zoho Books")
    db.session.flush()


def replace_secret(store_id: int, who: str) -> None:
    """Make another secret; the former one is good for an hour, so that nothing is lost while Zoho is told."""
    if (found := get_alone(store_id)) is None:
        return
    found.former_secret, found.former_until = found.secret, now() + FORMER_WORKS_FOR
    found.secret = _new_secret()
    audit.note(store_id, who, "Replaced the webhook secret of Zoho Books", event="secret.replaced")
    db.session.flush()


def enter(public_id: str, secret: str) -> int | None:
    """The store whose door it is, if the secret is right; compared in the same time whether or not there is one."""
    found = db.session.scalar(select(PushDoor).where(PushDoor.public_id == public_id))
    is_former_good = found is not None and found.former_until is not None and now() < found.former_until
    good = [found.secret if found else "", (found.former_secret or "") if found and is_former_good else ""]
    is_right = [compare_digest(_digest(secret), _digest(one)) for one in good]
    return found.store_id if found and secret and any(is_right) else None


def await_test(store_id: int) -> None:
    """Wait for a test of a person, from now on."""
    if (found := get_alone(store_id)) is not None:
        found.test_until, found.test_found, found.test_is_good = now() + WAITS_FOR_TEST, "", False
        db.session.flush()


def note_test(door: PushDoor, words: str, is_good: bool) -> None:
    """Keep what came while somebody waits for a test; what came first and was good stays."""
    if is_tested(door) and not door.test_is_good:
        door.test_found, door.test_is_good = words, is_good


def note_wrong_secret(public_id: str) -> None:
    """Tell who waits for a test that something came with a wrong secret."""
    if (found := db.session.scalar(select(PushDoor).where(PushDoor.public_id == public_id))) is not None:
        note_test(found, WRONG_SECRET, is_good=False)


def is_tested(door: PushDoor) -> bool:
    """Whether somebody waits for a test."""
    return door.test_until is not None and now() < door.test_until


def _new_secret() -> str:
    return secrets.token_hex(20)


def _digest(text: str) -> bytes:
    return sha256(text.encode()).digest()
