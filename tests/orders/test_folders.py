"""Folders: made, named, arranged and deleted; orders moving between them."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from harness.desk import Desk
from zoho_app.extensions import db
from zoho_app.orders import folders
from zoho_app.orders.folders import FolderRefused


def names(desk: Desk) -> list[str]:
    return [folder.name for folder in folders.all_of(desk.store_id)]


def test_a_new_store_has_four_folders(desk: Desk) -> None:
    assert names(desk) == ["New", "Prepared", "Closed", "Canceled"]


def test_folders_are_listed_with_their_counts_in_one_statement(desk: Desk) -> None:
    desk.order("1")
    desk.order("2")
    Desk.open(desk.app, "Other").order("1")
    statements: list[str] = []
    db.session.commit()
    db.session.connection()
    event.listen(db.engine, "before_cursor_execute", note := lambda *args: statements.append(args[2]))
    listed = folders.listing(desk.store_id)
    event.remove(db.engine, "before_cursor_execute", note)
    assert len(statements) == 1
    assert [(folder.name, count) for folder, count in listed] == [
        ("New", 2),
        ("Prepared", 0),
        ("Closed", 0),
        ("Canceled", 0),
    ]


def test_a_folder_is_added_at_the_end_renamed_and_moved(desk: Desk) -> None:
    folder = folders.create(desk.store_id, "  Back   order ")
    assert names(desk)[-1] == "Back order"
    folders.rename(folder, "Waiting")
    folders.reorder(folder, folders.UP)
    assert names(desk) == ["New", "Prepared", "Closed", "Waiting", "Canceled"]
    folders.reorder(folder, folders.DOWN)
    folders.reorder(folder, folders.DOWN)
    assert names(desk)[-1] == "Waiting"


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "new", " PREPARED "])
def test_a_folder_needs_a_name_of_its_own(desk: Desk, name: str) -> None:
    with pytest.raises(FolderRefused, match="Name: "):
        folders.create(desk.store_id, name)
    with pytest.raises(FolderRefused, match="Name: "):
        folders.rename(desk.folder("Closed"), name)


def test_a_folder_may_change_only_its_capitals(desk: Desk) -> None:
    folders.rename(desk.folder("New"), "NEW")
    assert names(desk)[0] == "NEW"


def test_a_folder_with_orders_says_where_they_go_before_it_is_deleted(desk: Desk) -> None:
    order = desk.order()
    with pytest.raises(FolderRefused, match="Move orders to: .* 1 orders in New"):
        folders.delete(desk.folder("New"), None, "ada@example.com")
    foreign = Desk.open(desk.app, "Other").folder("New")
    with pytest.raises(FolderRefused):
        folders.delete(desk.folder("New"), foreign, "ada@example.com")
    assert folders.delete(desk.folder("New"), desk.folder("Closed"), "ada@example.com") == 1
    db.session.commit()
    assert desk.reload(order).folder.name == "Closed"
    assert desk.history(order.id)[0].startswith("ada@example.com: Order Moved to Closed Folder because")
    assert names(desk) == ["Prepared", "Closed", "Canceled"]


def test_the_last_folder_stays(desk: Desk) -> None:
    for name in ("New", "Prepared", "Closed"):
        folders.delete(desk.folder(name), None, "ada@example.com")
    with pytest.raises(FolderRefused, match="last folder"):
        folders.delete(desk.folder("Canceled"), None, "ada@example.com")


def test_moving_is_told_once_and_not_when_nothing_moves(desk: Desk) -> None:
    order = desk.order()
    prepared = desk.folder("Prepared")
    assert folders.move(order, prepared, "Zoho Books")
    assert not folders.move(order, prepared, "Zoho Books")
    db.session.commit()
    assert desk.history(order.id).count("Zoho Books: Order Moved to Prepared Folder") == 1


def test_many_are_moved_but_never_another_stores(desk: Desk) -> None:
    mine, also_mine = desk.order("1"), desk.order("2")
    foreign = Desk.open(desk.app, "Other").order("1")
    ids = [mine.id, also_mine.id, foreign.id, 999]
    assert len(folders.move_many(desk.store_id, ids, desk.folder("Closed"), "ada@example.com")) == 2
    db.session.commit()
    assert desk.reload(foreign).folder.name == "New"
    with pytest.raises(FolderRefused, match="another store"):
        folders.move(desk.reload(foreign), desk.folder("Closed"), "ada@example.com")
