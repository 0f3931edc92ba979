"""docs/data-inventory.md names every table, every encrypted column and every file that Bookdesk keeps."""

import re
from pathlib import Path

from flask import Flask

from zoho_app.columns import Secret
from zoho_app.extensions import db

DOCS = Path(__file__).parents[1] / "docs"
INVENTORY = (DOCS / "data-inventory.md").read_text()
TABLE = re.compile(
    r"^\| `(\w+)` \| ([^|]+) \| (secret|personal|business|technical) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$"
)
# Columns that hold the e-mail address of a person, a customer or somebody who signs in.
OF_PEOPLE = {"email", "emails", "email_key", "who", "username", "user_id"}
BY_PEOPLE = re.compile(r"(asked|chosen|closed|connected|deleted|invited|stopped)_by")


def rows() -> dict[str, tuple[str, str]]:
    """Each table of the inventory: what it holds, and its class."""
    found = [match.groups() for line in INVENTORY.splitlines() if (match := TABLE.match(line))]
    assert len({row[0] for row in found}) == len(found), "a table stands there twice"
    return {name: (holds, kind) for name, holds, kind, *_ in found}


def test_every_table_is_in_the_inventory(app: Flask) -> None:
    assert rows().keys() == set(db.metadata.tables)


def test_every_encrypted_column_is_named_as_such(app: Flask) -> None:
    described = rows()
    for table in db.metadata.sorted_tables:
        secrets = [column.name for column in table.columns if isinstance(column.type, Secret)]
        holds, kind = described[table.name]
        assert not secrets or ("encrypted" in holds and kind == "secret"), table.name
        assert not [name for name in secrets if f"`{name}`" not in holds], table.name


def test_every_hash_is_named_as_such(app: Flask) -> None:
    described = rows()
    for table in db.metadata.sorted_tables:
        for name in {"token_hash", "password_hash"} & set(table.columns.keys()):
            assert re.search(f"`{name}` (SHA-256|argon2id)", described[table.name][0]), table.name


def test_what_names_people_is_at_least_personal(app: Flask) -> None:
    described = rows()
    for table in db.metadata.sorted_tables:
        names = [column.name for column in table.columns]
        of_people = [name for name in names if name in OF_PEOPLE or BY_PEOPLE.fullmatch(name)]
        assert not of_people or described[table.name][1] in ("personal", "secret"), table.name


def test_every_file_of_the_instance_folder_is_in_the_inventory() -> None:
    operating = (DOCS / "operating.md").read_text()
    listed = operating.partition("## Where everything lies")[2].partition("\n## ")[0]
    first_cells = re.findall(r"^\| (`[^|]+) \|", listed, re.MULTILINE)
    files = {name for cell in first_cells for name in re.findall(r"`([a-z]\w+[./]?\w*)`", cell)}
    assert {"token_keys", "uploads/", "bookdesk.sqlite3"} <= files
    assert not {name for name in files if f"| `{name}` |" not in INVENTORY}
