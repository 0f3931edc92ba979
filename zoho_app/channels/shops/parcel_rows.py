"""What was told of each shipment, in the database: read as plain values, changed in short steps.

A shipment may change while its shop is told of it. What is written after a call therefore says "told" only of what
the shipment is by then.
"""

from collections.abc import Sequence

from sqlalchemy import func, select

from zoho_app.actors import BOOKDESK
from zoho_app.channels.shops.models import (
    FAILED,
    PARCEL_WAITS,
    REMOVED,
    SENDING,
    TOLD,
    Shop,
    ShopOrder,
    ShopParcel,
)
from zoho_app.channels.shops.parcels import CANCEL, CREATE, Call, Known, Made, PackedItem, Parcel, Problem
from zoho_app.channels.shops.parcels import Gone as GoneStep
from zoho_app.channels.shops.parcels import HandOver as HandOverStep
from zoho_app.channels.shops.parcels import Told as ToldStep
from zoho_app.extensions import alone, db
from zoho_app.orders import history
from zoho_app.orders.input.keys import sku_key
from zoho_app.orders.models import Order, Shipment
from zoho_app.orders.shipments import NO_NUMBER

OPEN = (PARCEL_WAITS, SENDING)
MOST_FORMER = 20


def lock(shop_order_id: int) -> ShopOrder:
    """Keep everybody else from the parcels of the order until the transaction ends."""
    alone("parcels", shop_order_id)
    return db.session.get_one(ShopOrder, shop_order_id)


def known(shop_order: ShopOrder) -> list[Known]:
    """All parcels of the order, the oldest first."""
    return [_known(row, _wanted(shop_order, row)) for row in _rows(shop_order.id)]


def open_again(shop_order_id: int) -> None:
    """Whatever failed is tried again by a new attempt."""
    for row in _rows(shop_order_id):
        if row.state == FAILED:
            row.state = PARCEL_WAITS


def any_waiting(shop_order_id: int) -> bool:
    """Whether the shop has still to be told of something."""
    mine = (ShopParcel.shop_order_id == shop_order_id, ShopParcel.state.in_(OPEN))
    return bool(db.session.scalar(select(func.count()).where(*mine)))


def is_in_doubt(shop_order_id: int) -> bool:
    """Whether a call was begun whose outcome nobody knows."""
    mine = (ShopParcel.shop_order_id == shop_order_id, ShopParcel.state == SENDING)
    return bool(db.session.scalar(select(func.count()).where(*mine)))


def begin(shop_order: ShopOrder, call: Call, wanted: Parcel | None) -> None:
    """Write down what is about to be sent."""
    row = _row(call.parcel)
    row.state, row.attempt = SENDING, row.attempt + 1
    if wanted is not None and call.verb != CANCEL:
        row.told = {
            "parcel": wanted.to_json(),
            "before": list(call.before),
            "former": _former(row),
            "whole": bool(row.told.get("whole")) and call.verb != CREATE,
        }
        row.tracking_number = wanted.number or NO_NUMBER


def take_back(parcel_id: int) -> None:
    """The call that was begun has certainly changed nothing."""
    row = _row(parcel_id)
    if row.state == SENDING:
        row.state = PARCEL_WAITS


def made(shop_order: ShopOrder, call: Call, outcome: Made) -> None:
    """The shop has done it."""
    row = _row(call.parcel)
    row.state = PARCEL_WAITS
    if call.verb == CANCEL:
        for other in _rows(shop_order.id):
            _take(other, call.remote_id)
    elif row.shipment_id is None and call.verb != CREATE:
        _take(row, call.remote_id)
    else:
        row.remote_ids = list(dict.fromkeys((*row.remote_ids, outcome.remote_id or call.remote_id)))


def told(shop_order: ShopOrder, shop: Shop, step: ToldStep, wanted: Parcel) -> None:
    """The shop knows the parcel; the shipment keeps the shop's own id, and the order's history says so."""
    row, shipment = _row(step.parcel), None
    is_first = not row.told.get("whole")
    row.remote_ids = list(step.remote_ids)
    row.told = {"parcel": wanted.to_json(), "before": [], "former": _former(row), "whole": True}
    row.tracking_number = wanted.number or NO_NUMBER
    row.words = step.words
    row.state = TOLD if _wanted(shop_order, row) == wanted else PARCEL_WAITS
    shipment = row.shipment_id and db.session.get(Shipment, row.shipment_id)
    if shipment and step.remote_ids and shipment.source != shop.name:
        shipment.cart_shipment_id = step.remote_ids[0][:100]
    what = "Shipment" if is_first else "Change of shipment"
    _note(shop_order, f"{what} {row.tracking_number} told to {shop.name}: {step.words}.")


def gone(shop_order: ShopOrder, shop: Shop, step: GoneStep) -> None:
    """The shop has nothing of it any more."""
    row = _row(step.parcel)
    row.state = REMOVED if row.shipment_id is None else PARCEL_WAITS
    if row.told.get("whole"):
        _note(shop_order, f"Removal of shipment {row.tracking_number} told to {shop.name}.")
    row.told, row.remote_ids, row.words = {}, [], ""


def hand_over(step: HandOverStep) -> None:
    """What the shop has made of one parcel becomes the other's, whose number and carrier it gets next."""
    former, heir = _row(step.parcel), _row(step.to)
    heir.told = {**former.told, "before": [], "whole": True}
    heir.remote_ids, heir.state = list(step.remote_ids), PARCEL_WAITS
    former.told, former.remote_ids, former.words = {}, [], ""
    former.state = REMOVED if former.shipment_id is None else PARCEL_WAITS


def failed(shop_order: ShopOrder, shop: Shop, problem: Problem) -> None:
    """The shop could not be told; the history says it once."""
    row = _row(problem.parcel)
    row.state = FAILED
    if row.words != problem.words:
        _note(shop_order, f"Shipment {row.tracking_number} could not be told to {shop.name}: {problem.words}")
    row.words = problem.words


def _rows(shop_order_id: int) -> Sequence[ShopParcel]:
    mine = select(ShopParcel).where(ShopParcel.shop_order_id == shop_order_id)
    return db.session.scalars(mine.order_by(ShopParcel.id)).all()


def _row(parcel_id: int) -> ShopParcel:
    return db.session.get_one(ShopParcel, parcel_id)


def _take(row: ShopParcel, remote_id: str) -> None:
    """The row has this no more; a parcel without any has to be told anew."""
    if remote_id not in row.remote_ids:
        return
    row.remote_ids = [one for one in row.remote_ids if one != remote_id]
    if not row.remote_ids and row.shipment_id is not None:
        row.state, row.told = PARCEL_WAITS, {**row.told, "whole": False}


def _known(row: ShopParcel, wanted: Parcel | None) -> Known:
    kept = row.told.get("parcel")
    return Known(
        id=row.id,
        wanted=wanted,
        told=Parcel.from_json(kept) if kept else None,
        remote_ids=tuple(row.remote_ids),
        is_open=row.state in OPEN,
        is_begun=row.state == SENDING,
        was_told=bool(row.told.get("whole")),
        before=tuple(row.told.get("before", ())),
        former=tuple(row.told.get("former", ())),
    )


def _former(row: ShopParcel) -> list[str]:
    """The numbers that the shop was told of the parcel so far, the last few of them."""
    last = row.told.get("parcel", {}).get("number", "")
    return list(dict.fromkeys(filter(None, (*row.told.get("former", ()), last))))[-MOST_FORMER:]


def _wanted(shop_order: ShopOrder, row: ShopParcel) -> Parcel | None:
    shipment = db.session.get(Shipment, row.shipment_id) if row.shipment_id else None
    if shipment is None:
        return None
    return Parcel(
        number="" if shipment.tracking_number == NO_NUMBER else shipment.tracking_number,
        carrier=shipment.carrier_code,
        link=shipment.tracking_url,
        method=shipment.shipment_method,
        shipped_on=shipment.date_shipped.isoformat() if shipment.date_shipped else "",
        items=tuple(_items(shop_order, shipment)),
    )


def _items(shop_order: ShopOrder, shipment: Shipment) -> list[PackedItem]:
    """The items of the parcel by the shop's own lines, which the order's items remember from their import."""
    kind = db.session.get_one(Shop, shop_order.shop_id).kind
    found = []
    for packed in shipment.order_items:
        name, code = str(packed.get("id", "")), str(packed.get("code", ""))
        item = next((one for one in shipment.order.items if _is(one.id, one.code, name, code)), None)
        line = str(item.item_metadata.get(f"{kind}_line_id", "")) if item is not None else ""
        found.append(PackedItem(line, item.code if item is not None else code, int(packed["quantity"])))
    return found


def _is(item_id: int, item_code: str, name: str, code: str) -> bool:
    return str(item_id) == name if name else sku_key(item_code) == sku_key(code)


def _note(shop_order: ShopOrder, words: str) -> None:
    order = db.session.get(Order, shop_order.order_id) if shop_order.order_id else None
    if order is not None:
        history.add(order, BOOKDESK, words)
