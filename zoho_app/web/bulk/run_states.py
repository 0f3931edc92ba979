"""The states of a run, of one of its orders, and the verdicts of a dry run, as pages show them."""

from zoho_app.bulk.models import DONE, FINISHED, LEFT, REFUSED, RUNNING, STOPPED, WAITING
from zoho_app.web.orders.states import State
from zoho_app.zoho_books.preview import dry_run

RUN_STATES = {
    RUNNING: State("Under way", "running", "info"),
    FINISHED: State("Finished", "check", "success"),
    STOPPED: State("Stopped", "ban", "warning"),
}
ITEM_STATES = {
    DONE: State("Done", "check", "success"),
    REFUSED: State("Refused", "cross", "problem"),
    WAITING: State("Waiting", "clock", "neutral"),
    LEFT: State("Not done", "dot", "neutral"),
}
# With what each means, after a number of orders.
VERDICTS = {
    dry_run.CREATE: State("Would create", "check", "success", "would be created in Zoho Books"),
    dry_run.ADOPT: State(
        "Would adopt",
        "check",
        "success",
        "may already be in Zoho Books; Bookdesk looks them up by number and adopts them instead of sending them "
        "twice",
    ),
    dry_run.BLOCKED: State("Blocked", "cross", "problem", "blocked"),
    dry_run.UNKNOWN: State("Can't tell yet", "question", "warning", "can't be checked yet"),
}
