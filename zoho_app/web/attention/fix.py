"""What the list offers to fix a group in place: something to choose or type, and one button with the whole effect."""

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal

from zoho_app.web.attention.sheet import Sheet
from zoho_app.web.attention.steps import Question


@dataclass(frozen=True)
class Choice:
    """One of several; `button` is what the form's button says while it is chosen. Only what is certain is chosen."""

    value: str
    name: str
    button: str
    code: str = ""
    why: str = ""
    rate: Decimal | None = None
    is_chosen: bool = False


@dataclass(frozen=True)
class Text:
    """A field for a text, with what is likely in it."""

    name: str
    label: str
    hint: str
    value: str


@dataclass(frozen=True)
class Fix:
    """`does` says what the button brings about; `title`, where there is one, says more than the group's.

    The form posts `field`, the value of the choice, to `action`. `button` is what its button says while nothing is
    chosen. `other` is another way: words and an address. `question` is one that is asked before it does anything.
    """

    does: str
    title: str = ""
    action: str = ""
    field: str = ""
    hidden: dict[str, str] = dataclass_field(default_factory=dict)
    legend: str = ""
    choices: tuple[Choice, ...] = ()
    places: tuple[str, ...] = ()
    text: Text | None = None
    sheet: Sheet | None = None
    button: str = ""
    other: tuple[str, str] | None = None
    question: Question | None = None

    @property
    def is_form(self) -> bool:
        """Whether it has a button of its own."""
        return self.button != ""
