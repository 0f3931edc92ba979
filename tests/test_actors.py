"""Who did something is read from the text that a column keeps."""

import pytest

from zoho_app import actors
from zoho_app.actors import Actor, ActorKind


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("ada@example.com", ActorKind.PERSON, "ada@example.com"),
        ("Auto", ActorKind.RULE, "Auto"),
        ("API", ActorKind.API, "API"),
        ("API: Warehouse", ActorKind.API, "Warehouse"),
        ("API: ada@example.com", ActorKind.API, "ada@example.com"),
        ("Zoho Books", ActorKind.ZOHO_BOOKS, "Zoho Books"),
        ("Bookdesk", ActorKind.SYSTEM, "Bookdesk"),
        ("command line", ActorKind.SYSTEM, "command line"),
    ],
)
def test_each_text_names_one_kind_of_actor(text: str, kind: ActorKind, name: str) -> None:
    assert actors.read(text) == Actor(kind, name)


def test_a_program_that_gives_a_persons_address_is_no_person() -> None:
    assert not actors.read("API: ada@example.com").is_person
    assert actors.read("API: ada@example.com").is_named_by_api
    assert not actors.read("API").is_named_by_api
