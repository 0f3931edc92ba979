"""The commands of `flask --app app ...`: stores, users, the set-up link, and the upkeep of the database."""

import json
import sys
from typing import NoReturn

import click
from flask import Flask, current_app, url_for
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import Table, select

from zoho_app import schema
from zoho_app.accounts import api_keys, audit, credentials, one_time_links, people
from zoho_app.accounts.models import ROLES, Store
from zoho_app.accounts.stores import BadStore
from zoho_app.actors import COMMAND_LINE
from zoho_app.columns import Secret
from zoho_app.extensions import db
from zoho_app.orders.open_store import open_store


def init_app(app: Flask) -> None:
    """Register the commands, those of Flask-Migrate (`flask db ...`) among them."""
    schema.init_app(app)
    for command in (store, user, set_up_link, migrate, rotate_token_keys):
        app.cli.add_command(command)


store = AppGroup("store", help="Stores of this installation.")
user = AppGroup("user", help="People who sign in.")


@store.command("create")
@click.argument("name")
@click.option("--currency", default="USD", show_default=True, help="Three letters of ISO 4217.")
@click.option("--time-zone", default="UTC", show_default=True, help="Such as Europe/Berlin.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def create_store(name: str, currency: str, time_zone: str, as_json: bool) -> None:
    """Create a store with its folders, and print its id and API key."""
    _need_tables()
    try:
        created = open_store(name, currency, time_zone)
    except BadStore as error:
        _stop(str(error))
    audit.note(created.id, COMMAND_LINE, "Store created")
    _, key = api_keys.new(created.id, api_keys.DEFAULT_NAME, api_keys.FULL, COMMAND_LINE)
    db.session.commit()
    if as_json:
        click.echo(json.dumps({"store_id": created.id, "api_key": key}))
    else:
        click.echo(f"Store {created.id} created. API key: {key}")


@user.command("create")
@click.option("--email", required=True)
@click.option("--role", required=True, type=click.Choice(ROLES[::-1]))
@click.option("--store", "store_id", required=True, type=int, help="The store's id.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create_user(email: str, role: str, store_id: int, password_stdin: bool) -> None:
    """Create a user in a store, or add an existing user to one more store."""
    _need_tables()
    target = db.session.get(Store, store_id)
    if target is None:
        _stop(f"There is no store {store_id}.")
    try:
        person = people.find(email) or credentials.create_user(email, _password(password_stdin))
        people.add(target, person, role, COMMAND_LINE)
    except people.Refused as error:
        _stop(str(error))
    db.session.commit()
    click.echo(f"{person.email} is {role} of store {store_id}.")


@user.command("password")
@click.option("--email", required=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def change_password(email: str, password_stdin: bool) -> None:
    """Give a user a new password and sign them out everywhere."""
    _need_tables()
    person = people.find(email)
    if person is None:
        _stop(f"There is no user {email}.")
    try:
        credentials.set_password(person, _password(password_stdin))
    except people.Refused as error:
        _stop(str(error))
    audit.note(None, COMMAND_LINE, f"The password of {person.email} was changed")
    db.session.commit()
    click.echo(f"The password of {person.email} was changed.")


@user.command("unlock")
@click.option("--email", required=True)
def unlock(email: str) -> None:
    """Print a one-time link that lets a user sign in without waiting while others guess their password."""
    _need_tables()
    person = people.find(email)
    if person is None:
        _stop(f"There is no user {email}.")
    token = one_time_links.new_unlock_link(person)
    audit.note(None, COMMAND_LINE, f"A link past wrong passwords was made for {person.email}")
    db.session.commit()
    with current_app.test_request_context():
        click.echo(current_app.config["PUBLIC_URL"] + url_for("unlock.unlock", token=token))


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        _stop("Give the password with --password-stdin.")
    return click.prompt("Password", hide_input=True, confirmation_prompt=True)


@click.command("set-up-link")
@with_appcontext
def set_up_link() -> None:
    """Print a one-time link that makes the first store and its owner."""
    _need_tables()
    try:
        token = one_time_links.new_set_up_link()
    except one_time_links.AlreadySetUp as error:
        _stop(str(error))
    db.session.commit()
    with current_app.test_request_context():
        click.echo(current_app.config["PUBLIC_URL"] + url_for("set_up.set_up", token=token))


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the state this version needs."""
    schema.upgrade(current_app)
    click.echo("The database is up to date.")


@click.command("rotate-token-keys")
@with_appcontext
def rotate_token_keys() -> None:
    """Encrypt every kept secret again under the first of TOKEN_KEYS, so that older keys can be dropped."""
    _need_tables()
    count = sum(_encrypt_again(table) for table in db.metadata.sorted_tables)
    db.session.commit()
    click.echo(f"{count} secrets encrypted under the first key.")


def _encrypt_again(table: Table) -> int:
    """Write each secret of a table anew, by itself, so that nothing else of the row is touched."""
    secrets = [column for column in table.columns if isinstance(column.type, Secret)]
    count = 0
    for column in secrets:
        keys = list(table.primary_key.columns)
        for row in db.session.execute(select(*keys, column).where(column.is_not(None))).all():
            matching = [key == value for key, value in zip(keys, row, strict=False)]
            db.session.execute(table.update().where(*matching).values({column: row[-1]}))
            count += 1
    return count


def _need_tables() -> None:
    """End the command when it would find no tables, or those of an older version."""
    if not schema.is_up_to_date():
        _stop("The database is not up to date; run `flask --app app migrate` first.")


def _stop(words: str) -> NoReturn:
    """End the command with one line on standard error and exit code 1."""
    db.session.rollback()
    raise click.ClickException(words)
