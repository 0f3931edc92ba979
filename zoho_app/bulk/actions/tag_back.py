"""Give the orders of an earlier run the tags back that they had before."""

from typing import Any

from sqlalchemy import Select, select

from zoho_app.bulk.actions.action import Details, Reason, Refused, Undo
from zoho_app.bulk.actions.tag import Tag
from zoho_app.bulk.models import DONE, BulkItem, BulkRun
from zoho_app.counts import count_noun
from zoho_app.orders import edit
from zoho_app.orders.models import Order


class TagBack(Undo, Tag):
    """Changes back the orders that still have the tag of the earlier run; the details are that run's."""

    key = "tag_back"
    label = "Undo: {tag_title}"
    question = "Change the tag of {orders} back"
    would = "would have their tag changed back"
    done = "tagged as before"
    undone_by = ""
    too_late = "All of these orders were tagged anew since."

    def button(self, count: int) -> str:
        return f"Undo: change the tag of {count_noun(count, 'order')} back"

    def orders_of(self, run: BulkRun) -> Select[Any]:
        return (
            select(BulkItem.order_id, BulkItem.result)
            .join(Order, Order.id == BulkItem.order_id)
            .where(
                BulkItem.run_id == run.id,
                BulkItem.state == DONE,
                Order.store_id == run.store_id,
                Order.tag_name == run.details["tag_name"],
                Order.tag_color == run.details["tag_color"],
            )
        )

    def do_to(self, order: Order, item: BulkItem, run: BulkRun) -> str:
        before = item.result
        if "tag_name" not in before or not edit.tag(order, before["tag_name"], before["tag_color"], run.asked_by):
            raise Refused("It was tagged anew since.")
        return "Tagged as before"

    def reasons(self, details: Details) -> list[Reason]:
        return []


TAG_BACK = TagBack()
