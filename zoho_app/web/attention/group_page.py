"""What the page of a group shows and offers, decided before the template draws it."""

from dataclasses import dataclass

from flask import g

from zoho_app.appointments.models import Appointment
from zoho_app.web.appointment_subjects import Subject
from zoho_app.web.attention import steps
from zoho_app.web.attention.sheet import Sheet
from zoho_app.web.attention.steps import Question, Step
from zoho_app.web.remedies import links
from zoho_app.web.remedies.groups import Group
from zoho_app.web.remedies.remedy import Remedy
from zoho_app.zoho_books import errors
from zoho_app.zoho_books.answers.models import SourceContact
from zoho_app.zoho_books.contacts import find_or_create
from zoho_app.zoho_books.models import Connection

# As many orders as one press changes.
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class GroupPage:
    """One group; `email` is the address whose contact is to be chosen, `sheet` the fields of its orders."""

    store_id: int
    group: Group
    rows: list[Appointment]
    subjects: dict[int, Subject]
    sheet: Sheet | None
    email: str
    connected_to: Connection | None
    account: SourceContact | None  # what was said about the source before
    may_change: bool

    @property
    def is_corrected(self) -> bool:
        """Whether the cause was corrected since, so that only another try is left."""
        return self.group.fixed != ""

    @property
    def step(self) -> Step | None:
        """What stands beside the title; None where the page itself offers what to do."""
        if not self.may_change or self.is_corrected:
            return None
        page, order_id = links.remedy_page(self.store_id, self.group), self._order_to_correct
        if self.group.remedy is not Remedy.SEND_AGAIN and not page and order_id is None:
            return None
        return steps.next_step(self.store_id, self.group, self.may_change, page, order_id)

    @property
    def _order_to_correct(self) -> int | None:
        if self.group.remedy is not Remedy.OPEN_ORDERS or not self.rows:
            return None
        return self.subjects[self.rows[0].id].order_id

    @property
    def asks_for_item(self) -> bool:
        return self.may_change and self.group.cause.remedy is Remedy.CHOOSE_ITEM

    @property
    def asks_for_tax(self) -> bool:
        return self.may_change and self.group.cause.remedy is Remedy.CHOOSE_TAX

    @property
    def asks_for_contact(self) -> bool:
        return self.may_change and self.email != ""

    @property
    def asks_for_account(self) -> bool:
        """Whether a contact for all orders of the source would help."""
        return self.may_change and self.group.code in (errors.NO_EMAIL, errors.SOURCE_CONTACT)

    @property
    def asks_for_line(self) -> bool:
        """Whether it would help to decide what lines of that name mean."""
        return self.may_change and self.group.code == errors.NO_SKU and self.group.subject != ""

    @property
    def asks_about_name(self) -> bool:
        """Whether another contact has the name of the customer."""
        return self.may_change and self.group.code == errors.CONTACT_NAME_TAKEN and not self.is_corrected

    @property
    def taken_name(self) -> str:
        """The name that another contact has."""
        details = self.rows[0].details if self.rows and self.asks_about_name else []
        return details[1] if len(details) > 1 else ""

    @property
    def own_name(self) -> str:
        """A name that the customer's separate account may have."""
        return find_or_create.name_with_email(self.taken_name, self.group.subject) if self.taken_name else ""

    @property
    def is_for_all(self) -> bool:
        """Whether the source's other orders belong to the contact, too, as far as was said before."""
        return self.account is not None and self.account.is_for_all

    @property
    def pay_shipping_button(self) -> str:
        """Lets discounts pay the shipping and sends the orders; "" when that is not what helps."""
        is_wanted = self.may_change and self.group.code == errors.DISCOUNT and not self.is_corrected
        return f"Let it pay the shipping and send {self._these_orders}" if is_wanted else ""

    @property
    def _these_orders(self) -> str:
        return "this order" if self.group.count == 1 else f"these {self.group.count:,} orders"

    @property
    def questions(self) -> list[Question]:
        """What may be done that has to be asked first."""
        if not self.may_change:
            return []
        asked = (
            steps.send_void(self.store_id, self.group),
            steps.confirm_currency(self.store_id, self.group, g.store),
        )
        return [one for one in (*asked, self.not_there) if one is not None]

    @property
    def create_contacts_button(self) -> str:
        """Lets the orders create their contacts; "" when that is not what helps, or one is being chosen."""
        if not self.may_change or self.email or not self.may_choose_contacts:
            return ""
        return f"Create contacts and send {self._these_orders}"

    @property
    def save_all_button(self) -> str:
        """Fills the same into all orders of the group, or the newest of them."""
        which = "these" if self.group.count <= MOST_AT_ONCE else "the newest"
        return f"Save and send {which} {min(self.group.count, MOST_AT_ONCE):,} orders again"

    @property
    def may_choose_contacts(self) -> bool:
        """Whether each order may get a contact that exists, instead of a new one."""
        return self.may_change and self.group.cause.remedy is Remedy.CREATE_CONTACTS

    @property
    def not_there(self) -> Question | None:
        return steps.not_there(self.store_id, self.group, self.connected_to)

    @property
    def may_send_anyway(self) -> bool:
        """Whether another try is offered beside the remedy."""
        is_first_choice = self.group.remedy is Remedy.SEND_AGAIN
        return not (is_first_choice or self.sheet or self.questions or self.pay_shipping_button)
