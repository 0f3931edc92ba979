"""Why something fails with Zoho Books, and the remedy."""

from collections.abc import Sequence
from dataclasses import replace

from zoho_app import kinds
from zoho_app.web.remedies.cause import Cause
from zoho_app.web.remedies.remedy import Remedy
from zoho_app.zoho_books import errors
from zoho_app.zoho_books.errors import MISSING, RECONNECT, REFUSE, RETRY, WAIT

_CHOOSE = "Choose the right contact once; Bookdesk uses it for this e-mail address from then on."
CAUSES = {
    errors.InvalidSku.cause: Cause(
        "Zoho Books has no active item with SKU {subject}",
        "Choose the item that it means, or leave it out.",
        Remedy.CHOOSE_ITEM,
        is_split=True,
    ),
    errors.NO_SKU: Cause(
        "The item “{subject}” has no SKU",
        "Decide once what lines of this name mean, or give each item its SKU. Or set a default item SKU in the "
        "settings, for all items that have none.",
        Remedy.GIVE_SKUS,
        is_split=True,
    ),
    errors.NO_TAX: Cause(
        "No tax in Zoho Books is chosen for {subject}",
        "Choose the tax of Zoho Books for it once: Bookdesk writes it into Tax Match.",
        Remedy.CHOOSE_TAX,
        is_split=True,
    ),
    errors.BAD_TAX: Cause(
        "{subject} can't be read",
        "Each order says what it has to be. Correct it in the metadata of each order.",
        Remedy.OPEN_ORDERS,
        is_split=True,
    ),
    errors.NO_PLACE: Cause(
        "No place of supply is known for {subject}",
        "Zoho Books has to know the state, the emirate or the country that an order goes to. Correct each order.",
        Remedy.OPEN_ORDERS,
        is_split=True,
    ),
    errors.UNKNOWN_TAX: Cause(
        "Zoho Books has no tax with the tax_id {subject}",
        "Correct the tax_id in the metadata of each order's item, or remove it.",
        Remedy.OPEN_ORDERS,
        is_split=True,
    ),
    errors.TaxesNotRead.cause: Cause(
        "Bookdesk has not read the taxes of Zoho Books yet",
        "Try again: Bookdesk reads them first.",
        Remedy.SEND_AGAIN,
    ),
    errors.NoProductsAvailable.cause: Cause(
        "The settings leave no item to send",
        "Product Code Skip or Inventory Location Match leaves out every item. Change the setting, or dismiss these "
        "orders.",
        Remedy.OPEN_SETTINGS,
    ),
    errors.CONTACT_MISSING: Cause(
        "Zoho Books has no contact with the customer's e-mail address",
        "“Create Contact If Missing” is off. Let Bookdesk create the contacts for these orders, or choose existing "
        "ones.",
        Remedy.CREATE_CONTACTS,
    ),
    errors.CONTACT_SEVERAL: Cause("Several contacts have {subject}", _CHOOSE, Remedy.CHOOSE_CONTACT, is_split=True),
    errors.CONTACT_INACTIVE: Cause(
        "The contact for {subject} is inactive",
        f"Mark it as active in Zoho Books, or choose another. {_CHOOSE}",
        Remedy.CHOOSE_CONTACT,
        is_split=True,
    ),
    errors.CONTACT_NAME_TAKEN: Cause(
        "Another contact has the name of {subject}",
        "Zoho Books has a contact of this name with another e-mail address. Join that contact, or create a separate "
        "one: Bookdesk remembers it for this e-mail address.",
        Remedy.CHOOSE_CONTACT,
        is_split=True,
    ),
    errors.CONTACT_CURRENCY: Cause(
        "The contact for {subject} has another currency",
        f"Zoho Books would read the amounts in the contact's currency. {_CHOOSE}",
        Remedy.CHOOSE_CONTACT,
        is_split=True,
    ),
    errors.NO_EMAIL: Cause(
        "No e-mail address",
        "Zoho Books needs a contact, and Bookdesk finds it by the e-mail address. Choose one contact for all orders "
        "of this source that have no address, or add the address to each order.",
        Remedy.GIVE_EMAILS,
        is_split=True,
    ),
    errors.SOURCE_CONTACT: Cause(
        "The contact for orders of {subject} can't be used",
        "Choose another contact for orders of this source: Bookdesk remembers it.",
        Remedy.CHOOSE_ACCOUNT,
        is_split=True,
    ),
    errors.ORDER_CURRENCY: Cause(
        "The amounts are in {subject}, not in the store's currency",
        "Their amounts would be read in the store's currency. Bring them in through a store in their own currency.",
        Remedy.CONFIRM_CURRENCY,
        is_split=True,
    ),
    errors.DISCOUNT: Cause(
        "The discount is more than the items",
        "Zoho Books takes no such discount. The rest of it can pay the shipping and handling.",
        Remedy.PAY_SHIPPING,
    ),
    errors.VOID_ORDER: Cause(
        "The source says {subject}",
        "The source says that there is nothing to sell. Dismiss them, or send them anyway.",
        Remedy.SEND_VOID,
        is_split=True,
    ),
    errors.TOO_LONG: Cause(
        "The address field “{subject}” is too long for Zoho Books",
        "Zoho Books allows fewer characters. Shorten the field in each order.",
        Remedy.SHORTEN,
        is_split=True,
    ),
    errors.ORDER: Cause(
        "Zoho Books can't take the order as it is", "Each order says what is wrong.", Remedy.OPEN_ORDERS
    ),
    errors.ConnectionLost.cause: Cause(
        "The connection to Zoho Books is lost", "Reconnect, then try again.", Remedy.RECONNECT
    ),
    errors.TryLater.cause: Cause(
        "Zoho Books did not answer for two hours",
        "Zoho Books did nothing. When it works again, try again.",
        Remedy.SEND_AGAIN,
    ),
    errors.OutcomeUnknown.cause: Cause(
        "No answer came back from Zoho Books",
        "Try again: Bookdesk checks Zoho Books first, so nothing is sent twice.",
        Remedy.SEND_AGAIN,
    ),
    errors.InAnotherOrganization.cause: Cause(
        "No answer came back from {subject}",
        "This store is now connected to another organization. Reconnect the former one, and Bookdesk checks it "
        "automatically.",
        Remedy.CONNECT_FORMER,
        is_split=True,
    ),
    errors.Refused.cause: Cause(
        "Zoho Books refused",
        "Read Zoho's message, correct the cause, then try again.",
        Remedy.SEND_AGAIN,
        is_split=True,
    ),
    errors.NotFound.cause: Cause(
        "Something is missing in Zoho Books",
        "Correct it, then try again.",
        Remedy.OPEN_ORDERS,
        is_split=True,
    ),
    errors.CannotSchedule.cause: Cause(
        "The difference has changed", "Compare again to see the current differences.", Remedy.COMPARE
    ),
    errors.ZohoError.cause: Cause("Zoho Books has a problem", "Try again.", Remedy.SEND_AGAIN),
}
_CANCEL_ELSEWHERE = Cause(
    "The sales order is in {subject}",
    "This store is now connected to another organization. Reconnect the former one, and this is done automatically.",
    Remedy.CONNECT_FORMER,
    is_split=True,
)

# What helps against a refusal, by Zoho's code; the words are in errors.TABLE.
REFUSALS = {
    2: Remedy.OPEN_ORDERS,
    4: Remedy.OPEN_ORDERS,
    5: Remedy.SEND_AGAIN,
    11: Remedy.SEND_AGAIN,
    15: Remedy.OPEN_ORDERS,
    36: Remedy.OPEN_ZOHO,
    1004: Remedy.OPEN_ZOHO,
    1038: Remedy.SEND_AGAIN,
    3062: Remedy.OPEN_ZOHO,
    4016: Remedy.OPEN_ORDERS,
    4097: Remedy.OPEN_ZOHO,
    36004: Remedy.OPEN_SETTINGS,
    110817: Remedy.OPEN_ORDERS,
}
_BY_KIND = {
    WAIT: Remedy.SEND_AGAIN,
    RETRY: Remedy.SEND_AGAIN,
    RECONNECT: Remedy.RECONNECT,
    MISSING: Remedy.OPEN_ORDERS,
    REFUSE: Remedy.SEND_AGAIN,
}
# Features that are not enabled in the organization.
_FEATURES = range(110_000, 111_000)


def adapt(cause: Cause, kind: str, code: str, details: Sequence[str]) -> Cause:
    """The cause in the words of Zoho's own code, and with a remedy that helps that kind of appointment."""
    if code in (errors.Refused.cause, errors.NotFound.cause) and details:
        cause = _refusal(int(details[0]))
    if code == errors.NO_EMAIL and details:
        cause = replace(cause, title="Orders of {subject} have no e-mail address")
    if kind == kinds.CANCEL.name and cause.remedy is Remedy.CONNECT_FORMER:
        return _CANCEL_ELSEWHERE
    if kind != kinds.SUBMIT.name and cause.remedy.is_for_orders:  # nothing of the order is sent
        return replace(cause, remedy=Remedy.SEND_AGAIN)
    return cause


def _refusal(code: int) -> Cause:
    line = errors.entry(code)
    is_feature = code in _FEATURES and code not in REFUSALS
    remedy = Remedy.OPEN_ZOHO if is_feature else REFUSALS.get(code, _BY_KIND[line.kind])
    return Cause(f"{line.words.rstrip('.')} (code {code})", line.next_step, remedy, is_split=True)
