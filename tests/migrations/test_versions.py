"""What the versions of the tables do to what is stored."""

from pathlib import Path

import flask_migrate
from sqlalchemy import select, text

from harness.desk import Desk
from zoho_app import create_app, schema
from zoho_app.accounts import invitations
from zoho_app.accounts.models import Invitation, Membership, OneTimeLink, User
from zoho_app.accounts.sign_ins import fingerprint
from zoho_app.clock import now
from zoho_app.config import load
from zoho_app.extensions import db
from zoho_app.orders.models import InventoryItem, Order
from zoho_app.zoho_books.models import SalesOrder


def test_rows_that_were_never_sent_go_and_no_others(tmp_path: Path, redis_server: str) -> None:
    app = create_app(load({"INSTANCE_DIR": str(tmp_path), "REDIS_URL": redis_server}))
    schema.upgrade(app)
    with app.app_context():
        desk = Desk.open(app)
        for number, salesorder_id in (("in doubt", ""), ("never sent", ""), ("sent", "901"), ("taken over", "902")):
            add_sales_order(desk, number, salesorder_id)
        db.session.remove()
        flask_migrate.downgrade(revision="0002")
        for number in ("never sent", "taken over"):
            statement = text("UPDATE zoho_books_sales_orders SET sent_at = NULL WHERE salesorder_number = :number")
            db.session.execute(statement, {"number": number})
        db.session.commit()
        db.session.remove()
        flask_migrate.upgrade()
        kept = db.session.scalars(select(SalesOrder.salesorder_number).order_by(SalesOrder.id)).all()
        assert kept == ["in doubt", "sent", "taken over"]
        db.session.remove()
        db.engine.dispose()
    app.extensions["redis"].close()


def test_what_belongs_to_orders_stays_when_their_table_is_made_anew(tmp_path: Path, redis_server: str) -> None:
    app = create_app(load({"INSTANCE_DIR": str(tmp_path), "REDIS_URL": redis_server}))
    schema.upgrade(app)
    with app.app_context():
        desk = Desk.open(app)
        order_id = desk.order("1").id
        db.session.remove()
        flask_migrate.downgrade(revision="0003")
        flask_migrate.upgrade()
        order = db.session.get_one(Order, order_id)
        assert (len(order.items), len(order.history), order.folder.name) == (2, 1, "New")
        db.session.remove()
        db.engine.dispose()
    app.extensions["redis"].close()


def add_sales_order(desk: Desk, number: str, salesorder_id: str) -> None:
    row = SalesOrder(
        store_id=desk.store_id,
        order_id=desk.order(number).id,
        organization_id="10",
        salesorder_number=number,
        reference_number=number,
        salesorder_id=salesorder_id,
        sent_at=now(),
    )
    db.session.add(row)
    db.session.commit()


def test_whoever_was_let_in_without_a_password_becomes_somebody_invited(tmp_path: Path, redis_server: str) -> None:
    app = create_app(load({"INSTANCE_DIR": str(tmp_path), "REDIS_URL": redis_server}))
    schema.upgrade(app)
    with app.app_context():
        first, second = Desk.open(app), Desk.open(app, "Other")
        ids = {"first": first.store_id, "second": second.store_id, "moment": "2026-06-01 12:00:00"}
        first.person("owner")
        db.session.remove()
        flask_migrate.downgrade(revision="0004")
        for statement in (
            "INSERT INTO users (id, email, created_at) VALUES (7, 'grace@example.com', :moment)",
            "INSERT INTO memberships (user_id, store_id, role) VALUES (7, :first, 'operator'), (7, :second, 'owner')",
            "INSERT INTO one_time_links (purpose, token_hash, user_id, expires_at)"
            f" VALUES ('invitation', '{fingerprint('old')}', 7, '2099-01-01 00:00:00')",
        ):
            db.session.execute(text(statement), {k: v for k, v in ids.items() if f":{k}" in statement})
        db.session.commit()
        db.session.remove()
        flask_migrate.upgrade()
        assert [user.email for user in db.session.scalars(select(User))] == ["owner@example.com"]
        assert {one.user.email for one in db.session.scalars(select(Membership))} == {"owner@example.com"}
        invited = db.session.scalars(select(Invitation).order_by(Invitation.store_id)).all()
        assert [(one.store_id, one.email, one.role) for one in invited] == [
            (first.store_id, "grace@example.com", "operator"),
            (second.store_id, "grace@example.com", "owner"),
        ]
        assert all(one.is_expired for one in invited), "each store makes a new link"
        assert db.session.scalars(select(OneTimeLink)).all() == []
        db.session.remove()
        client = app.test_client()
        assert client.get("/invitation/old").status_code == 404
        link = invitations.new_link(db.session.get_one(Invitation, 1), "owner@example.com")
        db.session.commit()
        assert "grace@example.com" in client.get(f"/invitation/{link}").text
        db.session.remove()
        db.engine.dispose()
    app.extensions["redis"].close()


def test_orders_get_their_number_state_and_skus_as_they_are_compared_now(tmp_path: Path, redis_server: str) -> None:
    app = create_app(load({"INSTANCE_DIR": str(tmp_path), "REDIS_URL": redis_server}))
    schema.upgrade(app)
    with app.app_context():
        desk = Desk.open(app)
        item = {"name": "Mug", "code": "MUG\u2011BLUE", "price": 10, "quantity": 1}
        order_id = desk.order("#1001", order_items=[item], shipping_total=0, refund_total=10).id
        for code, name in (("MUG-BLUE", "first"), ("MUG\u2011BLUE", "second"), ("POSTER\u2011A2", "third")):
            db.session.add(
                InventoryItem(store_id=desk.store_id, code=code, code_key=code.casefold(), name=name)  # as it was
            )
        db.session.commit()
        db.session.remove()
        flask_migrate.downgrade(revision="0008")
        db.session.execute(text("UPDATE order_items SET code_key = :key"), {"key": "mug\u2011blue"})
        db.session.commit()
        db.session.remove()
        flask_migrate.upgrade()
        order = db.session.get_one(Order, order_id)
        assert (order.number_key, order.source_state, order.items[0].code_key) == ("1001", "refunded", "mug-blue")
        found = db.session.scalars(select(InventoryItem.code_key).order_by(InventoryItem.id)).all()
        assert found == ["mug-blue", "mug\u2011blue", "poster-a2"], "two products never become one"
        db.session.remove()
        db.engine.dispose()
    app.extensions["redis"].close()
