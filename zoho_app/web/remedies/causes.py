"""Every cause for which something can fail, in one table: its words, and the one thing that mends it."""

from collections.abc import Sequence
from dataclasses import dataclass

from zoho_app import kinds
from zoho_app.channels import deliver
from zoho_app.channels.deliveries import ORDER_JSON, WEBHOOK
from zoho_app.counts import count_noun
from zoho_app.zoho_books import errors
from zoho_app.zoho_books.errors import MISSING, RECONNECT, REFUSE, RETRY, WAIT

# What mends: what `attention.group` offers itself, then pages of their own; the words are those of the button.
CHOOSE_ITEM, CHOOSE_CONTACT, CREATE_CONTACTS = "Choose the item", "Choose the contact", "Create the contacts"
GIVE_SKUS, GIVE_EMAILS, SHORTEN = "Give the SKU", "Add the e-mail addresses", "Shorten the field"
SEND_AGAIN, OPEN_ORDERS = "Try again", "Correct the orders"
# What is typed into the orders on the group's page.
IN_THE_ORDERS = (GIVE_SKUS, GIVE_EMAILS, SHORTEN)
TO_CONNECTION, TO_SETTINGS = "Reconnect to Zoho Books", "Open the Zoho Books settings"
TO_FORMER = "Connect that organization again"
TO_ZOHO, TO_COMPARISON = "Open Zoho Books", "Compare with Zoho Books"
TO_CHANNELS, TO_RULES, TO_ALERTS = "Open Sales Channels", "Open Rule Builder", "Open Alerts"

OTHER_THINGS = ("task", "tasks")


@dataclass(frozen=True)
class Cause:
    """`title` has {things} ("37 orders"), {wait} and {about}; `mend` is the one thing to do, named above.

    `is_split`: failures are grouped by what they are about, beside their cause.
    """

    title: str
    advice: str
    mend: str
    is_split: bool = False


_CHOOSE = "Choose the right contact once: Bookdesk remembers it for this e-mail address."
CAUSES = {
    errors.InvalidSku.cause: Cause(
        "{things} {wait} for SKU {about}",
        "Zoho Books has no active item with this SKU. Choose the item that it means, or leave it out.",
        CHOOSE_ITEM,
        is_split=True,
    ),
    errors.NO_SKU: Cause(
        "{things}: the item “{about}” has no SKU",
        "Give it its SKU. A default item SKU in the settings would stand in for all items without one.",
        GIVE_SKUS,
        is_split=True,
    ),
    errors.NoProductsAvailable.cause: Cause(
        "{things}: no item is left to send",
        "Product Code Skip or Inventory Location Match leaves out every item. Change that, or dismiss these orders.",
        TO_SETTINGS,
    ),
    errors.CONTACT_MISSING: Cause(
        "{things}: no contact for the e-mail address",
        "“Create Contact If Missing” is off. Let Bookdesk create contacts for these orders, or choose existing ones.",
        CREATE_CONTACTS,
    ),
    errors.CONTACT_SEVERAL: Cause("{things}: several contacts have {about}", _CHOOSE, CHOOSE_CONTACT, is_split=True),
    errors.CONTACT_INACTIVE: Cause(
        "{things}: the contact of {about} is inactive",
        f"Mark it as active in Zoho Books, or choose another. {_CHOOSE}",
        CHOOSE_CONTACT,
        is_split=True,
    ),
    errors.CONTACT_NAME_TAKEN: Cause(
        "{things}: the contact's name is taken, {about}",
        f"Zoho Books has a contact of this name with another e-mail address. {_CHOOSE}",
        CHOOSE_CONTACT,
        is_split=True,
    ),
    errors.CONTACT_CURRENCY: Cause(
        "{things}: the contact of {about} has another currency",
        f"Zoho Books would read the amounts in the contact's currency. {_CHOOSE}",
        CHOOSE_CONTACT,
        is_split=True,
    ),
    errors.NO_EMAIL: Cause(
        "{things}: no e-mail address",
        "Zoho Books needs a contact, which is found by the e-mail address. Add it to each order.",
        GIVE_EMAILS,
    ),
    errors.TOO_LONG: Cause(
        "{things}: the address field “{about}” is too long",
        "Zoho Books takes fewer characters. Shorten it in each order.",
        SHORTEN,
        is_split=True,
    ),
    errors.ORDER: Cause("{things}: something in the order stands in the way", "Each order says what.", OPEN_ORDERS),
    errors.ConnectionLost.cause: Cause(
        "{things}: the connection to Zoho Books is lost", "Reconnect, then try again.", TO_CONNECTION
    ),
    errors.TryLater.cause: Cause(
        "{things}: Zoho Books did not answer for two hours",
        "Nothing has happened there. When Zoho Books works again, try again.",
        SEND_AGAIN,
    ),
    errors.OutcomeUnknown.cause: Cause(
        "{things}: nobody knows whether Zoho Books did it",
        "Try again: Bookdesk looks in Zoho Books first, so nothing is sent twice.",
        SEND_AGAIN,
    ),
    errors.InAnotherOrganization.cause: Cause(
        "{things}: nobody knows whether {about} has what was sent",
        "This store is connected to another organization now. Once that one is connected again, Bookdesk looks there "
        "by itself.",
        TO_FORMER,
        is_split=True,
    ),
    errors.Refused.cause: Cause(
        "{things}: Zoho Books refused", "Read what Zoho says, correct it, then try again.", SEND_AGAIN, is_split=True
    ),
    errors.NotFound.cause: Cause(
        "{things}: something they name is not in Zoho Books",
        "Correct it, then try again.",
        OPEN_ORDERS,
        is_split=True,
    ),
    errors.CannotSchedule.cause: Cause(
        "{things}: things have changed meanwhile", "Compare again to see how they stand.", TO_COMPARISON
    ),
    errors.ZohoError.cause: Cause("{things}: something is wrong with Zoho Books", "Try again.", SEND_AGAIN),
    "internal": Cause(
        "{things}: something unexpected went wrong in Bookdesk",
        "Try again. When it happens again, report it with the time: the log has the details.",
        SEND_AGAIN,
    ),
    deliver.NOT_ACCEPTED: Cause(
        "{things}: {about} did not accept it", "Ask whoever runs the receiver, then try again.", SEND_AGAIN, True
    ),
    deliver.NOT_REACHED: Cause(
        "{things}: {about} could not be reached", "When the receiver works again, try again.", SEND_AGAIN, True
    ),
    deliver.GONE: Cause(
        "{things}: {about} wants no messages any more", "Change the address, or dismiss these.", TO_CHANNELS, True
    ),
    deliver.ADDRESS: Cause(
        "{things}: the address of {about} is not allowed", "Correct the address, then try again.", TO_CHANNELS, True
    ),
    deliver.SWITCHED_OFF: Cause(
        "{things}: {about} is switched off or deleted",
        "Switch it on again, or dismiss these messages.",
        TO_CHANNELS,
        True,
    ),
    "not wanted": Cause("{things}: nobody wants it", "Who is told has to want it. See Alerts.", TO_ALERTS),
    "no mail server": Cause("{things}: e-mail is not set up", "Whoever runs Bookdesk can set it up.", TO_ALERTS),
}
_CANCEL_ELSEWHERE = Cause(
    "{things}: the sales order is in {about}",
    "This store is connected to another organization now. Once that one is connected again, this is done by itself.",
    TO_FORMER,
    is_split=True,
)
UNKNOWN = Cause("{things}: failed", "Read what happened, then try again.", SEND_AGAIN)
SPLIT = frozenset(code for code, cause in CAUSES.items() if cause.is_split)

# What mends a refusal, by Zoho's code; the words stand in errors.TABLE.
REFUSALS = {
    2: OPEN_ORDERS,
    4: OPEN_ORDERS,
    5: SEND_AGAIN,
    11: SEND_AGAIN,
    15: OPEN_ORDERS,
    36: TO_ZOHO,
    1004: TO_ZOHO,
    1038: SEND_AGAIN,
    3062: TO_ZOHO,
    4016: OPEN_ORDERS,
    4097: TO_ZOHO,
    36004: TO_SETTINGS,
    110817: OPEN_ORDERS,
}
_BY_KIND = {WAIT: SEND_AGAIN, RETRY: SEND_AGAIN, RECONNECT: TO_CONNECTION, MISSING: OPEN_ORDERS, REFUSE: SEND_AGAIN}
# Features that are not enabled in the organization.
_FEATURES = range(110_000, 111_000)


def of(kind: str, code: str, about: Sequence[str] = ()) -> Cause:
    """The table's line for the cause `code` of an appointment of that kind; `about` as `Task.failed` was told."""
    cause = CAUSES.get(code, UNKNOWN)
    if kind == kinds.SEND_ALERT.name:
        return Cause(cause.title, cause.advice, TO_ALERTS, cause.is_split)
    if code in (errors.Refused.cause, errors.NotFound.cause) and about:
        cause = _refusal(int(about[0]))
    if cause.mend == TO_CHANNELS and about[1:] != [WEBHOOK]:
        return Cause(cause.title, cause.advice, TO_RULES if about[1:] == [ORDER_JSON] else SEND_AGAIN, True)
    if kind == kinds.CANCEL.name and cause.mend == TO_FORMER:
        return _CANCEL_ELSEWHERE
    if kind != kinds.SUBMIT.name and cause.mend in (OPEN_ORDERS, *IN_THE_ORDERS):  # nothing of the order is sent
        return Cause(cause.title, cause.advice, SEND_AGAIN, cause.is_split)
    return cause


def _refusal(code: int) -> Cause:
    line = errors.entry(code)
    mend = TO_ZOHO if code in _FEATURES and code not in REFUSALS else REFUSALS.get(code, _BY_KIND[line.kind])
    words = line.words[0].lower() + line.words[1:] if not line.words.startswith("Zoho") else line.words
    return Cause(f"{{things}}: {words.rstrip('.')} (code {code})", line.next_step, mend, is_split=True)


def things(kind: str, count: int) -> str:
    """So many of what has failed, such as "1,204 orders"."""
    known = kinds.get(kind)
    one, several = (known.noun, known.nouns) if known else OTHER_THINGS
    return count_noun(count, one, several)
