"""Lists that are short by nature stay small and cheap where somebody has hundreds of rows all the same."""

import random
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from harness.desk import Desk
from harness.statements import statements
from harness.walker import Walker
from tests.support.look import MOST_BYTES, MOST_STATEMENTS
from tests.support.order_pages import connect
from tests.support.weight import CODINGS, weight
from zoho_app.accounts.models import Membership, User
from zoho_app.channels import settings as channel_settings
from zoho_app.extensions import db
from zoho_app.orders import folders
from zoho_app.rules.models import Rule

MANY = 500
WORDS = (
    "stoneware",
    "mug",
    "bag",
    "order",
    "customer",
    "gift",
    "wrap",
    "paris",
    "london",
    "express",
    "shop",
    "store",
    "blue",
    "red",
    "large",
    "small",
    "urgent",
    "return",
    "damaged",
    "late",
    "new",
    "old",
    "north",
    "south",
    "west",
)


def words(chance: random.Random, count: int) -> str:
    return f"{' '.join(chance.choices(WORDS, k=count))} {chance.randint(1, 99_999)}"


def add_rule(desk: Desk, chance: random.Random, number: int) -> None:
    looks = {"field": "source_name", "parameter": "", "operator": "is", "value": words(chance, 2)}
    does = {"action": "Add Order Note", "values": {"content": words(chance, 5)}}
    name, event = f"{words(chance, 3)} {number}", "Order is Imported"
    rule = Rule(store_id=desk.store_id, name=name, event=event, filters=[looks], actions=[does], position=number)
    db.session.add(rule)


def add_folder(desk: Desk, chance: random.Random, number: int) -> None:
    folders.create(desk.store_id, f"{words(chance, 3)} {number}")


def add_channel(desk: Desk, chance: random.Random, number: int) -> None:
    address = f"https://{chance.randint(1, 9999)}.example.com/hook/{number}"
    channel_settings.add(desk.store_id, f"{words(chance, 2)} {number}", address, True)


def add_person(desk: Desk, chance: random.Random, number: int) -> None:
    person = User(email=f"{chance.choice(WORDS)}.{chance.choice(WORDS)}{number}@example.com", password_hash="")
    person.memberships.append(Membership(store_id=desk.store_id, role="operator"))
    db.session.add(person)


def give_many(desk: Desk, add: Callable[[Desk, random.Random, int], None]) -> None:
    chance = random.Random(7)
    for number in range(MANY):
        add(desk, chance, number)
    db.session.commit()
    db.session.remove()


@pytest.mark.parametrize(
    ("page", "add"),
    [("rules", add_rule), ("folders", add_folder), ("channels", add_channel), ("people", add_person)],
)
def test_five_hundred_rows_are_neither_heavy_nor_dear(
    desk: Desk, owner: FlaskClient, page: str, add: Callable[[Desk, random.Random, int], None]
) -> None:
    connect(desk)
    give_many(desk, add)
    with statements() as seen:
        owner.get(f"{desk.address}/{page}")
    assert len(seen) <= MOST_STATEMENTS, "\n\n".join(seen)
    assert max(weight(owner, f"{desk.address}/{page}", coding) for coding in CODINGS) <= MOST_BYTES


def numbered(walker: Walker) -> list[int]:
    return [int(one.get_text().strip().partition(".")[0]) for one in walker.soup.select("main ol h2")]


def test_many_rules_stand_on_several_pages_in_their_order(desk: Desk, owner: FlaskClient) -> None:
    give_many(desk, add_rule)
    walker = Walker(owner, desk.address).open("/rules").see("1 to 200 of 500 rules")
    assert numbered(walker) == list(range(1, 201))
    assert numbered(walker.click("Next")) == list(range(201, 401))
    assert numbered(walker.click("Next").see("401 to 500 of 500 rules")) == list(range(401, 501))
    walker.click("Previous")
    first = walker.soup.select_one("main ol h2")
    assert first is not None
    name = first.get_text().strip().partition(". ")[2]
    walker.press(f"Up {name}").see(f"Rule “{name}” moved up.", "1 to 200 of 500 rules", f"200. {name}")
    walker.press(f"Down {name}").see("201 to 400 of 500 rules", f"201. {name}")
    assert numbered(walker.click("First"))[0] == 1
