"""What keeps an order from becoming a sales order, as far as the desk can tell without a call to Zoho.

One checker for all places: the preview of an import, the question before bulk work, the dry run, and sending. It
finds everything at once, so that nobody corrects one fault only to meet the next.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from zoho_app.accounts import currencies
from zoho_app.accounts.models import Store
from zoho_app.accounts.stores import second_store
from zoho_app.orders import state as source_state
from zoho_app.orders.input.keys import sku_key
from zoho_app.orders.models import InventoryItem, Order
from zoho_app.zoho_books.answers import line_answers, source_contacts
from zoho_app.zoho_books.answers.models import SourceContact
from zoho_app.zoho_books.cache import addresses as contact_addresses
from zoho_app.zoho_books.errors import NO_EMAIL, ORDER_CURRENCY, VOID_ORDER, CannotSubmit, Problem, ZohoError
from zoho_app.zoho_books.models import ZohoBooksSettings
from zoho_app.zoho_books.payload import line_names, sales_order
from zoho_app.zoho_books.payload.draft import Account
from zoho_app.zoho_books.payload.line_names import LineNames

# What the source says of the order, in order_metadata.
CURRENCY = "currency"


@dataclass(frozen=True)
class Facts:
    """What orders are checked by: the store, its settings, its products, and what people have answered."""

    store: Store
    settings: ZohoBooksSettings
    products: Mapping[str, InventoryItem] = field(default_factory=dict)  # by `sku_key`
    names: LineNames = line_names.NONE
    sources: Mapping[str, SourceContact] = field(default_factory=dict)  # by `text_key`

    def location_of(self, sku: str) -> str:
        """The inventory location of a SKU, "" when it has none."""
        product = self.products.get(sku_key(sku))
        return product.location if product else ""

    def account_of(self, order: Order) -> Account | None:
        """The contact that the order belongs to by its source."""
        return source_contacts.account(self.sources, order.source_name, order.email)


def read_facts(
    store: Store,
    settings: ZohoBooksSettings,
    orders: Iterable[Order],
    products: Mapping[str, InventoryItem],
    has_source_contacts: bool = True,
) -> Facts:
    """Read what people have answered about these orders; two statements at most, however many orders.

    `has_source_contacts` False says that nobody has named the contact of any source, which saves one of them.
    """
    orders = list(orders)
    lacks_sku = any(not item.code.strip() for order in orders for item in order.items)
    source_names = {order.source_name for order in orders}
    return Facts(
        store=store,
        settings=settings,
        products=products,
        names=line_answers.for_store(store.id) if lacks_sku else line_names.NONE,
        sources=source_contacts.for_sources(store.id, source_names) if has_source_contacts else {},
    )


def check(order: Order, facts: Facts, may_send_void: bool = False) -> None:
    """Raise the first of the order's problems, with the words of all."""
    problems = find_problems(order, facts, may_send_void)
    if problems:
        raise together(problems)


def find_problems(order: Order, facts: Facts, may_send_void: bool = False) -> list[ZohoError]:
    """Everything that stands in the order's way; `may_send_void` says that a person wants it though it is void."""
    checks: list[Callable[[], object]] = [
        lambda: check_void(order, may_send_void),
        lambda: check_currency(order, facts.store.currency_code),
        lambda: sales_order.check_content(order, facts.settings, facts.location_of, facts.names),
        lambda: _check_contact(order, facts),
        lambda: _check_addresses(order),
    ]
    return [error for check in checks if (error := _error(check)) is not None]


def skus(order: Order, facts: Facts) -> list[str]:
    """The SKUs that have to be found in Zoho Books, of an order without a problem."""
    plan, _ = sales_order.check_content(order, facts.settings, facts.location_of, facts.names)
    return sales_order.skus_of(order, plan, facts.settings)


def _error(check: Callable[[], object]) -> ZohoError | None:
    try:
        check()
    except ZohoError as error:
        return error
    return None


def together(problems: list[ZohoError]) -> ZohoError:
    """The first problem, whose words name all of them."""
    first, *others = problems
    first.problems = tuple(Problem(one.cause, tuple(one.details), one.words) for one in problems)
    first.words = "\n".join([first.words, *(other.words for other in others)])
    return first


def check_void(order: Order, may_send_void: bool) -> None:
    """Raise CannotSubmit when the order's source calls it void and nobody has said to send it all the same."""
    state = source_state.of_order(order)
    if state.is_void and not may_send_void:
        words = f"The order is {state.phrase} at {order.source}. Dismiss it, or send it anyway."
        raise CannotSubmit(words, VOID_ORDER, [state.phrase])


def find_void(order: Order, may_send_void: bool) -> ZohoError | None:
    """Why the order must not be sent (again), when its source calls it void by now."""
    return _error(lambda: check_void(order, may_send_void))


def check_currency(order: Order, store_currency: str) -> None:
    """Raise CannotSubmit when the order's amounts are in another currency than the store's."""
    currency = order.own_currency
    if currency and currency not in currencies.CODES:
        raise CannotSubmit(
            f"The order says that it is in “{currency[:60]}”, which is no currency like {store_currency}. Correct the"
            " currency of the order.",
            ORDER_CURRENCY,
            [currency[:60]],
        )
    if currency and currency != store_currency:
        raise CannotSubmit(
            f"The order is in {currency}, the store in {store_currency}. Bring it in through a store in {currency}, "
            f"or correct the currency of the order. If there is no such store, {second_store(currency)}.",
            ORDER_CURRENCY,
            [currency],
        )


def _check_contact(order: Order, facts: Facts) -> None:
    if not order.email.strip() and facts.account_of(order) is None:
        raise CannotSubmit(
            "The order has no e-mail address, and Zoho Books needs a contact. Add the e-mail address to the order, "
            f"or choose the contact that orders of {order.source} without one belong to, then submit again.",
            NO_EMAIL,
            [order.source],
        )


def _check_addresses(order: Order) -> None:
    for kind in dict.fromkeys((contact_addresses.billed(order), "shipping")):
        address = contact_addresses.renamed(getattr(order, kind))
        if address["address"]:
            contact_addresses.check_lengths(address)
