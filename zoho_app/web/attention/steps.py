"""The buttons that Needs Attention offers for a group: the next step, and what else can be done."""

from dataclasses import dataclass

from flask import url_for

from zoho_app.accounts.models import Store
from zoho_app.web.remedies.groups import Group
from zoho_app.web.remedies.remedy import Remedy
from zoho_app.zoho_books.models import Connection


@dataclass(frozen=True)
class Step:
    """The one thing to do next: a link, or a button that posts what names the group."""

    label: str
    href: str
    more_words: str = ""  # for those who only hear the label
    is_press: bool = False
    is_primary: bool = True


@dataclass(frozen=True)
class Question:
    """A button that asks before it acts: what it brings about, and the button that does it."""

    button: str
    consequence: str
    href: str
    sure: str
    hidden: dict[str, str]


def next_step(store_id: int, group: Group, may_change: bool, page: str = "", order_id: int | None = None) -> Step:
    """`page` is where the group is corrected, `order_id` the order to correct next."""
    of_what = f": {group.title}"
    own_page = url_for("attention.group", store_id=store_id, **group.address)
    if not may_change:
        return Step("See them", own_page, of_what, is_primary=False)
    if group.remedy is Remedy.SEND_AGAIN:
        href = url_for("attention.send_again", store_id=store_id)
        return Step(group.send_words, href, of_what, is_press=True)
    if page:
        return Step(group.remedy.label, page, of_what)
    if group.remedy is Remedy.OPEN_ORDERS and order_id is not None:
        words = "Correct this order" if group.count == 1 else "Correct the next order"
        return Step(words, url_for("orders.show", store_id=store_id, order_id=order_id))
    return Step(group.remedy.label, own_page, of_what)


def not_there(store_id: int, group: Group, here: Connection | None) -> Question | None:
    """What a person says who has looked in the organization that the store belonged to before.

    None where that helps nothing, and while the store is connected to none.
    """
    if group.remedy is not Remedy.CONNECT_FORMER or here is None:
        return None
    return _is_canceled(store_id, group, here) if group.is_cancel else _send_here(store_id, group, here)


def send_void(store_id: int, group: Group) -> Question | None:
    """What a person says who wants orders sent though their source calls them void."""
    if group.remedy is not Remedy.SEND_VOID:
        return None
    return Question(
        f"Send {group.all_of_it} anyway",
        f"At the source {'this order is' if group.count == 1 else 'these orders are'} {group.subject}. In Zoho Books "
        "each becomes a sales order like any other, which the warehouse may pack.",
        url_for("attention.send_void", store_id=store_id),
        f"Yes, send {group.all_of_it} to Zoho Books",
        group.address,
    )


def leave_out(store_id: int, group: Group) -> Question:
    """What a person says who wants a SKU left out of sales orders."""
    return Question(
        f"Leave {group.subject} out",
        f"Adds {group.subject} to Product Code Skip. From now on, sales orders leave it out, and their totals are "
        "lower by its price.",
        url_for("attention.skip_item", store_id=store_id),
        f"Leave it out and send {group.things}",
        {**group.address, "send": "1"},
    )


def confirm_currency(store_id: int, group: Group, store: Store) -> Question | None:
    """What a person says who knows that the amounts are in the store's currency, whatever the source says."""
    if group.remedy is not Remedy.CONFIRM_CURRENCY:
        return None
    currency = store.currency_code
    return Question(
        f"The amounts are in {currency}",
        f"The source says {group.subject}. Press this only if that is wrong: nothing is converted, and 10.00 "
        f"{group.subject} becomes 10.00 {currency}. The history of each order says who decided.",
        url_for("attention.confirm_currency", store_id=store_id),
        f"Yes, send {group.all_of_it} in {currency}",
        {**group.address, "currency": currency},
    )


def _is_canceled(store_id: int, group: Group, here: Connection) -> Question:
    return Question(
        f"It is no longer in {group.subject}",
        f"Look in {group.subject} first: press this only if the sales order is void or was never created. The "
        f"order then counts as canceled and can be sent to {here.organization_name}. Bookdesk changes nothing in "
        "Zoho Books.",
        url_for("attention.not_there", store_id=store_id),
        f"Mark {group.all_of_it} as canceled",
        {**group.address, "organization_id": here.organization_id},
    )


def _send_here(store_id: int, group: Group, here: Connection) -> Question:
    return Question(
        f"Send {group.all_of_it} to {here.organization_name} anyway",
        f"Look in {group.subject} first: if it has the sales order, you would have it in both organizations. "
        "Bookdesk no longer treats the order as sent to it, and the history says who decided.",
        url_for("attention.not_there", store_id=store_id),
        f"It is not in {group.subject}: send {group.all_of_it} to {here.organization_name}",
        {**group.address, "organization_id": here.organization_id},
    )
