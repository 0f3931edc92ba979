"""Who did something: a person, a rule, a program, Zoho Books, or Bookdesk by itself."""

from dataclasses import dataclass
from enum import Enum, auto

# As columns keep them and pages show them; a person is kept as an e-mail address.
AUTO = "Auto"  # a rule (Order Desk: "it will show up in the history as Auto")
API = "API"
ZOHO_BOOKS = "Zoho Books"
BOOKDESK = "Bookdesk"  # what nobody asked for in person
COMMAND_LINE = "command line"

# Before the name that a program gives.
_NAMED_BY_API = f"{API}: "


class ActorKind(Enum):
    """What sort of actor it is."""

    PERSON = auto()
    RULE = auto()
    API = auto()
    ZOHO_BOOKS = auto()
    SYSTEM = auto()


_KINDS = {
    AUTO: ActorKind.RULE,
    API: ActorKind.API,
    ZOHO_BOOKS: ActorKind.ZOHO_BOOKS,
    BOOKDESK: ActorKind.SYSTEM,
    COMMAND_LINE: ActorKind.SYSTEM,
}


@dataclass(frozen=True)
class Actor:
    """Who did something. `name` is an e-mail address for a person, and the name that a program gave for the API."""

    kind: ActorKind
    name: str

    @property
    def is_person(self) -> bool:
        """Whether somebody who is signed in did it."""
        return self.kind is ActorKind.PERSON

    @property
    def is_named_by_api(self) -> bool:
        """Whether a program did it under a name of its own, which may be anything."""
        return self.kind is ActorKind.API and self.name != API


def read(text: str) -> Actor:
    """The actor that a column keeps as this text."""
    if text.startswith(_NAMED_BY_API):
        return Actor(ActorKind.API, text.removeprefix(_NAMED_BY_API))
    if text in _KINDS:
        return Actor(_KINDS[text], text)
    return Actor(ActorKind.PERSON if "@" in text else ActorKind.SYSTEM, text)
