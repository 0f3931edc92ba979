"""Why a shop could not be told of a shipment, and the remedy; what the shop says of each stands beside it."""

from collections.abc import Sequence

from zoho_app.channels.shops import parcels
from zoho_app.web.remedies.cause import Cause
from zoho_app.web.remedies.remedy import Remedy


def _cause(title: str, advice: str) -> Cause:
    return Cause(title, advice, Remedy.SEND_AGAIN, is_split=True)


CAUSES = {
    parcels.CANCELED: _cause(
        "Shipped orders are canceled in {subject}",
        "Call the parcels back, or agree with the customers on new orders, then dismiss these.",
    ),
    parcels.HELD: _cause(
        "{subject} holds shipped orders back", "Release the hold in the shop's admin, then try again."
    ),
    parcels.SERVICE: _cause(
        "A fulfillment service ships these orders of {subject}",
        "Cancel the request to the service in the shop's admin and try again, or dismiss these.",
    ),
    parcels.COLLECTED: _cause(
        "Shipped orders of {subject} are for pickup",
        "Fulfill them in the shop's admin, add the tracking numbers there, then dismiss these.",
    ),
    parcels.SHIPPED: _cause(
        "Shipped orders are fulfilled in {subject} in another way",
        "Compare the shipments with the fulfillments in the shop's admin, correct one of them, then try again.",
    ),
    parcels.NOTHING: _cause(
        "{subject} has nothing left to ship of shipped orders",
        "Look in the shop's admin whether they were refunded, then dismiss these.",
    ),
    parcels.REFUSED: _cause("{subject} refused shipments", "Read what the shop says, correct it, then try again."),
    parcels.NOT_ALLOWED: _cause(
        "Bookdesk may not tell {subject} of shipments",
        "Allow the app to write fulfillments, as the shop's settings page says, then try again.",
    ),
}


def adapt(cause: Cause, kind: str, code: str, details: Sequence[str]) -> Cause:
    """Nothing depends on more than the code."""
    return cause
