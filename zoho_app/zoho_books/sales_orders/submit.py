"""Sending an order to Zoho Books, exactly once.

Before anything is sent, a SalesOrder row with its number is committed. As long as that row does not know Zoho's
salesorder_id, the number is looked up before it may be sent again; Zoho itself refuses a second sales order with
the same number (code 36004). Once it is certain that nothing was made, the row is discarded, and the next attempt
starts from the order as it is then.
"""

from dataclasses import replace

from zoho_app import kinds
from zoho_app.appointments.handlers import handler
from zoho_app.appointments.models import SCHEDULED, UNKNOWN
from zoho_app.appointments.task import Task
from zoho_app.extensions import db
from zoho_app.orders import events as order_events
from zoho_app.orders.models import Order
from zoho_app.rules import engine
from zoho_app.zoho_books import events
from zoho_app.zoho_books.api import access_token, retry_policy
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.appointment_payloads import SubmitPayload
from zoho_app.zoho_books.cache import taxes
from zoho_app.zoho_books.contacts import account, items, refetch
from zoho_app.zoho_books.errors import (
    ConnectionLost,
    NotFound,
    OutcomeUnknown,
    Outdated,
    Refused,
    TryLater,
    ZohoError,
)
from zoho_app.zoho_books.models import SENDING, ZohoBooksSettings
from zoho_app.zoho_books.sales_orders import (
    after_submit,
    order_check,
    organization,
    ours,
    prepare,
    records,
    repository,
    unknown_taxes,
)
from zoho_app.zoho_books.sales_orders.outcomes import (
    Blocked,
    Created,
    InDoubt,
    Missing,
    Outcome,
    Ready,
    Submission,
    submission_of,
)
from zoho_app.zoho_books.sales_orders.prepare import Prepared

NUMBER_TAKEN = 36004
# The most steps (looking up, sending) within one attempt.
MOST_STEPS = 12


@handler(kinds.SUBMIT, on_exhausted=after_submit.note_failure, is_in_doubt=repository.is_in_doubt)
def submit(task: Task) -> None:
    """Do the appointment "submit this order"; the subject is the order."""
    attempt = SubmitAttempt(task, Gateway.for_task(task))
    with engine.resume(attempt.payload.rule_chain):
        retry_policy.attempt(
            task,
            attempt.run,
            fail=lambda error: _fail(task, error),
            state=lambda: _state(task),
            on_unknown=lambda words: after_submit.note_doubt(task, words),
        )


class SubmitAttempt:
    """One attempt to send one order: each step has an outcome, and the outcome says which step comes next."""

    def __init__(self, task: Task, gateway: Gateway) -> None:
        self.task = task
        self.gateway = gateway
        self.payload = SubmitPayload.from_json(task.payload)
        self.has_started_over = False

    def run(self) -> None:
        """Bring the order into Zoho Books and note it there. Raises the ZohoError that ends this attempt instead."""
        outcome = self._prepare()
        for _ in range(MOST_STEPS):
            match outcome:
                case Missing(prepared):
                    outcome = self._ask(prepared)
                case Ready(submission, is_first):
                    outcome = self._send(submission, is_first)
                case InDoubt(submission, is_refused):
                    outcome = self._look_up(submission, is_refused)
                case Blocked(error):
                    outcome = self._start_over(error)
                case Created():
                    self._finish(outcome)
                    return
        if isinstance(outcome, Ready | InDoubt | Created):
            raise OutcomeUnknown(f"Zoho Books contradicts itself about the number {outcome.submission.number}.")
        raise TryLater("The contact or the items keep changing in Zoho Books.")

    def _prepare(self) -> Outcome:
        """Find what an earlier attempt has sent, or commit what is sent, and under which number."""
        with self.task.step():
            outcome = self._prepare_in_step()
        self.task.payload = self.payload.to_json()
        return outcome

    def _prepare_in_step(self) -> Outcome:
        """An error is returned, not raised: what rules have changed is kept, though it can't be sent."""
        found = repository.order_to_send(self.task.store_id, self.task.subject_id)
        if found.connection is not None:
            self.gateway.believe(access_token.token_of(found.connection), found.connection.organization_id)
        if (row := found.sales_order) is not None:
            if (error := organization.doubt_elsewhere(row, found.connection)) is not None:
                return Blocked(error)
            submission = submission_of(row, found.settings)
            return InDoubt(submission) if row.is_in_doubt else Created(submission)
        self._announce(found.order)
        try:
            prepared = prepare.prepare(found, self.payload.send_void)
        except ZohoError as error:
            return Blocked(error)
        if not prepared.is_complete:
            return Missing(prepared)
        payload, expected = prepared.payload(), prepared.expected
        row = records.begin(self.task.store_id, prepared.draft, payload, found.connection, expected)
        return Ready(submission_of(row, found.settings), is_first=True)

    def _announce(self, order: Order) -> None:
        """Tell the rules that the order is about to be sent, once in each retry cycle."""
        cycle = self.task.first_tried_at.isoformat()
        if self.payload.announced_in != cycle:
            order_events.publish(events.BEFORE_SUBMITTED, order)
            self.payload = replace(self.payload, announced_in=cycle)

    def _ask(self, prepared: Prepared) -> Outcome:
        """Ask Zoho for the items and the contact that are not known yet; a missing contact may be created."""
        try:
            if prepared.unknown_skus:
                items.learn(self.task, self.gateway, prepared.draft.skus, prepared.default_sku)
            if prepared.is_contact_unknown:
                may_create = prepared.may_create_contact or self.payload.create_contact
                account.learn(self.task, self.gateway, prepared.draft, may_create)
        except (NotFound, Outdated) as error:
            return Blocked(error)
        return self._prepare()

    def _send(self, submission: Submission, is_first: bool) -> Created | InDoubt | Blocked:
        """Send what is committed; when Zoho says that the number is taken, an earlier send may have taken it."""
        try:
            return Created(submission, self.gateway.create_sales_order(submission.payload))
        except (TryLater, ConnectionLost):
            self._discard(submission)
            raise
        except Refused as error:
            if error.code == NUMBER_TAKEN:
                return InDoubt(submission, is_refused=is_first)
            self._discard(submission)
            problem = unknown_taxes.explain(self.task, self.gateway, submission.payload, error)
            if problem is error and refetch.heal(self.task, self.gateway, submission.payload, error):
                return Blocked(Outdated(error.words, error.code, error.zoho_words, error.status))
            return Blocked(problem)

    def _discard(self, submission: Submission) -> None:
        """Discard the row, because nothing was created: the next attempt starts from the order."""
        with self.task.step():
            records.discard(submission.id)

    def _look_up(self, submission: Submission, is_refused: bool) -> Created | Ready | Blocked:
        """Look up under our number what an earlier send has led to: it is adopted, or may be sent now.

        Blocked when nothing is there and the order is void by now. Raises OutcomeUnknown while a list that lags might
        not show it yet.
        """
        found, number = ours.look_up(self.gateway, submission.number, submission, is_refused)
        if found is not None:
            return Created(submission, found, is_adopted=True)
        with self.task.step():
            order = repository.order(self.task.store_id, self.task.subject_id)
            if (error := order_check.find_void(order, self.payload.send_void)) is not None:
                records.discard(submission.id)
                return Blocked(error)
            settings = db.session.get(ZohoBooksSettings, self.task.store_id)
            row = ours.choose_number(self.task, submission.id, number, is_refused)
            return Ready(submission_of(row, settings))

    def _start_over(self, error: ZohoError) -> Outcome:
        """Prepare once more when our copy of a contact or item or a tax was stale and is corrected. Else raise."""
        if self.has_started_over or not isinstance(error, taxes.STALE_COPIES):
            raise error
        taxes.heal(self.task, self.gateway, error)
        self.has_started_over = True
        return self._prepare()

    def _finish(self, created: Created) -> None:
        """Note success on the order, then mark the sales order as open when the settings say so."""
        submission, answer = created.submission, created.answer or {}
        status = str(answer.get("status") or submission.status)
        words = f"Sales order {submission.number}"
        if not submission.mark_open or status not in (SENDING, "draft"):
            with self.task.done(words):
                self._tell_success(created)
            return
        with self.task.step():  # its own step: opening may have to wait, and by then it may be shipped or void
            self._tell_success(created)
        refusal = self._mark_open(submission.salesorder_id or str(answer["salesorder_id"]))
        with self.task.done(words):
            after_submit.note_opened(self.task, submission.id, refusal)

    def _tell_success(self, created: Created) -> None:
        submission = created.submission
        after_submit.note_success(self.task, submission.id, created.answer, created.is_adopted, submission.move_to)

    def _mark_open(self, salesorder_id: str) -> str:
        """Turn the draft into an open sales order; returns why Zoho refuses, "" when it doesn't."""
        try:
            self.gateway.mark_open(salesorder_id)
        except Refused as error:
            return error.words
        return ""


def _state(task: Task) -> str:
    """Whether an earlier send is in doubt."""
    with task.step():
        return UNKNOWN if repository.is_in_doubt(task.subject_id) else SCHEDULED


def _fail(task: Task, error: ZohoError) -> None:
    words = error.words
    if _state(task) == UNKNOWN and error.cause != organization.CAUSE:
        words += " The outcome is unknown. Submit the order again; Bookdesk checks Zoho Books first."
    with task.failed(error.cause, words, error.details):
        after_submit.note_failure(task, words, error)
