"""What can go wrong with Zoho Books, in one table: each code's class, its plain words and its one next step.

The codes come from Zoho's documentation and from answers seen in the wild; the class decides what the desk does:

- TryLater: nothing has happened in Zoho; the same call may be made again.
- OutcomeUnknown: it may have happened; look it up before anything is sent again.
- Refused: Zoho said no; only a person can help.
- NotFound: a Refused that says that the thing does not exist.
- Outdated: a Refused because of a stale cache; the next attempt uses fresh data.
- ConnectionLost: no call can succeed before somebody reconnects.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

# The causes of CannotSubmit, each with its own remedy; `details` name the e-mail address or the field.
ORDER, NO_EMAIL, TOO_LONG = "order", "no_email", "too_long"
CONTACT_MISSING, CONTACT_SEVERAL, CONTACT_INACTIVE = "contact_missing", "contact_several", "contact_inactive"
CONTACT_NAME_TAKEN, CONTACT_CURRENCY = "contact_name_taken", "contact_currency"
# Tax Match has to choose the tax in `details`; what the order says about tax can't be read; no place; no such tax_id.
NO_TAX, BAD_TAX, NO_PLACE, UNKNOWN_TAX = "no_tax", "bad_tax", "no_place", "unknown_tax"
# Items of the order without a SKU; `details` are the items' names.
NO_SKU = "no_sku"
# The discount is more than the items; the source calls the order void; its amounts are in another currency (named by
# `details`); the contact of its source is of no use (`details` name the source).
DISCOUNT, VOID_ORDER, ORDER_CURRENCY, SOURCE_CONTACT = "discount", "void_order", "order_currency", "source_contact"


@dataclass(frozen=True)
class Problem:
    """One of several things that stand in the way of an order, with the cause, details and words of its error."""

    cause: str
    details: tuple[str, ...]
    words: str


class ZohoError(Exception):
    """The root of all troubles with Zoho; `words` are for people, `cause` is a short code.

    `details` name the SKUs or the e-mail address, so that people find all failures with the same cause. `problems`
    lists all that stands in the way of an order, where that was looked for.
    """

    cause = "zoho"
    details: Sequence[str] = ()
    problems: tuple[Problem, ...] = ()

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class TryLater(ZohoError):
    """Certainly nothing has happened. `until` (aware) is when to come back; None means soon, with backoff.

    `is_waiting` says that Zoho or the desk asked for patience; such waiting never turns into a failure. `gate` is
    the cause by which the whole store has to wait ("minute", "day"), `is_outage` that Zoho is out of order. Without
    `is_try` the attempt has only seen that somebody else is at work, and does not count.
    """

    cause = "try_later"

    def __init__(
        self,
        words: str,
        until: datetime | None = None,
        is_waiting: bool = False,
        gate: str = "",
        is_outage: bool = False,
        is_try: bool = True,
    ) -> None:
        super().__init__(words)
        self.is_try = is_try
        self.until = until
        self.is_waiting = is_waiting
        self.gate = gate
        self.is_outage = is_outage


class OutcomeUnknown(ZohoError):
    """Zoho may have done what it was asked to. `is_outage` says that it is out of order."""

    cause = "unknown"

    def __init__(self, words: str, is_outage: bool = False) -> None:
        super().__init__(words)
        self.is_outage = is_outage

    def without_harm(self, words: str = "", until: datetime | None = None) -> TryLater:
        """The same for a call that does no harm when it is made twice, with other words if there are better ones."""
        return TryLater(words or self.words, until, is_outage=self.is_outage)


class Refused(ZohoError):
    """Zoho said no. `code` is Zoho's (0 when it gave none), `zoho_words` its message; it is about the code."""

    cause = "refused"

    def __init__(self, words: str, code: int = 0, zoho_words: str = "", status: int = 0) -> None:
        super().__init__(words)
        self.code = code
        self.details = [str(code)] if code else []
        self.zoho_words = zoho_words
        self.status = status


class Outdated(Refused):
    """Zoho refused an order because our cache was stale; the cache is corrected, and nothing was created."""


class Forbidden(Refused):
    """Whoever connected may not read `what`, which sending can do without; everything else goes on."""

    def __init__(self, what: str, code: int = 0, zoho_words: str = "", status: int = 0) -> None:
        said = f' Zoho says: "{zoho_words.strip()}".' if zoho_words.strip() else ""
        super().__init__(
            f"Zoho Books does not let the person who connected read {what}.{said} In Zoho Books, under Settings, "
            "Users & Roles, give this person a role that may, or reconnect as somebody who has one.",
            code,
            zoho_words,
            status,
        )
        self.what = what


class NotFound(Refused):
    """The thing that was asked for does not exist in Zoho."""

    cause = "not_found"


class ConnectionLost(ZohoError):
    """The store's connection to Zoho Books is gone or was never made."""

    cause = "connection"


class InAnotherOrganization(ZohoError):
    """It is, or may be, in another organization than that of the store; the error is about that one's name."""

    cause = "other_organization"

    def __init__(self, words: str, organization: str) -> None:
        super().__init__(words)
        self.details = [organization]


class InvalidSku(ZohoError):
    """One or more SKUs can't be sold through Zoho Books; `skus` names them as Zoho would know them.

    With the cause NO_SKU, items have none, and it is about their names.
    """

    cause = "invalid_sku"

    def __init__(self, words: str, skus: list[str], cause: str = "") -> None:
        super().__init__(words)
        self.cause = cause or self.cause
        self.details = self.skus = skus


class NoProductsAvailable(ZohoError):
    """The Product Settings leave no item to send."""

    cause = "no_products"


class CannotSubmit(ZohoError):
    """The order or a setting prevents sending; the words say what and what to do."""

    cause = ORDER

    def __init__(self, words: str, cause: str = "", details: Sequence[str] = ()) -> None:
        super().__init__(words)
        self.cause = cause or self.cause
        self.details = details


class NoTax(CannotSubmit):
    """No tax of Zoho Books, or several, fit the tax of an item; `subject` is its rate or its name."""

    cause = NO_TAX

    def __init__(self, words: str, subject: str) -> None:
        super().__init__(words, NO_TAX, [subject])


class TaxesNotRead(ZohoError):
    """The taxes of Zoho Books have to be read before the order's can be chosen."""

    cause = "taxes_not_read"


class CannotSchedule(ZohoError):
    """The request is not possible now: already submitted, never submitted, not connected.

    `of_many` says the same without naming the order, for when it is true of several.
    """

    cause = "cannot_schedule"

    def __init__(self, words: str, of_many: str = "") -> None:
        super().__init__(words)
        self.of_many = of_many or words

    @property
    def beside_the_order(self) -> str:
        """The same in a table whose row names the order."""
        return self.of_many[:1].upper() + self.of_many[1:]


BY_ITSELF = "Bookdesk tries again automatically."
GIVEN_UP = "Bookdesk kept trying for two hours and has stopped. Try again once Zoho Books works."

WAIT, RECONNECT, REFUSE, MISSING, RETRY = "wait", "reconnect", "refuse", "missing", "retry"


@dataclass(frozen=True)
class Entry:
    """One line of the table. `seconds` is how long to wait when Zoho names no time."""

    kind: str
    words: str
    next_step: str
    seconds: int = 0


NOT_AUTHORIZED = 57  # the code of a token that is good, and of a person who may not

TABLE: dict[int, Entry] = {
    2: Entry(REFUSE, "Zoho Books does not accept a value.", "Correct the field that Zoho names, then submit again."),
    4: Entry(REFUSE, "Zoho Books does not accept a value.", "Correct the field that Zoho names, then submit again."),
    5: Entry(REFUSE, "Zoho Books does not know this address.", "Report this: it is a bug in Bookdesk."),
    11: Entry(REFUSE, "Zoho Books received nothing.", "Report this: it is a bug in Bookdesk."),
    14: Entry(RECONNECT, "Zoho Books no longer accepts the connection.", 'Press "Connect to Zoho Books".'),
    15: Entry(REFUSE, "A text is too long for Zoho Books.", "Shorten the field that Zoho names, then submit again."),
    36: Entry(REFUSE, "Other transactions in Zoho Books depend on it.", "Undo them in Zoho Books first."),
    43: Entry(WAIT, "Zoho Books asks to slow down.", "Bookdesk continues automatically.", 60),
    44: Entry(WAIT, "Zoho Books allows 100 calls a minute.", "Bookdesk continues automatically.", 60),
    45: Entry(WAIT, "The organization has used up its Zoho calls for today.", "Bookdesk continues after midnight."),
    NOT_AUTHORIZED: Entry(
        RECONNECT,
        "The person who connected may not do this in Zoho Books.",
        'Press "Connect to Zoho Books" as somebody who may read and write contacts, items and sales orders.',
    ),
    1000: Entry(RETRY, "Zoho Books has an internal error.", BY_ITSELF),
    1002: Entry(
        MISSING, "The order refers to something that does not exist in Zoho Books.", "Correct it, then submit again."
    ),
    1004: Entry(REFUSE, "Other transactions in Zoho Books depend on it.", "Undo them in Zoho Books first."),
    1038: Entry(REFUSE, "Zoho Books could not read the order.", "Report this: it is a bug in Bookdesk."),
    1070: Entry(WAIT, "Too many calls to Zoho Books are running at once.", "Bookdesk continues automatically.", 10),
    3062: Entry(
        REFUSE, "A contact with this name already exists.", "Add the order's e-mail address to that contact."
    ),
    4016: Entry(REFUSE, "The sales order has no items.", "Add an item to the order, then submit again."),
    4097: Entry(
        REFUSE,
        "Zoho Books does not allow sales order numbers of our own.",
        "In Zoho Books, allow manual sales order numbers, then submit again.",
    ),
    6041: Entry(
        RECONNECT,
        "The person who connected no longer belongs to the organization.",
        'Press "Connect to Zoho Books" as somebody who does.',
    ),
    36004: Entry(REFUSE, "This sales order number is taken in Zoho Books.", "Change the sales order number prefix."),
    110817: Entry(REFUSE, "The order uses a tax that is inactive.", "Correct the tax_id of the items."),
}
UNKNOWN_CODE = Entry(REFUSE, "Zoho Books refused.", "Read Zoho's message, correct the cause, then submit again.")


def entry(code: int) -> Entry:
    """The table's line for Zoho's `code`; an unknown code refuses and is shown as it came."""
    if 110_000 <= code <= 110_999 and code not in TABLE:
        return Entry(REFUSE, "A feature of Zoho Books is not enabled.", "Enable it in Zoho Books, then submit again.")
    return TABLE.get(code, UNKNOWN_CODE)


# These can't come from a cached contact or item that is stale.
_PRECISE = frozenset((11, 14, 15, 36, 57, 1004, 1038, 4016, 4097, 6041, 36004, 110817))


def is_vague(code: int) -> bool:
    """Whether the code leaves open what is wrong, so that the cache may be stale."""
    return code not in _PRECISE and entry(code).kind in (REFUSE, MISSING)


def explain(code: int, zoho_words: str) -> str:
    """One text for people: our words, Zoho's words and code, and the next step."""
    line = entry(code)
    said = f' Zoho says: "{zoho_words.strip()}" (code {code}).' if zoho_words.strip() else f" (Zoho's code {code}.)"
    return f"{line.words}{said} {line.next_step}"


def given_up(words: str) -> str:
    """The words of a trouble that is not tried again any more, with another next step than before."""
    return f"{words.removesuffix(BY_ITSELF).strip()} {GIVEN_UP}"
