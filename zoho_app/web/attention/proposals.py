"""What each group of the list offers in place, read for all groups of a page at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import g, url_for

from zoho_app.counts import agree
from zoho_app.orders.input.keys import sku_key, text_key
from zoho_app.web.attention import corrections, steps
from zoho_app.web.attention.fix import Choice, Fix, Text
from zoho_app.web.attention.held_orders import Waiting
from zoho_app.web.attention.sheet import Row, Sheet
from zoho_app.web.remedies.groups import Group
from zoho_app.web.remedies.remedy import Remedy
from zoho_app.zoho_books import errors
from zoho_app.zoho_books.contacts import find_or_create
from zoho_app.zoho_books.corrections import alike_items, candidates, sku_mapping, tax_choice
from zoho_app.zoho_books.corrections.alike_items import Proposal, Wanted
from zoho_app.zoho_books.corrections.candidates import Contact

# So many groups of a page offer choices; further ones lead to their own pages.
MOST_OFFERED = 10
# Of more orders the fields are filled in on the page of the group.
MOST_ROWS = 2
MOST_TAXES = 4
OF_ITEMS = (Remedy.CHOOSE_ITEM, Remedy.GIVE_SKUS)


@dataclass(frozen=True)
class Page:
    """The groups of a page with their orders, and what may be chosen for them."""

    store_id: int
    waiting: Waiting
    items: dict[Group, list[Proposal]]
    contacts: list[Contact]

    def own_page(self, group: Group) -> str:
        """The page of the group, which has everything else that helps."""
        return url_for("attention.group", store_id=self.store_id, **group.address)

    def to(self, view: str) -> str:
        """Where a form of the list posts to."""
        return url_for(f"attention.{view}", store_id=self.store_id)


def of_groups(store_id: int, groups: Sequence[Group], waiting: Waiting) -> dict[Group, Fix]:
    """The fixes of those of the groups that can be fixed in place; one statement at most."""
    open_ones = [group for group in groups[:MOST_OFFERED] if not group.fixed and group.remedy in BUILDERS]
    wanted = {one: _wanted(one, waiting) for one in open_ones if one.remedy in OF_ITEMS and one.subject}
    about = [group for group in open_ones if group.remedy is Remedy.CHOOSE_CONTACT]
    emails = [group.subject for group in about if group.code != errors.CONTACT_NAME_TAKEN]
    names = [name for group in about if (name := taken_name(group, waiting))]
    items, contacts = candidates.read(store_id, list(wanted.values()), emails, names)
    likely = {group: alike_items.likely(one, items) for group, one in wanted.items()}
    page = Page(store_id, waiting, likely, contacts)
    return {group: fix for group in open_ones if (fix := BUILDERS[group.remedy](page, group)) is not None}


def _wanted(group: Group, waiting: Waiting) -> Wanted:
    """What the group's orders call the item that it is about."""
    if group.remedy is Remedy.GIVE_SKUS:
        lines = [line for line in waiting.lines(group) if text_key(line.name) == text_key(group.subject)]
        return Wanted("", frozenset({group.subject}), frozenset(line.price for line in lines))
    lines = [line for line in waiting.lines(group) if sku_key(line.code) == sku_key(group.subject)]
    return Wanted(
        group.subject,
        frozenset(line.name for line in lines if line.name),
        frozenset(line.price for line in lines),
    )


def taken_name(group: Group, waiting: Waiting) -> str:
    """The name that another contact has; "" when the group is about something else."""
    if group.code != errors.CONTACT_NAME_TAKEN:
        return ""
    details = next((one.details for one in waiting.of_group(group)), [])
    return details[1] if len(details) > 1 else ""


def _send(group: Group) -> str:
    return f"send {group.things}"


def _them(group: Group) -> str:
    return f"sends {agree(group.count, 'the order', f'the {group.things}')}"


def _item(page: Page, group: Group) -> Fix | None:
    choices = [
        _item_choice(one, one.item_id, f"Use {one.sku} and {_send(group)}") for one in page.items.get(group, [])
    ]
    if not choices:
        return None
    may_skip = sku_mapping.may_skip(g.settings, group.subject)
    return Fix(
        f"Choose the item it means. Bookdesk adds the choice to Product Code Match and {_them(group)}.",
        action=page.to("choose_item"),
        field="item_id",
        legend=f"Items that {group.subject} may mean",
        choices=tuple(choices),
        button=f"Use the chosen item and {_send(group)}",
        other=("Another item", page.own_page(group)),
        question=steps.leave_out(page.store_id, group) if may_skip else None,
    )


def _item_choice(one: Proposal, value: str, button: str) -> Choice:
    return Choice(value, one.name or one.sku, button, one.sku, one.why, one.rate, one.is_certain)


def _line(page: Page, group: Group) -> Fix | None:
    if not group.subject:
        return None
    items = [
        _item_choice(one, f"item:{one.sku}", f"Use {one.sku} and {_send(group)}") for one in page.items.get(group, [])
    ]
    out = Choice("leave_out", "Leave these lines out", f"Leave them out and {_send(group)}", why="Totals are lower")
    return Fix(
        f"Choose what lines of this name mean. Bookdesk remembers it and {_them(group)}.",
        action=page.to("decide_line"),
        field="means",
        legend=f"What “{group.subject}” may mean",
        choices=(*items, out),
        button=f"Decide and {_send(group)}",
        other=("Another answer", page.own_page(group)),
    )


def _contact(page: Page, group: Group) -> Fix | None:
    if group.code == errors.CONTACT_NAME_TAKEN:
        return _same_name(page, group)
    known = [one for one in page.contacts if one.email_key == text_key(group.subject)]
    having = [one for one in known if one.currency_code in ("", g.store.currency_code)]
    choices = [
        Choice(one.contact_id, one.name, f"Use {one.name} and {_send(group)}", why=_about(one)) for one in having
    ]
    if not choices:
        return None
    return Fix(
        f"Choose one. Bookdesk remembers it for this address and {_them(group)}.",
        action=page.to("choose_contact"),
        field="contact_id",
        legend=f"Contacts that {group.subject} may mean",
        choices=tuple(choices),
        button=f"Use the chosen contact and {_send(group)}",
        other=("Another contact", page.own_page(group)),
    )


def _same_name(page: Page, group: Group) -> Fix | None:
    name = taken_name(group, page.waiting)
    if not name:
        return None
    alike = [one for one in page.contacts if text_key(one.name) == text_key(name)][:1]
    own_name = find_or_create.name_with_email(name, group.subject)
    joins = [
        Choice(one.contact_id, f"Yes, join “{one.name}”", f"Join {one.name} and {_send(group)}", why=_about(one))
        for one in alike
    ]
    separate = Choice("separate", f"No, make “{own_name}”", f"Make a separate account and {_send(group)}")
    return Fix(
        f"Is {group.subject} the same customer as “{name}”? Bookdesk remembers the answer and {_them(group)}.",
        action=page.to("same_name"),
        field="contact",
        hidden={"name": name},
        legend=f"Whether {group.subject} is the same customer",
        choices=(*joins, separate),
        button=f"Decide and {_send(group)}",
        other=("Another contact", page.own_page(group)),
    )


def _about(contact: Contact) -> str:
    company = contact.company if contact.company != contact.name else ""
    return " · ".join(filter(None, (company, contact.currency_code)))


def _tax(page: Page, group: Group) -> Fix | None:
    offer = tax_choice.offer_to(page.store_id, group.subject, page.waiting.orders(group))
    fitting = offer.fitting(group.subject)
    choices = [
        Choice(one.tax_id, one.label, f"Use {one.name} and {_send(group)}", is_chosen=len(fitting) == 1)
        for one in fitting[:MOST_TAXES]
    ]
    if not choices:
        return None
    return Fix(
        f"Choose the tax in Zoho Books that it means. Bookdesk writes it into Tax Match and {_them(group)}.",
        action=page.to("choose_tax"),
        field="tax_id",
        legend=f"Taxes that {group.subject} may mean",
        choices=tuple(choices),
        places=offer.places,
        button=f"Use the chosen tax and {_send(group)}",
        other=("Another tax", page.own_page(group)),
    )


def _new_contacts(page: Page, group: Group) -> Fix | None:
    return Fix(
        f"“Create Contact If Missing” is off. Bookdesk creates the contacts for these alone and {_them(group)}.",
        action=page.to("create_contacts"),
        button=f"Create {agree(group.count, 'the contact', 'the contacts')} and {_send(group)}",
        other=("Choose existing contacts", page.own_page(group)),
    )


def _account(page: Page, group: Group) -> Fix | None:
    if not group.subject:
        return None
    hint = "The contact with exactly this name. If Zoho Books has none, the first order creates it."
    whose = "have no e-mail address" if group.code == errors.NO_EMAIL else "name no usable contact"
    return Fix(
        f"Choose one contact for all orders of {group.subject} that {whose}. Bookdesk keeps it and {_them(group)}.",
        action=page.to("decide_account"),
        text=Text("contact_name", "Contact in Zoho Books", hint, f"{group.subject} customers"),
        button=f"Use this contact and {_send(group)}",
        other=("Add the e-mail addresses", page.own_page(group)) if group.code == errors.NO_EMAIL else None,
    )


def _shorten(page: Page, group: Group) -> Fix | None:
    way, orders = corrections.find_way(page.store_id, group.remedy), page.waiting.orders(group)
    if way is None or group.count > MOST_ROWS or len(orders) < group.count:
        return None
    sheet = Sheet(way, [Row(order, way.blanks(order)) for order in orders], None)
    if not all(row.blanks for row in sheet.rows):
        return None
    return Fix(
        f"Shorten it; the rest can go into another field of the order. Bookdesk {_them(group)}.",
        action=page.to("correct"),
        sheet=sheet,
        button=f"Save and {_send(group)}",
    )


def _pay_shipping(page: Page, group: Group) -> Fix | None:
    return Fix(
        "The rest of it can pay the shipping and handling, for later orders, too. The total stays the same.",
        action=page.to("pay_shipping"),
        button=f"Let it pay the shipping and {_send(group)}",
        other=("What happened", page.own_page(group)),
    )


def _void(page: Page, group: Group) -> Fix | None:
    question = steps.send_void(page.store_id, group)
    return Fix(group.cause.advice, question=question, other=("Dismiss", page.own_page(group)))


def _currency(page: Page, group: Group) -> Fix | None:
    return Fix(group.cause.advice, question=steps.confirm_currency(page.store_id, group, g.store))


BUILDERS: dict[Remedy, Callable[[Page, Group], Fix | None]] = {
    Remedy.CHOOSE_ITEM: _item,
    Remedy.GIVE_SKUS: _line,
    Remedy.CHOOSE_CONTACT: _contact,
    Remedy.CHOOSE_TAX: _tax,
    Remedy.CREATE_CONTACTS: _new_contacts,
    Remedy.GIVE_EMAILS: _account,
    Remedy.CHOOSE_ACCOUNT: _account,
    Remedy.SHORTEN: _shorten,
    Remedy.PAY_SHIPPING: _pay_shipping,
    Remedy.SEND_VOID: _void,
    Remedy.CONFIRM_CURRENCY: _currency,
}
