"""An order and the settings become the JSON that Zoho Books wants. Pure: no database, no network.

The page that previews an order calls the very functions that the submission calls.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from zoneinfo import ZoneInfo

from zoho_app.accounts import currencies
from zoho_app.orders.input import tax_facts
from zoho_app.orders.input import text as texts
from zoho_app.orders.input.keys import text_key
from zoho_app.orders.models import Order, OrderItem
from zoho_app.zoho_books.editions.tax_fields import TaxFields
from zoho_app.zoho_books.errors import (
    BAD_TAX,
    CONTACT_CURRENCY,
    NO_SKU,
    ORDER,
    CannotSubmit,
    InvalidSku,
    NoProductsAvailable,
)
from zoho_app.zoho_books.models import TAX_INCLUDED, WITHOUT_TAX, ZohoBooksSettings
from zoho_app.zoho_books.payload import charge_lines, customer_tax, discounts, item_taxes, line_items, line_names
from zoho_app.zoho_books.payload.adjustments import DISCOUNT, GIFT_CARD, HANDLING, Adjustment
from zoho_app.zoho_books.payload.discounts import Charges
from zoho_app.zoho_books.payload.draft import Account, Draft, Line
from zoho_app.zoho_books.payload.line_items import detail
from zoho_app.zoho_books.payload.line_names import LineNames
from zoho_app.zoho_books.payload.notes import notes as order_notes
from zoho_app.zoho_books.payload.organization import Organization

# Zoho Books: "Please ensure that the reference_number has less than 50 characters" (seen in the wild).
LONGEST_REFERENCE = 50
LONGEST_DELIVERY_METHOD = 100
# Zoho Books API docs, items: at most 2,000 characters; seen in the wild for notes.
LONGEST_DESCRIPTION, LONGEST_NOTES = 2_000, 5_000
ZERO = Decimal(0)


def draft(
    order: Order,
    settings: ZohoBooksSettings,
    salesorder_number: str,
    organization: Organization,
    location_of: Callable[[str], str],
    names: LineNames = line_names.NONE,
    account: Account | None = None,
) -> Draft:
    """Read from the order what is sent; `location_of` gives the inventory location of a SKU.

    `names` says what lines without a SKU mean, `account` whose order it is when its e-mail address does not.

    Raises CannotSubmit, NoTax, TaxesNotRead, InvalidSku (items without a SKU) or NoProductsAvailable; nothing in the
    order changes.
    """
    plan, asked = check_content(order, settings, location_of, names, organization.unit)
    fields = customer_tax.fields_of(order, organization)
    exemption = customer_tax.exemption(fields, organization)
    contains_tax = _contains_tax(order, settings)
    total = order.total_without_tax + (ZERO if contains_tax else order.tax_total)
    lines = [_line(line, order, settings, organization, fields) for line in plan.lines]
    lines += _charge_lines(order, asked, settings, organization, fields)
    if exemption:
        lines = [replace(line, tax_id="") for line in lines]
    charges = charge_lines.charged(asked, settings)
    notes, method = order_notes(order, settings), order.shipping_method.strip()
    long = {f"the description of “{line.name}”": line.description for line in lines}
    return Draft(
        order_id=order.id,
        email=order.email.strip(),
        customer=order.customer,
        shipping=order.shipping,
        salesorder_number=salesorder_number,
        reference_number=reference(order.source_id),
        date=order.day_added or order.date_added.astimezone(ZoneInfo(organization.time_zone)).date(),
        lines=tuple(replace(line, description=texts.cut(line.description, LONGEST_DESCRIPTION)) for line in lines),
        notes=texts.cut(notes, LONGEST_NOTES),
        discount=charges.discount,
        shipping_charge=charges.shipping,
        adjustments=_adjustments(charges),
        delivery_method=texts.cut(method, LONGEST_DELIVERY_METHOD),
        tax=order.tax_total,
        total=total,
        contains_tax=contains_tax,
        organization=organization,
        cuts=(
            *(what for what, text in long.items() if len(text) > LONGEST_DESCRIPTION),
            *(["the notes"] if len(notes) > LONGEST_NOTES else []),
            *(["the shipping method"] if len(method) > LONGEST_DELIVERY_METHOD else []),
        ),
        account=account,
        tax_fields=fields,
        exemption=exemption,
        shipping_tax_rate=item_taxes.shipping_rate(order),
        remarks=tuple(
            filter(
                None,
                [
                    discounts.remark(_sum(plan), _asked(order, plan), asked),
                    _other_prices(order, total, organization.currency_code),
                ],
            )
        ),
    )


def _other_prices(order: Order, total: Decimal, currency_code: str) -> str:
    """That the setting makes another total of the order than its page shows; "" when it doesn't."""
    if total == order.order_total:
        return ""
    here, there = (currencies.written(one, currency_code) for one in (total, order.order_total))
    return (
        f"By the setting “Prices in orders” its total is {here}. Its page shows {there}, because of its own "
        f"metadata taxes_included: correct the one that is wrong."
    )


def _adjustments(charges: Charges) -> tuple[Adjustment, ...]:
    name = GIFT_CARD if charges.gift_cards else DISCOUNT
    found = (Adjustment(HANDLING, charges.handling), Adjustment(name, -charges.beyond))
    return tuple(one for one in found if one.amount)


def _charge_lines(
    order: Order, charges: Charges, settings: ZohoBooksSettings, organization: Organization, fields: TaxFields
) -> list[Line]:
    """The lines for shipping and handling, where the settings want them as lines."""
    found = []
    if (sku := charge_lines.shipping_sku(settings)) and charges.shipping:
        tax_id = item_taxes.shipping_tax_id(order, settings, organization, fields.place)
        method = order.shipping_method.strip() or "Shipping"
        found.append(Line("", sku, "Shipping", method, charges.shipping, 1, tax_id, charge_lines.SHIPPING))
    if (sku := settings.handling_sku.strip()) and charges.handling:
        found.append(Line("", sku, HANDLING, HANDLING, charges.handling, 1, "", charge_lines.HANDLING))
    return found


def check_content(
    order: Order,
    settings: ZohoBooksSettings,
    location_of: Callable[[str], str],
    names: LineNames = line_names.NONE,
    unit: Decimal = line_items.CENT,
) -> tuple[line_items.Plan, Charges]:
    """The lines to send and what goes on and off them. Raises as `draft`."""
    plan = line_items.plan_lines(order.items, settings, location_of, names, unit)
    _check_items(order, plan, settings)
    _check_rates(plan, unit)
    return plan, _charges(order, plan, settings)


def skus_of(order: Order, plan: line_items.Plan, settings: ZohoBooksSettings) -> list[str]:
    """The SKUs of the planned lines; those of lines that name an item of Zoho Books by its id play no part."""
    planned = [_sku(line, settings) for line in plan.lines if not _item_id(line)]
    return [*planned, *charge_lines.skus(order, settings)]


def _check_items(order: Order, plan: line_items.Plan, settings: ZohoBooksSettings) -> None:
    """Raise InvalidSku naming every item without a SKU, or NoProductsAvailable."""
    if not order.items:
        raise NoProductsAvailable("The order has no items. Add one, then submit again.")
    if bare := [line.order_item.name for line in plan.lines if not _item_id(line) and not _sku(line, settings)]:
        raise _no_sku(list(dict.fromkeys(bare)))
    if not plan.lines:
        reasons = ", ".join(f"“{item.code or item.name}” ({setting})" for item, setting in plan.skipped)
        raise NoProductsAvailable(f"The Product Settings leave no item to send: {reasons}.")


def _check_rates(plan: line_items.Plan, unit: Decimal) -> None:
    """Raise CannotSubmit about half a yen: Zoho refuses or cuts such a rate where a currency has no decimals."""
    if unit != 1:
        return
    if odd := next((line for line in plan.lines if line.rate % unit), None):
        raise CannotSubmit(
            f"The price of “{odd.order_item.name}” is {odd.rate.normalize():f}, and the store's currency has no "
            "decimals. Correct the price, then submit again.",
            ORDER,
        )


def _no_sku(names: list[str]) -> InvalidSku:
    quoted = [f"“{name}”" for name in names]
    listed = quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
    words = f"The item {listed} has no SKU." if len(names) == 1 else f"The items {listed} have no SKU."
    which = "it" if len(names) == 1 else "each of them"
    return InvalidSku(
        f"{words} Choose an item for {which}, leave {which} out, or give {which} a SKU or a zohobooks_item_id, then "
        "submit again.",
        names,
        NO_SKU,
    )


def _charges(order: Order, plan: line_items.Plan, settings: ZohoBooksSettings) -> Charges:
    """What comes on top of the lines and what goes off. Raises CannotSubmit when more goes off than they come to."""
    tax = Decimal(0) if _contains_tax(order, settings) else order.tax_total
    return discounts.share(_sum(plan), _asked(order, plan), settings.discount_pays_shipping, tax)


def _asked(order: Order, plan: line_items.Plan) -> Charges:
    """The discounts, shipping and handling of the order itself."""
    named = [(str(one.get("name") or ""), Decimal(str(one.get("amount") or 0))) for one in order.discount_list]
    named += [(item.name, -item.price * item.quantity) for item in plan.discounts]
    cards = sum((amount for name, amount in named if discounts.is_gift_card(name)), Decimal(0))
    whole = sum((amount for _, amount in named), Decimal(0))
    return Charges(whole, order.shipping_total, order.handling_total, cards)


def _sum(plan: line_items.Plan) -> Decimal:
    return sum((line.rate * line.quantity for line in plan.lines), Decimal(0))


def without_sku(items: Sequence[OrderItem], settings: ZohoBooksSettings, names: LineNames) -> list[OrderItem]:
    """Those of the items that would be sent but for the SKU that nothing tells; for these `draft` refuses."""
    bare = [item for item in items if not item.code.strip()]
    plan = line_items.plan_lines(bare, settings, lambda sku: "", names)
    return [line.order_item for line in plan.lines if not _item_id(line) and not _sku(line, settings)]


def reference(source_id: str) -> str:
    """The channel's order number; one that is too long for Zoho keeps its beginning and stays distinct."""
    if len(source_id) <= LONGEST_REFERENCE:
        return source_id
    return f"{source_id[: LONGEST_REFERENCE - 9]}-{sha256(source_id.encode()).hexdigest()[:8]}"


def _contains_tax(order: Order, settings: ZohoBooksSettings) -> bool | None:
    try:
        told = tax_facts.prices_include_tax(order.order_metadata)
    except tax_facts.Unreadable as problem:
        words = f"The order's metadata {problem}, then submit again."
        raise CannotSubmit(words, BAD_TAX, [tax_facts.TAXES_INCLUDED]) from problem
    return {WITHOUT_TAX: False, TAX_INCLUDED: True}.get(settings.prices_in_orders_of(order.source_name), told)


def _line(
    line: line_items.Line, order: Order, settings: ZohoBooksSettings, organization: Organization, fields: TaxFields
) -> Line:
    item = line.order_item
    return Line(
        item_id=_item_id(line),
        sku=_sku(line, settings),
        name=item.name,
        description=detail(item, "description") or item.name,
        rate=line.rate,
        quantity=line.quantity,
        tax_id="" if fields.is_exempt else item_taxes.tax_id_of(item, order, settings, organization, fields.place),
    )


def _item_id(line: line_items.Line) -> str:
    """The item of Zoho Books that the order names; a bundle's parts are other products than that one."""
    return "" if line.is_part else detail(line.order_item, "zohobooks_item_id")


def _sku(line: line_items.Line, settings: ZohoBooksSettings) -> str:
    return line.sku or settings.default_sku.strip()


def check_currency(store_currency: str, contact_currency: str, contact_name: str, email: str) -> None:
    """Raise CannotSubmit about the e-mail address when Zoho would read the order's amounts in another currency."""
    if contact_currency and contact_currency != store_currency:
        raise CannotSubmit(
            f"The order is in {store_currency}, but the contact “{contact_name}” in Zoho Books is in "
            f"{contact_currency}. Give the e-mail address to a contact in {store_currency}, or correct the "
            "currency in the store settings.",
            CONTACT_CURRENCY,
            [text_key(email)],
        )
