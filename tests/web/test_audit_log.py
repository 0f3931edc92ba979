"""The audit log: who changed what, in the words of the settings, when and from where; never a secret."""

from flask.testing import FlaskClient

from harness.books import Books
from harness.desk import Desk
from harness.statements import statements
from harness.walker import Walker
from zoho_app.accounts import audit
from zoho_app.accounts.models import AuditEntry
from zoho_app.extensions import db

PAGE = 50


def rows(walker: Walker) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in walker.soup.select("main tbody tr")]


def test_a_change_is_told_in_the_words_of_its_form_with_the_address(desk: Desk, books: Books, walker: Walker) -> None:
    walker.open("/integrations/zoho-books").type("After Import, Move To", "Closed").check(
        "Submit imported orders automatically"
    )
    walker.press("Save settings")
    walker.open("/settings").type("Time zone", "Europe/Berlin").press("Save settings")
    walker.open("/audit-log")
    store, zoho_books, *_ = rows(walker)
    assert store.startswith("Store settings changed Time zone: UTC → Europe/Berlin owner@example.com")
    assert "After Import, Move To: Prepared → Closed" in zoho_books
    assert "Submit imported orders automatically: off → on" in zoho_books
    assert all(row.endswith("127.0.0.1") for row in (store, zoho_books))


def test_a_new_key_is_told_and_never_shown(desk: Desk, walker: Walker) -> None:
    walker.open("/settings/api-keys").type("Name", "Warehouse").press("Make a key")
    key = walker.soup.select_one("#api-key").text
    walker.press("Revoke the key")
    walker.open("/audit-log").see("API key “Warehouse” made (read and change)", "API key “Warehouse” revoked")
    assert key not in walker.client.get(f"{desk.address}/audit-log").text
    assert key not in walker.client.get(f"{desk.address}/exports/changes.csv").text


def test_it_is_narrowed_to_a_person_and_a_kind(desk: Desk, walker: Walker) -> None:
    audit.note(desk.store_id, "ada@example.com", "Rule “R” added.", event="rule.changed")
    audit.note(desk.store_id, "ada@example.com", "Store settings changed", {"name": ["A", "B"]})
    audit.note(desk.store_id, "bob@example.com", "Rule “S” added.", event="rule.changed")
    db.session.commit()
    walker.open("/audit-log").type("Kind", "Rules").press("Show")
    assert [row.split(" added")[0] for row in rows(walker)] == ["Rule “S”", "Rule “R”"]
    walker.type("Person", "ada@example.com").press("Show")
    assert len(rows(walker)) == 1
    table = walker.client.get(f"{desk.address}/exports/changes.csv?who=ada@example.com&kind=rules").text
    assert "Rule “R”" in table and "Rule “S”" not in table
    walker.open("/audit-log?who=nobody@example.com").see("No change matches").click("Show all changes")
    assert len(rows(walker)) == 3


def test_it_is_paged_newest_first_at_the_same_cost(desk: Desk, walker: Walker) -> None:
    for number in range(PAGE * 2 + 1):
        audit.note(desk.store_id, "ada@example.com", f"Change {number}.")
    audit.note(Desk.open(desk.app, "Elsewhere").store_id, "ada@example.com", "Not ours.")
    db.session.commit()
    seen = []
    walker.open("/audit-log")
    for _ in range(3):
        seen += [int(row.split(".")[0].removeprefix("Change ")) for row in rows(walker)]
        if walker.soup.select_one('a[rel="next"]'):
            with statements() as sent:
                walker.click("Next")
            assert len(sent) <= 10
    assert seen == list(range(PAGE * 2, -1, -1))


def test_only_owners_see_it(desk: Desk, operator: FlaskClient) -> None:
    assert operator.get(f"{desk.address}/audit-log").status_code == 403


def test_what_a_worker_does_has_no_address(desk: Desk) -> None:
    audit.note(desk.store_id, "Zoho Books", "Connection to Zoho Books lost", event="connection.lost")
    db.session.commit()
    entry = db.session.query(AuditEntry).one()
    assert (entry.address, entry.kind) == ("", "connection")
