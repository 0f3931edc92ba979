"""Keeping what lines of a name mean that have no SKU of their own."""

from collections.abc import Iterable

from sqlalchemy import delete, exists, func, select

from zoho_app.accounts import audit
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders.input.keys import sku_key, text_key
from zoho_app.zoho_books import settings
from zoho_app.zoho_books.answers.models import LineName
from zoho_app.zoho_books.cache import items as cached_items
from zoho_app.zoho_books.models import Connection, ZohoBooksSettings
from zoho_app.zoho_books.payload import line_names
from zoho_app.zoho_books.payload.line_names import DISCOUNT, ITEM, LEAVE_OUT, LineNames

LONGEST_NAME, LONGEST_SKU = 500, 200
# Each line without a SKU is compared with every name that has a "*".
MOST_PATTERNS = 200
WORDS = {LEAVE_OUT: "left out of sales orders", DISCOUNT: "counted as a discount"}


class BadAnswer(Exception):
    """The answer can't be kept; its text is for people."""


def for_store(store_id: int) -> LineNames:
    """All answers of a store, to be asked by name; one statement."""
    return line_names.line_names(db.session.scalars(select(LineName).where(LineName.store_id == store_id)))


def with_settings(store_id: int) -> tuple[ZohoBooksSettings | None, Connection | None, bool]:
    """The settings and the connection, as far as they exist, and whether there is any answer; one statement."""
    is_any = exists().where(LineName.store_id == store_id)
    row = db.session.execute(settings.select_with_connection(store_id).add_columns(is_any)).one()
    return row[0], row[1], row[2]


def keep(store_id: int, name: str, meaning: str, sku: str, who: str) -> LineName:
    """Let lines of this name mean that from now on. Raises BadAnswer; IntegrityError when two do so at once."""
    name, sku = name.strip(), sku.strip()
    _check(store_id, name, meaning, sku)
    found = db.session.scalar(
        select(LineName).where(LineName.store_id == store_id, LineName.name_key == text_key(name))
    )
    if found is None:
        found = LineName(store_id=store_id, name_key=text_key(name))
        db.session.add(found)
    found.name, found.meaning, found.sku = name, meaning, sku if meaning == ITEM else ""
    found.chosen_by, found.chosen_at = who, now()
    audit.note(store_id, who, f"Decided about lines without a SKU: {in_words(found)}", event="answer.changed")
    db.session.flush()
    return found


def _check(store_id: int, name: str, meaning: str, sku: str) -> None:
    if not name.strip("* "):
        raise BadAnswer("Name of the line: type the name as it stands in the orders.")
    if len(name) > LONGEST_NAME:
        raise BadAnswer(f"Name of the line: at most {LONGEST_NAME} characters fit.")
    if meaning not in (ITEM, LEAVE_OUT, DISCOUNT):
        raise BadAnswer("Choose an item, “Leave it out” or “Count it as a discount”.")
    if "*" in name and _count_patterns(store_id, name) >= MOST_PATTERNS:
        raise BadAnswer(f"At most {MOST_PATTERNS} names with a * fit. Remove one that is not needed any more.")
    if meaning == ITEM:
        _check_sku(store_id, sku)


def _count_patterns(store_id: int, name: str) -> int:
    wanted = select(func.count()).where(
        LineName.store_id == store_id, LineName.name_key.contains("*", autoescape=True)
    )
    return db.session.scalar(wanted.where(LineName.name_key != text_key(name))) or 0


def _check_sku(store_id: int, sku: str) -> None:
    if not sku:
        raise BadAnswer("SKU: type the one that these lines have in Zoho Books.")
    if len(sku) > LONGEST_SKU:
        raise BadAnswer(f"SKU: at most {LONGEST_SKU} characters fit.")
    connection = db.session.get(Connection, store_id)
    if connection is None or connection.items_filled_at is None:  # the desk can't tell yet
        return
    item = cached_items.with_skus(store_id, [sku]).get(sku_key(sku))
    if item is None:
        raise BadAnswer(
            f"SKU: Zoho Books has no item with the SKU “{sku}”, as far as Bookdesk has read. Choose another."
        )
    if not item.is_active:
        raise BadAnswer(f"SKU: the item with the SKU “{sku}” is inactive in Zoho Books. Mark it as active there.")


def forget(store_id: int, answer_id: int, who: str) -> str:
    """Ask again from now on; returns the name, "" when it was forgotten already."""
    found = db.session.scalar(select(LineName).where(LineName.store_id == store_id, LineName.id == answer_id))
    if found is None:
        return ""
    audit.note(store_id, who, f"Forgot the answer for lines without a SKU: {in_words(found)}", event="answer.changed")
    db.session.execute(delete(LineName).where(LineName.store_id == store_id, LineName.id == answer_id))
    return found.name


def in_words(answer: LineName) -> str:
    """Such as “Gift wrap” goes to Zoho Books as WRAP."""
    if answer.meaning == ITEM:
        return f"“{answer.name}” goes to Zoho Books as {answer.sku}"
    return f"“{answer.name}” is {WORDS[answer.meaning]}"


def fixed(answers: LineNames, names: Iterable[str]) -> dict[str, str]:
    """In words, by `text_key`, what was decided about those of the names that are no longer asked about."""
    found = {text_key(name): answers.find(name) for name in names}
    return {key: f"{in_words(answer)}." for key, answer in found.items() if isinstance(answer, LineName)}
