"""Why a message to a receiver fails, and the remedy."""

from collections.abc import Sequence
from dataclasses import replace

from zoho_app.channels.messages import ORDER_JSON, WEBHOOK
from zoho_app.channels.shops import problems
from zoho_app.deliveries import deliver
from zoho_app.web.remedies.cause import Cause
from zoho_app.web.remedies.remedy import Remedy

CAUSES = {
    deliver.NOT_ACCEPTED: Cause(
        "{subject} refused the message",
        "Ask the people who run the receiver, then try again.",
        Remedy.SEND_AGAIN,
        is_split=True,
    ),
    deliver.NOT_REACHED: Cause(
        "{subject} could not be reached",
        "Try again once the receiver works.",
        Remedy.SEND_AGAIN,
        is_split=True,
    ),
    deliver.GONE: Cause(
        "{subject} no longer wants messages",
        "Change the address, or dismiss these messages.",
        Remedy.OPEN_CHANNELS,
        is_split=True,
    ),
    deliver.ADDRESS: Cause(
        "The address of {subject} is not allowed",
        "Correct the address, then try again.",
        Remedy.OPEN_CHANNELS,
        is_split=True,
    ),
    problems.ACCESS: Cause(
        "{things}: {subject} does not let Bookdesk in",
        "Connect the shop again, under Manage Integrations.",
        Remedy.OPEN_INTEGRATIONS,
        is_split=True,
    ),
    problems.CLOSED: Cause(
        "{things}: {subject} is closed",
        "Read what the shop says, and try again once it is open.",
        Remedy.SEND_AGAIN,
        is_split=True,
    ),
    problems.HIDDEN: Cause(
        "{things}: {subject} hides data from Bookdesk",
        "Allow the app what it lacks, in the shop, then try again.",
        Remedy.SEND_AGAIN,
        is_split=True,
    ),
    problems.ANSWER: Cause(
        "{things}: {subject} does not answer what Bookdesk asks",
        "Read what the shop says, then try again.",
        Remedy.SEND_AGAIN,
        is_split=True,
    ),
    deliver.SWITCHED_OFF: Cause(
        "{subject} is switched off or deleted",
        "Switch it on again, or dismiss these messages.",
        Remedy.OPEN_CHANNELS,
        is_split=True,
    ),
}


def adapt(cause: Cause, kind: str, code: str, details: Sequence[str]) -> Cause:
    """Lead to where the receiver's address is kept: a sales channel's, a rule's, or the order's own."""
    if cause.remedy is not Remedy.OPEN_CHANNELS or details[1:] == [WEBHOOK]:
        return cause
    return replace(cause, remedy=Remedy.OPEN_RULES if details[1:] == [ORDER_JSON] else Remedy.SEND_AGAIN)
