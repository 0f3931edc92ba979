"""What all models share: UTC times, exact money, secrets encrypted at rest, indexes of some of the rows."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from flask import current_app
from sqlalchemy import BigInteger, DateTime, Dialect, Index, LargeBinary
from sqlalchemy.types import TypeDecorator

MONEY_SCALE = Decimal(10_000)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime on every database; SQLite itself forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone can't be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value and value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


class Money(TypeDecorator[Decimal]):
    """A Decimal kept as whole ten-thousandths: exact and sortable on SQLite and PostgreSQL alike."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        return None if value is None else int((Decimal(value) * MONEY_SCALE).to_integral_value())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else (Decimal(value) / MONEY_SCALE).quantize(Decimal("0.0001"))


class Secret(TypeDecorator[str]):
    """Text that is encrypted in the database under the first of TOKEN_KEYS; older keys still open it."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        return None if value is None else _cipher().encrypt(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        return None if value is None else _cipher().decrypt(bytes(value)).decode()


class SecretJson(Secret):
    """A value as JSON has them, encrypted in the same way."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return super().process_bind_param(json.dumps(value), dialect)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        text = super().process_result_value(value, dialect)
        return None if text is None else json.loads(text)


def partial_index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of the rows for which `where`, an SQL expression, is true; migrations/env.py tells Alembic.

    SQLAlchemy's own words for it would load the drivers of all databases into every process, two megabytes.
    """
    return Index(name, *columns, unique=unique, info={"where": where})


def _cipher() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in current_app.config["TOKEN_KEYS"]])
