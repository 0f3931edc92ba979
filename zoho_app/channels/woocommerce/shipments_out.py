"""Shipments to WooCommerce: what the shop has is compared with what it should have, one step at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.parcels import CANCEL, CREATE, UPDATE, Call, Gone, Known, Made, Parcel, Step, Told
from zoho_app.channels.shops.problems import Refused
from zoho_app.channels.woocommerce import statuses
from zoho_app.channels.woocommerce.client import answers, gateway
from zoho_app.channels.woocommerce.client.answers import RestRefused
from zoho_app.channels.woocommerce.shipments import packed, ways
from zoho_app.channels.woocommerce.shipments.way import There, is_same

# Between the name of the way and the shop's own id of a parcel.
MARK = ":"
COMPLETE = "complete"
WITHOUT_NUMBER = "it has no tracking number"


@dataclass(frozen=True)
class Seen:
    """What the shop has of an order: its status, its lines, and its parcels by way and id."""

    status: str
    lines: Sequence[Mapping[str, Any]]
    there: Mapping[str, There]

    def of_way(self, way: str) -> list[There]:
        """The parcels that are kept in one way."""
        return [one for key, one in self.there.items() if key.startswith(f"{way}{MARK}")]


class WooCommerceShipments:
    """See ShipmentsOut of shops/kinds.py."""

    def look(self, access: Access, key: str, parcels: Sequence[Known]) -> Seen:
        """See ShipmentsOut. A shop may have changed its way since a parcel was told: both are looked at."""
        try:
            order = gateway.get(access, f"orders/{key}", _fields="id,status,line_items").data
        except RestRefused as refusal:
            if refusal.code == answers.INVALID_ID:
                raise Refused("WooCommerce has no such order any more.") from refusal
            raise
        used = {_way_of(remote_id) for one in parcels for remote_id in one.remote_ids} | {_chosen(access)}
        there = {
            f"{way}{MARK}{one.id}": one
            for way in sorted(used)
            if way in ways.WAYS
            for one in ways.WAYS[way].list_there(access, key)
        }
        return Seen(str(order.get("status")), order.get("line_items") or [], there)

    def next_step(self, access: Access, seen: Any, parcels: Sequence[Known]) -> Step | None:
        """See ShipmentsOut."""
        return next((_step(access, seen, one, parcels) for one in parcels if one.is_open), None)

    def perform(self, access: Access, key: str, call: Call) -> Made:
        """See ShipmentsOut."""
        if call.content.get(COMPLETE):
            gateway.put(access, f"orders/{key}", {"status": statuses.COMPLETED}, _fields="id,status")
            return Made(call.remote_id)
        name, _, there = call.remote_id.partition(MARK)
        if call.verb == CANCEL:
            ways.WAYS[name].remove(access, key, there)
            return Made()
        parcel = Parcel.from_json(call.content["parcel"])
        units = [(int(line), int(count)) for line, count in call.content["units"]]
        if call.verb == UPDATE:
            ways.WAYS[name].change(access, key, there, parcel, units)
            return Made(call.remote_id)
        way = str(call.content["way"])
        return Made(f"{way}{MARK}{ways.WAYS[way].add(access, key, parcel, units)}")


def _step(access: Access, seen: Seen, one: Known, parcels: Sequence[Known]) -> Step:
    mine = _mine(seen, one, parcels)
    if one.wanted is None:
        return Call(CANCEL, one.id, remote_id=mine) if mine else Gone(one.id)
    if not one.wanted.number:
        return Call(CANCEL, one.id, remote_id=mine) if mine else Told(one.id, (), WITHOUT_NUMBER)
    if not mine:
        content = {**_content(seen, one.wanted, seen.of_way(_chosen(access))), "way": _chosen(access)}
        return Call(CREATE, one.id, content, before=tuple(seen.there))
    if one.told is not None and (step := _correction(seen, one.id, one.told, one.wanted, mine)):
        return step
    if _completes(access, seen, parcels):
        return Call(UPDATE, one.id, {COMPLETE: True}, remote_id=mine)
    return Told(one.id, (mine,), f"in {ways.WAYS[_way_of(mine)].label}")


def _correction(seen: Seen, parcel: int, told: Parcel, wanted: Parcel, mine: str) -> Call | None:
    """The call that makes of what was told what is wanted; None when both are the same."""
    way = ways.WAYS[_way_of(mine)]
    others = [there for key, there in seen.there.items() if key != mine]
    units = packed.units(seen.lines, wanted, others)
    if told == wanted and not way.differs(seen.there[mine], wanted, units):
        return None
    if not way.can_change:
        return Call(CANCEL, parcel, remote_id=mine)
    return Call(UPDATE, parcel, _content(seen, wanted, others), remote_id=mine)


def _mine(seen: Seen, one: Known, parcels: Sequence[Known]) -> str:
    """What the shop has of this parcel: by its id, else by its number, as long as no other parcel has that."""
    for remote_id in one.remote_ids:
        if remote_id in seen.there:
            return remote_id
    taken = {remote_id for other in parcels for remote_id in other.remote_ids}
    numbers = [parcel.number for parcel in (one.told if one.is_begun else None, one.wanted) if parcel is not None]
    for remote_id, there in seen.there.items():
        if remote_id not in taken and any(is_same(there.number, number) for number in numbers):
            return remote_id
    return ""


def _content(seen: Seen, parcel: Parcel, others: Sequence[There]) -> dict[str, Any]:
    return {"parcel": parcel.to_json(), "units": packed.units(seen.lines, parcel, others)}


def _completes(access: Access, seen: Seen, parcels: Sequence[Known]) -> bool:
    """Whether the order is to be completed now: all of it is on its way, and the store wants that."""
    is_over = seen.status in (statuses.COMPLETED, *statuses.NEVER)
    return bool(access.options.get("completes")) and not is_over and packed.is_all(seen.lines, parcels)


def _chosen(access: Access) -> str:
    return ways.chosen(access.facts, access.options)


def _way_of(remote_id: str) -> str:
    return remote_id.partition(MARK)[0]


SHIPMENTS_OUT = WooCommerceShipments()
