"""The templates that documents are made from unless a store has one of its own."""

from functools import cache
from pathlib import Path

PACKING_SLIP, PICK_LIST = "packing_slip", "pick_list"


@cache
def template(name: str) -> str:
    """The text of the standard template of that document."""
    return Path(__file__).with_name(f"{name}.html").read_text(encoding="utf-8")
