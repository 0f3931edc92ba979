"""What the Rule Builder can offer: events, filters and actions, installed by registry.py."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

# What a filter compares and an action's field holds. A folder is kept as its id, written as text; an address may hold
# a secret and is shown without it.
TEXT, NUMBER, CHOICE, DATE, FOLDER, TEXTAREA = "text", "number", "choice", "date", "folder", "textarea"
ADDRESS = "address"

Choices = Callable[[int], Sequence[tuple[str, str]]]  # store id -> (value, name) pairs
Read = Callable[[Any, str], Sequence[str | Decimal]]  # subject, parameter -> every value that it has
Run = Callable[[Any, dict[str, str]], None]
Listener = Callable[..., None]


class ActionRefused(Exception):
    """An action that can't be done to this subject; its text says why, for people."""


@dataclass(frozen=True)
class Event:
    """An event of a subject that rules can react to."""

    name: str
    group: str
    description: str = ""


@dataclass(frozen=True)
class Filter:
    """A property of a subject that a rule can compare.

    `read(subject, parameter)` gives all its values: none, one, or (as with item fields) several. Text and
    choices are strings, numbers Decimals, dates strings "YYYY-MM-DD". `parameter` is the label of a further
    text that the filter needs to know what to read, such as the name of a checkout data field, or "".
    """

    key: str
    label: str
    group: str
    kind: str  # TEXT, NUMBER, CHOICE, DATE or FOLDER
    read: Read
    parameter: str = ""
    choices: Choices | None = None


@dataclass(frozen=True)
class Field:
    """One thing that a person fills in for an action."""

    name: str
    label: str
    kind: str = TEXT  # TEXT, TEXTAREA, CHOICE, FOLDER or ADDRESS
    help: str = ""
    required: bool = True
    choices: Choices | None = None
    default: str = ""  # what a new action begins with


@dataclass(frozen=True)
class Action:
    """An action that a rule can do to a subject."""

    name: str
    group: str
    run: Run
    fields: tuple[Field, ...] = ()
    description: str = ""


class Chooser:
    """What can be chosen in one store; each list is read once, so that a page of rules stays quick."""

    def __init__(self, store_id: int) -> None:
        self._store_id = store_id
        self._read: dict[Choices, dict[str, str]] = {}

    def names(self, thing: Filter | Field) -> dict[str, str]:
        """The names of all choices by value; empty for what is typed freely."""
        if thing.choices is None:
            return {}
        if thing.choices not in self._read:
            self._read[thing.choices] = dict(thing.choices(self._store_id))
        return self._read[thing.choices]


_events: dict[str, Event] = {}
_filters: dict[str, Filter] = {}
_actions: dict[str, Action] = {}
_listeners: dict[str, list[Listener]] = {}


def install(
    events: Sequence[Event],
    filters: Sequence[Filter],
    actions: Sequence[Action],
    listeners: Sequence[tuple[str, Listener]],
) -> None:
    """Offer exactly these, in this order; doing it again changes nothing. Raises ValueError for a name given twice.

    A listener is called as `listener(subject, **details)` whenever its event happens, before any rule runs.
    """
    for shelf in (_events, _filters, _actions, _listeners):
        shelf.clear()
    for event in events:
        add_event(event)
    for one in filters:
        _put(_filters, one.key, one)
    for action in actions:
        add_action(action)
    for name, listener in listeners:
        add_listener(name, listener)


def add_event(event: Event) -> None:
    """Offer one more event. Raises ValueError when its name is taken."""
    _put(_events, event.name, event)


def add_action(action: Action) -> None:
    """Offer one more action. Raises ValueError when its name is taken."""
    _put(_actions, action.name, action)


def add_listener(event: str, listener: Listener) -> None:
    """Call `listener` whenever the event happens."""
    _listeners.setdefault(event, []).append(listener)


def action(name: str, group: str, fields: tuple[Field, ...] = (), description: str = "") -> Callable[[Run], Action]:
    """Make an Action of the decorated `run(subject, values)`; `values` has one text for each of its fields.

    `run` raises ActionRefused with words for people when it can't be done.
    """
    return lambda run: Action(name, group, run, fields, description)


def find_event(name: str) -> Event | None:
    """The event of that name, whatever its capitals and outer spaces."""
    return _find(_events, name)


def find_filter(key: str) -> Filter | None:
    """The filter with that key."""
    return _filters.get(key)


def find_action(name: str) -> Action | None:
    """The action of that name, whatever its capitals and outer spaces."""
    return _find(_actions, name)


def listeners(event: str) -> Iterator[Listener]:
    """Everything that follows the event, in the order of registration."""
    return iter(_listeners.get(event, ()))


def events() -> dict[str, list[Event]]:
    """All events by group; groups and events in the order of registration."""
    return _grouped(_events.values())


def filters() -> dict[str, list[Filter]]:
    """All filters by group."""
    return _grouped(_filters.values())


def actions() -> dict[str, list[Action]]:
    """All actions by group."""
    return _grouped(_actions.values())


def _put(shelf: dict[str, Any], key: str, thing: Any) -> None:
    if key in shelf:
        raise ValueError(f"{key!r} is registered twice")
    shelf[key] = thing


def _find(shelf: dict[str, Any], name: str) -> Any:
    wanted = name.strip().casefold()
    return shelf.get(name) or next((thing for key, thing in shelf.items() if key.casefold() == wanted), None)


def _grouped(things: Any) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for thing in things:
        groups.setdefault(thing.group, []).append(thing)
    return groups
