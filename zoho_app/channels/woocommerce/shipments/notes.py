"""Shops that keep no tracking: a note for each parcel, which may be mailed, and the last number in the meta data."""

from zoho_app.channels.shops.kinds import Access
from zoho_app.channels.woocommerce.client import gateway
from zoho_app.channels.woocommerce.shipments.parcel import Parcel, is_same
from zoho_app.clock import now

NUMBER, PROVIDER, LINK = "_tracking_number", "_tracking_provider", "_tracking_url"
MOST = 100
SHIPPED, GONE = "Shipped", "No longer valid"


class Notes:
    """See Way. A note can't be changed, so that a parcel that is gone has a second one that says so."""

    label = "Order notes"

    def find(self, access: Access, order_key: str, tracking_number: str) -> str:
        """See Way; the newest note about the number decides."""
        rows = gateway.get(access, f"orders/{order_key}/notes", per_page=MOST, _=str(now().timestamp())).data
        told = [row for row in rows if is_same(_number(str(row.get("note", ""))), tracking_number)]
        newest = max(told, key=lambda row: int(row["id"]), default=None)
        return str(newest["id"]) if newest is not None and str(newest["note"]).startswith(SHIPPED) else ""

    def add(self, access: Access, parcel: Parcel) -> str:
        """See Way."""
        meta: dict[str, str | None] = {NUMBER: parcel.tracking_number, PROVIDER: parcel.carrier, LINK: parcel.link}
        self._write(access, parcel.order_key, meta)
        by = f" with {parcel.carrier}" if parcel.carrier else ""
        link = f" {parcel.link}" if parcel.link else ""
        return self._note(
            access, parcel.order_key, f"{SHIPPED}{by}: {parcel.tracking_number}.{link}", parcel.tells_buyer
        )

    def remove(self, access: Access, order_key: str, remote_id: str, tracking_number: str) -> None:
        """See Way."""
        if not self.find(access, order_key, tracking_number):
            return
        self._write(access, order_key, {NUMBER: None, PROVIDER: None, LINK: None})
        self._note(access, order_key, f"{GONE}: {tracking_number}.", tells_buyer=False)

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
