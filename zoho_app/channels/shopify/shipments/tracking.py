"""The tracking of a fulfillment as Shopify takes it: one company, all numbers, links by their place."""

from collections.abc import Sequence
from typing import Any

from zoho_app.channels.shopify.shipments.companies import company
from zoho_app.channels.shopify.shipments.state import Fulfillment, Tracking
from zoho_app.channels.shops.parcels import Known, Parcel
from zoho_app.orders.input.keys import tracking_key

Json = dict[str, Any]


def of_parcel(parcel: Parcel) -> Json:
    """The tracking of one parcel."""
    found = {"company": company(parcel.carrier), "number": parcel.number, "url": parcel.link}
    return {name: text for name, text in found.items() if text}


def of_fulfillment(one: Fulfillment, parcels: Sequence[Known], its_own: Sequence[Parcel]) -> Json:
    """The whole tracking of a fulfillment that `its_own` are in; numbers that people added there stay."""
    ours = {tracking_key(parcel.number) for known in parcels for parcel in (known.wanted, known.told) if parcel}
    ours |= {tracking_key(number) for known in parcels for number in known.former}
    theirs = [info for info in one.tracking if info.number and tracking_key(info.number) not in ours]
    rows = [Tracking(parcel.number, parcel.link, company(parcel.carrier)) for parcel in its_own] + theirs
    if len(rows) == 1 and its_own:
        return of_parcel(its_own[0])
    numbered = [row for row in rows if row.number]
    name = next((row.company for row in rows if row.company), "")
    found: Json = {"company": name} if name else {}
    found["numbers"] = [row.number for row in numbered]
    if numbered and all(row.url for row in numbered):
        found["urls"] = [row.url for row in numbered]
    return found


def is_there(one: Fulfillment, wanted: Json) -> bool:
    """Whether the fulfillment has just this tracking; a link that we don't give is Shopify's own."""
    numbers = wanted.get("numbers") or [wanted[name] for name in ("number",) if name in wanted]
    urls = wanted.get("urls") or [wanted[name] for name in ("url",) if name in wanted]
    infos = [info for info in one.tracking if info.number]
    same_numbers = [info.number for info in infos] == numbers
    same_company = all(info.company == wanted.get("company", info.company) for info in infos)
    return same_numbers and same_company and (not urls or [info.url for info in infos] == urls)
