"""Shops that keep no tracking: a note for each parcel, which may be mailed, and the last number in the meta data.

A note can't be changed, so that a parcel that is gone has a second note: the newest about a number counts.
"""

from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.shops.parcels import Parcel
from zoho_app.channels.woocommerce.client import gateway
from zoho_app.channels.woocommerce.shipments.way import Lacks, There, Units
from zoho_app.clock import now

NUMBER, PROVIDER, LINK = "_tracking_number", "_tracking_provider", "_tracking_url"
MOST = 100
SHIPPED, GONE = "Shipped", "No longer valid"


class Notes:
    """See Way."""

    label = "Order notes"
    can_change = False

    def list_there(self, access: Access, order_key: str) -> list[There]:
        """See Way."""
        rows = gateway.get(access, f"orders/{order_key}/notes", per_page=MOST, _=str(now().timestamp())).data
        newest: dict[str, There | None] = {}
        for row in sorted(rows if isinstance(rows, list) else [], key=lambda one: int(one["id"])):
            words = str(row.get("note", ""))
            if number := _number(words):
                newest[number] = There(str(row["id"]), number) if words.startswith(SHIPPED) else None
        return [there for there in newest.values() if there is not None]

    def add(self, access: Access, order_key: str, parcel: Parcel, units: Units) -> str:
        """See Way."""
        self._write(access, order_key, {NUMBER: parcel.number, PROVIDER: parcel.carrier, LINK: parcel.link})
        by = f" with {parcel.carrier}" if parcel.carrier else ""
        link = f" {parcel.link}" if parcel.link else ""
        words = f"{SHIPPED}{by}: {parcel.number}.{link}"
        return self._note(access, order_key, words, access.notify_customer)

    def change(self, access: Access, order_key: str, there: str, parcel: Parcel, units: Units) -> None:
        """See Way."""
        raise Lacks("A note can't be changed.")

    def differs(self, there: There, parcel: Parcel, units: Units) -> bool:
        """See Way; what was told last is known here."""
        return False

    def remove(self, access: Access, order_key: str, there: str) -> None:
        """See Way."""
        number = next((one.number for one in self.list_there(access, order_key) if one.id == there), "")
        if number:
            self._write(access, order_key, {NUMBER: None, PROVIDER: None, LINK: None})
            self._note(access, order_key, f"{GONE}: {number}.", tells_buyer=False)

    def _write(self, access: Access, order_key: str, meta: dict[str, str | None]) -> None:
        """Only the meta data is sent: anything else would let the shop reckon the order anew."""
        rows = [{"key": key, "value": value} for key, value in meta.items()]
        gateway.put(access, f"orders/{order_key}", {"meta_data": rows}, _fields="id")

    def _note(self, access: Access, order_key: str, words: str, tells_buyer: bool) -> str:
        made = gateway.post(access, f"orders/{order_key}/notes", {"note": words, "customer_note": tells_buyer})
        return str(made.get("id", ""))


def _number(note: str) -> str:
    """The tracking number in a note of ours, "" in any other."""
    first, colon, rest = note.partition(": ")
    is_ours = bool(colon) and (first in (GONE, SHIPPED) or first.startswith(f"{SHIPPED} with "))
    return rest.partition(". ")[0].removesuffix(".") if is_ours else ""


NOTES = Notes()
