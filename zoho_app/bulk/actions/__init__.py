"""Everything that can be done to many orders at once: one file for each action, all of them listed here."""

from zoho_app.bulk.actions.action import BulkAction, Undo
from zoho_app.bulk.actions.cancel import CANCEL
from zoho_app.bulk.actions.delete import DELETE
from zoho_app.bulk.actions.dry_run import DRY_RUN
from zoho_app.bulk.actions.event import EVENT
from zoho_app.bulk.actions.move import MOVE
from zoho_app.bulk.actions.move_back import MOVE_BACK
from zoho_app.bulk.actions.retry import RETRY
from zoho_app.bulk.actions.submit import SUBMIT
from zoho_app.bulk.actions.tag import TAG
from zoho_app.bulk.actions.tag_back import TAG_BACK
from zoho_app.bulk.actions.withdraw import WITHDRAW
from zoho_app.bulk.models import BulkRun

# In the order in which people see them.
ALL: tuple[BulkAction, ...] = (
    DRY_RUN,
    TAG,
    TAG_BACK,
    EVENT,
    RETRY,
    SUBMIT,
    CANCEL,
    MOVE,
    MOVE_BACK,
    WITHDRAW,
    DELETE,
)
_BY_KEY = {action.key: action for action in ALL}


def find(key: str) -> BulkAction | None:
    """The action that people can choose by that key; None when there is none."""
    action = _BY_KEY.get(key)
    return action if action is not None and action.is_offered else None


def for_run(run: BulkRun) -> BulkAction:
    """The action of a run."""
    return _BY_KEY[run.action]


def undo_for(run: BulkRun) -> Undo | None:
    """What undoes a run; None when nothing does."""
    undo = _BY_KEY.get(for_run(run).undone_by)
    return undo if isinstance(undo, Undo) else None


def title(run: BulkRun) -> str:
    """What a run does, such as "Move to Closed"."""
    action = for_run(run)
    return action.in_words(action.label, run.details)
