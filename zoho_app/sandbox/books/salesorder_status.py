"""What may happen to a sales order in each status: draft, open, invoiced, void."""

from flask import g

from ..common.store import Document
from ..editions.preferences import preference
from ..errors import refused


def mark_open(order: Document) -> Document:
    if order["status"] == "void":
        raise refused("A void sales order cannot be marked as open.")
    if order["status"] == "invoiced":
        raise refused("An invoiced sales order cannot be marked as open.")
    return {**order, "status": "open"}


def mark_void(order: Document, reason: str) -> Document:
    if order["status"] == "void":
        raise refused("The sales order is already in void status.")
    if order["status"] == "invoiced":
        raise refused("An invoiced sales order cannot be marked as void.")
    if order["status"] == "draft" and preference(g.organization, "void_of_draft") == "refused":
        raise refused("A draft cannot be marked as void.")
    return {**order, "status": "void", "void_reason": reason}


def mark_invoiced(order: Document) -> Document:
    if order["status"] == "void":
        raise refused("A void sales order cannot be invoiced.")
    return {**order, "status": "invoiced"}


def check_may_be_edited(order: Document) -> None:
    if order["status"] == "void":
        raise refused("A void sales order cannot be edited.")


def check_may_be_deleted(order: Document) -> None:
    if order["status"] == "invoiced":
        raise refused("An invoiced sales order cannot be deleted.")
