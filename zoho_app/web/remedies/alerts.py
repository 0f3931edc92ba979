"""Why an alert can't be delivered, and the remedy."""

from collections.abc import Sequence
from dataclasses import replace

from zoho_app import kinds
from zoho_app.alerts import notify
from zoho_app.web.remedies.cause import Cause
from zoho_app.web.remedies.remedy import Remedy

CAUSES = {
    notify.NO_MAIL: Cause("E-mail is not set up", "Your administrator can set it up.", Remedy.OPEN_ALERTS),
    "not wanted": Cause(
        "The recipient does not want alerts",
        "The recipient has to confirm the address. See Alerts.",
        Remedy.OPEN_ALERTS,
    ),
}


def adapt(cause: Cause, kind: str, code: str, details: Sequence[str]) -> Cause:
    """Lead to the page of alerts, whatever kept an alert from arriving."""
    return replace(cause, remedy=Remedy.OPEN_ALERTS) if kind == kinds.SEND_ALERT.name else cause
