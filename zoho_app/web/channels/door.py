"""The door for the webhooks of shops: each is checked, kept as a hint, and answered at once."""

from collections import deque
from time import monotonic

from flask import Blueprint, abort, request
from sqlalchemy.orm import make_transient

from zoho_app.channels.shops import attempt, hints, kinds, settings
from zoho_app.channels.shops.kinds import NotOurs
from zoho_app.channels.shops.models import Shop
from zoho_app.extensions import db, only_reading
from zoho_app.http.access import PUBLIC, access
from zoho_app.http.doors import csrf
from zoho_app.http.log import refused_because

bp = Blueprint("shop_webhooks", __name__)
csrf.exempt(bp)  # the signature is what no other site can make

# So many wrong signatures a minute are looked at in a process; who sends more gets no answer to guess from.
MOST_WRONG, A_MINUTE = 60, 60.0
_wrong: deque[float] = deque(maxlen=MOST_WRONG)


@bp.post("/webhooks/<kind>/<public_id>")
@access(PUBLIC)
def receive(kind: str, public_id: str) -> tuple[str, int]:
    """Keep a shop's message as a hint: 200 also for one that came before, 401 for one that is not the shop's."""
    body = request.get_data(cache=False)
    if len(_wrong) == MOST_WRONG and monotonic() - _wrong[0] < A_MINUTE:
        abort(429)
    shop = _find(kind, public_id)
    try:
        hint = kinds.get(shop.kind).read_hint(shop, dict(request.headers), body)
    except NotOurs as refusal:
        _wrong.append(monotonic())
        refused_because(str(refusal))
        abort(401)
    if hint is not None and attempt.is_open(shop):
        hints.receive(shop, hint)
        db.session.commit()
    return "", 200


def _find(kind: str, public_id: str) -> Shop:
    """The shop, as it is without a transaction: whoever sends what is not its own holds up nobody."""
    if kind not in {one.key for one in kinds.all_kinds()}:
        abort(404)
    with only_reading():
        shop = settings.by_public_id(kind, public_id)
        if shop is None:
            abort(404)
        make_transient(shop)
        db.session.rollback()
    return shop
