"""A difference that the comparison has found, as its page shows it: in words, with the one button that repairs it."""

from collections.abc import Sequence
from dataclasses import dataclass

from zoho_app.appointments.models import OPEN_STATES, Appointment
from zoho_app.web.layout.formats import money
from zoho_app.zoho_books.api import access_token, data_centers
from zoho_app.zoho_books.models import Finding
from zoho_app.zoho_books.reconcile import findings
from zoho_app.zoho_books.reconcile import repair as reconcile_repair
from zoho_app.zoho_books.reconcile.repair import Repair

# The word of each kind, its icon, and the kind of state (see the macro `state`).
STATES = {
    findings.MISSING: ("Deleted in Zoho", "cross", "problem"),
    findings.VOIDED: ("Voided in Zoho", "ban", "warning"),
    findings.TOTAL: ("Different total", "question", "warning"),
    findings.EXTRA: ("Only in Zoho", "plus", "warning"),
}


@dataclass(frozen=True)
class Difference:
    """`link` opens the sales order in Zoho Books; "" when it was deleted there."""

    finding: Finding
    link: str
    repair: Repair
    void: Appointment | None  # the newest one to void the sales order

    @property
    def state(self) -> tuple[str, str, str]:
        return STATES[self.finding.kind]

    @property
    def words(self) -> str:
        """What each side has."""
        one = self.finding
        if one.kind == findings.MISSING:
            return "Bookdesk has it as an existing sales order. In Zoho Books it is deleted."
        if one.kind == findings.VOIDED:
            return f"Bookdesk has it as an active sales order. In Zoho Books it is {one.zoho_status}."
        theirs, ours = money(one.zoho_total, one.currency_code), money(one.our_total, one.currency_code)
        if one.kind == findings.TOTAL:
            return f"{theirs} in Zoho Books, {ours} when the order was sent."
        reference = f"reference {one.reference_number or 'empty'}"
        return f"In Zoho Books it is {one.zoho_status or 'there'}, {theirs}, {reference}. {self._what_is_known}"

    @property
    def _what_is_known(self) -> str:
        known = "has it as canceled" if self.finding.sales_order_id else "has no record of it"
        order = "" if self.finding.order_id else " Its order was deleted."
        return f"Bookdesk {known}.{order}"

    @property
    def is_being_voided(self) -> bool:
        return self.void is not None and self.void.state in OPEN_STATES

    @property
    def asks_first(self) -> bool:
        """Whether the repair can't be undone."""
        return self.repair is Repair.VOID


def all_of(found: Sequence[Finding]) -> list[Difference]:
    """The differences in their order; two statements."""
    repairs, voids = reconcile_repair.repairs_of(found), reconcile_repair.last_voids(found)
    return [Difference(one, _link(one), repairs[one.id], voids.get(one.id)) for one in found]


def _link(finding: Finding) -> str:
    connected = access_token.get_connection(finding.store_id)
    center = data_centers.get(connected.data_center) if connected else None
    if center is None or finding.kind == findings.MISSING:
        return ""
    return center.sales_order_address(finding.organization_id, finding.salesorder_id)
