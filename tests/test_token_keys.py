"""A database and the keys that open its secrets belong together; the start says so when they don't."""

import pytest
from cryptography.fernet import Fernet

from harness.desk import Desk
from zoho_app.channels import postings
from zoho_app.config import ConfigError
from zoho_app.extensions import db
from zoho_app.processes import database


def test_the_keys_it_was_written_with_start_the_server(desk: Desk) -> None:
    db.session.remove()
    database.prepare(desk.app)
    desk.app.config["TOKEN_KEYS"] = (Fernet.generate_key().decode(), *desk.app.config["TOKEN_KEYS"])
    database.prepare(desk.app)


def test_other_keys_stop_the_start_in_one_line(desk: Desk) -> None:
    postings.get(desk.store_id)  # has a secret
    db.session.commit()
    db.session.remove()
    desk.app.config["TOKEN_KEYS"] = (Fernet.generate_key().decode(),)
    with pytest.raises(ConfigError, match="^TOKEN_KEYS: none of the keys decrypts the secrets in the database"):
        database.prepare(desk.app)
