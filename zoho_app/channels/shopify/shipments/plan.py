"""The next step that brings an order's fulfillments in line with its shipments."""

from collections.abc import Sequence

from zoho_app.channels.shopify.shipments import packed, reasons, tracking
from zoho_app.channels.shopify.shipments.state import Fulfillment, State
from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.parcels import (
    CANCEL,
    CREATE,
    UPDATE,
    Call,
    Gone,
    HandOver,
    Known,
    Parcel,
    Step,
    Told,
)


def next_step(access: Access, state: State, parcels: Sequence[Known]) -> Step | None:
    """Removals go first, so that what they held can be shipped again. Raises TryLater."""
    for one in parcels:
        if one.is_open and one.wanted is None:
            return _removal(state, parcels, one)
    for one in parcels:
        if one.is_open and one.wanted is not None:
            return _addition(access, state, parcels, one, one.wanted)
    return None


def _removal(state: State, parcels: Sequence[Known], one: Known) -> Step:
    held = _held(state, parcels, one)
    if not held:
        return Gone(one.id)
    heir = next((other for other in parcels if _takes_its_place(state, one, other)), None)
    if heir is not None:
        return HandOver(one.id, heir.id, tuple(sent.id for sent in held))
    others = _its_own(parcels, held[0], without=one)
    if others:
        wanted = tracking.of_fulfillment(held[0], parcels, others)
        return Call(UPDATE, one.id, {"tracking": wanted, "notify": False}, held[0].id)
    return Call(CANCEL, one.id, {}, held[0].id)


def _takes_its_place(state: State, former: Known, other: Known) -> bool:
    """Whether a parcel that was added is the removed one under another number."""
    wanted = other.wanted
    if wanted is None or not other.is_open or other.remote_ids or other.is_begun or former.told is None:
        return False
    is_there = any(sent.carries(wanted.number) for sent in state.sent)
    return not is_there and wanted.items == former.told.items


def _addition(access: Access, state: State, parcels: Sequence[Known], one: Known, wanted: Parcel) -> Step:
    held = _held(state, parcels, one)
    if not held and not one.is_begun:
        held = [sent for sent in state.sent if wanted.number and sent.carries(wanted.number)]
        if held and not one.remote_ids:  # people have shipped it there under this number
            return _told(one, held)
    if held and one.told is not None and one.was_told and one.told.items != wanted.items:
        return Call(CANCEL, one.id, {}, held[0].id)
    for sent in held:
        numbers = tracking.of_fulfillment(sent, parcels, _its_own(parcels, sent, also=one))
        if not tracking.is_there(sent, numbers):
            return Call(UPDATE, one.id, {"tracking": numbers, "notify": access.notify_customer}, sent.id)
    if held and (one.was_told or _shares(parcels, one, held)):
        return _told(one, held)
    groups = packed.groups(wanted, state.shippable(), held)
    if groups:
        return _create(access, state, one, wanted, groups[0])
    return _told(one, held, wanted) if held else _beside(access, state, parcels, one, wanted)


def _create(access: Access, state: State, one: Known, wanted: Parcel, group: list[dict[str, object]]) -> Call:
    fulfillment = {
        "lineItemsByFulfillmentOrder": group,
        "notifyCustomer": access.notify_customer,
        "trackingInfo": tracking.of_parcel(wanted),
    }
    return Call(CREATE, one.id, {"fulfillment": fulfillment}, before=tuple(sent.id for sent in state.sent))


def _beside(access: Access, state: State, parcels: Sequence[Known], one: Known, wanted: Parcel) -> Step:
    """Nothing is left to ship: it is another parcel of the same items, or a person has to look."""
    ours = {remote_id for other in parcels if other.wanted is not None for remote_id in other.remote_ids}
    same = next((sent for sent in state.sent if sent.id in ours and packed.holds(wanted, sent)), None)
    if same is None or not wanted.number:
        return reasons.problem(access, state, one, wanted)
    numbers = tracking.of_fulfillment(same, parcels, _its_own(parcels, same, also=one))
    return Call(UPDATE, one.id, {"tracking": numbers, "notify": access.notify_customer}, same.id)


def _held(state: State, parcels: Sequence[Known], one: Known) -> list[Fulfillment]:
    """The fulfillments of the parcel; after a call without an answer also what it has made."""
    held = [sent for sent in state.sent if sent.id in one.remote_ids]
    if held or not one.is_begun or one.told is None:
        return held
    others = {remote_id for other in parcels for remote_id in other.remote_ids}
    new = [sent for sent in state.sent if sent.id not in others and sent.id not in one.before]
    if one.told.number:
        return [sent for sent in new if sent.carries(one.told.number)]
    return [sent for sent in new if not any(info.number for info in sent.tracking)]


def _its_own(
    parcels: Sequence[Known], sent: Fulfillment, without: Known | None = None, also: Known | None = None
) -> list[Parcel]:
    """The parcels whose numbers the fulfillment shall have."""
    its_own = [one for one in parcels if sent.id in one.remote_ids or one is also]
    return [one.wanted for one in its_own if one.wanted is not None and one is not without]


def _shares(parcels: Sequence[Known], one: Known, held: Sequence[Fulfillment]) -> bool:
    """Whether it has become another number of a fulfillment that an earlier parcel has made."""
    ids = {sent.id for sent in held}
    return any(other is not one and other.wanted and ids & set(other.remote_ids) for other in parcels)


def _told(one: Known, held: Sequence[Fulfillment], wanted: Parcel | None = None) -> Told:
    names = ", ".join(sent.name for sent in held)
    words = f"fulfillment {names}" if len(held) == 1 else f"fulfillments {names}"
    lacking = packed.in_words(packed.missing(wanted, held)) if wanted is not None else ""
    if lacking:
        words += f"; {lacking} had no units left to ship there"
    return Told(one.id, tuple(sent.id for sent in held), words)
