"""How a store signs what goes to addresses that orders and rules name: Post Order JSON and ship_notify_url."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from zoho_app.channels.models import Posting
from zoho_app.deliveries import signatures
from zoho_app.extensions import db

# With the time, under the store's own secret; the same and Order Desk's hash, which has no time; the hash alone as it
# was before, under the API key.
STANDARD, ORDER_DESK, OLD = "standard", "order_desk", "old"
NAMES = {
    STANDARD: "Standard Webhooks",
    ORDER_DESK: "Order Desk format, without a timestamp",
    OLD: "Old signature, under the API key",
}


def get(store_id: int) -> Posting:
    """How the store signs; made with a fresh secret when it is asked for first."""
    found = db.session.get(Posting, store_id)
    if found is not None:
        return found
    made = Posting(store_id=store_id, signing_secret=signatures.new_secret(), ship_notify_signature=STANDARD)
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:  # somebody else has made it at the same moment
        return db.session.get_one(Posting, store_id)
    return made


def choices(store_id: int) -> Sequence[tuple[str, str]]:
    """The signatures that a store may choose; the old one only where it was in use before the others came."""
    found = db.session.get(Posting, store_id)
    offered = (STANDARD, ORDER_DESK, OLD) if found is not None and found.old_key else (STANDARD, ORDER_DESK)
    return [(one, NAMES[one]) for one in offered]


def change(found: Posting, ship_notify_signature: str) -> dict[str, list[str]]:
    """Sign what goes to `ship_notify_url` in this way from now on; returns {field: [before, after]}."""
    before, found.ship_notify_signature = found.ship_notify_signature, ship_notify_signature
    return (
        {} if before == ship_notify_signature else {"signature of ship_notify_url": [before, ship_notify_signature]}
    )


def rotate_secret(found: Posting) -> str:
    """Give the store a new secret for this and return it; the old one signs nothing from now on."""
    found.signing_secret = signatures.new_secret()
    return found.signing_secret
