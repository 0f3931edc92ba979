"""What a person decides in the list about a source, or about lines without a SKU, for later orders, too."""

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from zoho_app.http.access import OPERATOR, access
from zoho_app.web.attention import actions, index
from zoho_app.web.remedies.groups import Group
from zoho_app.web.remedies.remedy import Remedy
from zoho_app.zoho_books.answers import line_answers, source_contacts


@index.bp.post("/group/line")
@access(OPERATOR)
def decide_line(store_id: int) -> Response:
    """Let lines of the group's name mean an item, or leave them out."""

    def decide(group: Group) -> None:
        meaning, _, sku = request.form.get("means", "").partition(":")
        line_answers.keep(store_id, group.subject, meaning, sku, current_user.user.email)

    return actions.correct(store_id, Remedy.GIVE_SKUS, decide)


@index.bp.post("/group/account")
@access(OPERATOR)
def decide_account(store_id: int) -> Response:
    """Let orders of the group's source belong to one contact."""
    group = actions.the_group(store_id)
    chooses = group is not None and group.cause.remedy is Remedy.CHOOSE_ACCOUNT

    def decide(group: Group) -> None:
        name = request.form.get("contact_name", "")
        before = source_contacts.for_sources(store_id, [group.subject])
        is_for_all = any(one.is_for_all for one in before.values())
        source_contacts.keep(store_id, group.subject, name, is_for_all, current_user.user.email)

    return actions.correct(store_id, Remedy.CHOOSE_ACCOUNT if chooses else Remedy.GIVE_EMAILS, decide)
