"""Each bulk action says all about itself, and the list of them holds together."""

import pytest

from zoho_app import kinds
from zoho_app.bulk import actions
from zoho_app.bulk.actions.action import BulkAction, Parameter, Undo
from zoho_app.bulk.models import BulkRun
from zoho_app.web.bulk import parameters

each = pytest.mark.parametrize("action", actions.ALL, ids=lambda action: action.key)


def test_the_keys_are_those_that_runs_are_stored_with() -> None:
    chosen = {"submit", "cancel", "move", "tag", "retry", "event", "dry_run", "delete"}
    stored = chosen | {"move_back", "take_back", "tag_back"}
    assert {action.key for action in actions.ALL} == stored
    assert len(actions.ALL) == len(stored)


@each
def test_an_action_has_its_words_and_a_way_to_be_done(action: BulkAction) -> None:
    details = {"folder_name": "Closed", "tag_name": "Gift", "event": "Order Imported"}
    for pattern in (action.label, action.would, action.done, action.not_done):
        assert "{" not in action.in_words(pattern, details)
    assert "3 orders" in action.in_words(action.question, details, 3)
    own = type(action)
    assert own.do_to is not BulkAction.do_to or own.do_to_many is not BulkAction.do_to_many
    assert set(action.appointment_kinds) <= kinds.ALL.keys()


@each
def test_what_undoes_an_action_is_in_the_list(action: BulkAction) -> None:
    undo = actions.undo_for(BulkRun(action=action.key))
    assert (undo is not None) == bool(action.undone_by)
    assert undo is None or (isinstance(undo, Undo) and undo.too_late and undo.button(2))


def test_people_can_choose_all_but_those_that_undo() -> None:
    hidden = {action.key for action in actions.ALL if actions.find(action.key) is None}
    assert hidden == {"move_back", "take_back", "tag_back"}
    assert actions.find("no such action") is None


def test_people_can_be_asked_for_every_parameter() -> None:
    assert parameters.FORMS.keys() == set(Parameter)
