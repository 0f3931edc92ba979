"""Give many orders a tag, or take their tags off."""

from typing import Any

from sqlalchemy import and_

from zoho_app.bulk.actions.action import BulkAction, Details, Parameter, Reason, Refused
from zoho_app.bulk.models import BulkItem, BulkRun
from zoho_app.orders import edit
from zoho_app.orders.models import Order


class Tag(BulkAction):
    """Gives each order the same tag and color; an empty name takes the tag off."""

    key = "tag"
    label = "{tag_title}"
    question = "{tag_title} on {orders}"
    would = "would be changed"
    done = "{tagged}"
    command = "Tag them"
    icon = "tag"
    asks_for_few = False
    undone_by = "tag_back"
    parameter = Parameter.TAG

    def do_to(self, order: Order, item: BulkItem, run: BulkRun) -> str:
        before = {"tag_name": order.tag_name, "tag_color": order.tag_color}
        if not edit.tag(order, run.details["tag_name"], run.details["tag_color"], run.asked_by):
            raise Refused("It already has this tag." if run.details["tag_name"] else "It has no tag.")
        item.result = before
        return self.in_words(self.label, run.details)

    def reasons(self, details: Details) -> list[Reason]:
        name, color = details["tag_name"], details["tag_color"]
        words = "already tagged this way." if name else "without a tag."
        return [Reason(words, and_(Order.tag_name == name, Order.tag_color == color))]

    def blanks(self, details: Details) -> dict[str, Any]:
        name = details.get("tag_name", "")
        title, tagged = (f"Tag “{name}”", f"tagged “{name}”") if name else ("Remove the tag", "without a tag now")
        return {**details, "tag_title": title, "tagged": tagged}


TAG = Tag()
