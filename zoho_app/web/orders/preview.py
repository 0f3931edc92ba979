"""What would be sent to Zoho Books for an order and what would come of it, by the functions that submit it."""

from dataclasses import dataclass

from flask import abort, g, render_template
from flask_login import current_user

from zoho_app.counts import count_noun
from zoho_app.http.access import OPERATOR, VIEWER, access
from zoho_app.web.orders import list as order_list
from zoho_app.web.orders.page import trail
from zoho_app.web.remedies import findings as remedy_findings
from zoho_app.zoho_books.errors import CannotSchedule
from zoho_app.zoho_books.preview import dry_run
from zoho_app.zoho_books.preview import findings as preview_findings
from zoho_app.zoho_books.preview import preview as preview_preview
from zoho_app.zoho_books.preview.dry_run import Verdict
from zoho_app.zoho_books.sales_orders import repository


@dataclass(frozen=True)
class Outcome:
    """What would become of the order, in a sentence with its kind (see the macro `banner`)."""

    verdict: Verdict

    @property
    def would_send(self) -> bool:
        """Whether there would be a sales order, with a total and at the cost of calls."""
        return self.verdict.verdict in (dry_run.CREATE, dry_run.ADOPT)

    @property
    def words(self) -> str:
        found = self.verdict
        if found.verdict == dry_run.CREATE:
            return f"Would be created as sales order {found.number}."
        if found.verdict == dry_run.ADOPT:
            return (
                f"May already be in Zoho Books as sales order {found.number}. Bookdesk looks it up and adopts "
                "it instead of sending it twice."
            )
        return f"Blocked. {found.words}" if self._is_blocked else found.words

    @property
    def kind(self) -> str:
        if self.verdict.verdict == dry_run.CREATE:
            return "warning" if self.verdict.difference else "success"
        if self.verdict.verdict == dry_run.ADOPT or self._makes_no_sense:
            return "info"
        return "problem" if self._is_blocked else "warning"

    @property
    def effort(self) -> str:
        """How many calls sending takes, and about how long."""
        calls = self.verdict.calls
        if not calls:
            return "Sending it takes no call to Zoho Books."
        how_long = "a second or two" if calls < 4 else "a few seconds"
        return f"Sending it takes {count_noun(calls, 'call')} to Zoho Books: {how_long}."

    def says(self, words: str) -> bool:
        """Whether the verdict begins with these words already."""
        return self.verdict.words.startswith(words)

    @property
    def _is_blocked(self) -> bool:
        return self.verdict.verdict == dry_run.BLOCKED and not self._makes_no_sense

    @property
    def _makes_no_sense(self) -> bool:
        """Whether it would not even be scheduled, such as an order that is in Zoho Books."""
        return self.verdict.cause == CannotSchedule.cause


@order_list.bp.get("/<int:order_id>/preview")
@access(VIEWER)
def preview(store_id: int, order_id: int) -> str:
    try:
        found = repository.order_to_send(store_id, order_id, is_locked=False)
    except LookupError:
        abort(404)
    g.connection = found.connection  # the frame shows it, too
    verdict, prepared = dry_run.of_one(found)
    may_change = bool(current_user.user.may(OPERATOR, g.store.id))
    return render_template(
        "orders/preview.html",
        order=found.order,
        here=trail.here(found.order),
        preview=preview_preview.build(found, prepared),
        verdict=verdict,
        outcome=Outcome(verdict),
        rules=dry_run.rules_before(store_id, found.order),
        may_change=may_change,
        findings=remedy_findings.ways(store_id, preview_findings.of_verdict(verdict)) if may_change else [],
    )
