"""GET /health: whether Bookdesk works, for monitors. Everybody may ask, so it tells no more than that."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import monotonic
from typing import Any, TypeVar

from flask import Blueprint, current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from zoho_app import heartbeats, job_queue
from zoho_app.accounts.models import User
from zoho_app.extensions import db, only_reading
from zoho_app.heartbeats import Heartbeats
from zoho_app.http.access import PUBLIC, access

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")

bp = Blueprint("health", __name__)
PATIENCE_SECONDS = 3.0
# A database or a Redis that never answers holds up one of these threads, not the page.
_askers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="health")


@bp.get("/health")
@access(PUBLIC)
def health() -> tuple[dict[str, Any], int]:
    """200 with status "ok", or "degraded" and in `missing` what is; 503 and "down" when the database is away.

    `workers` is how many RQ workers showed a sign of life lately, `clock_last_tick` when the clock made its
    last pass (ISO 8601, UTC); both are null while Redis is away.
    """
    patient_until = monotonic() + PATIENCE_SECONDS
    asked_database, asked_redis = _ask(_read_database), _ask(_read_redis)
    has_database = _answer(asked_database, patient_until) is not None
    signs = _answer(asked_redis, patient_until)
    missing = _missing(has_database, signs)
    answer = {
        "status": "down" if not has_database else "degraded" if missing else "ok",
        "database": "ok" if has_database else "away",
        "redis": "ok" if signs else "away",
        "workers": signs and signs.workers,
        "clock_last_tick": signs and signs.last_tick and signs.last_tick.isoformat(),
        "missing": missing,
    }
    return answer, 200 if has_database else 503


def _missing(has_database: bool, signs: Heartbeats | None) -> list[str]:
    there = {
        "database": has_database,
        "redis": signs is not None,
        "workers": signs is not None and signs.workers > 0,
        "clock": signs is not None and signs.is_ticking,
    }
    return [name for name, is_there in there.items() if not is_there]


def _ask(question: Callable[[], Answer]) -> Future[Answer]:
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def ask() -> Answer:
        with app.app_context():
            return question()

    return _askers.submit(ask)


def _answer(asked: Future[Answer], patient_until: float) -> Answer | None:
    """The answer, or None when it is an error or does not come in time."""
    try:
        return asked.result(max(0.0, patient_until - monotonic()))
    except (SQLAlchemyError, TimeoutError) as error:
        asked.cancel()
        log.warning("Health: no answer (%s).", type(error).__name__)
        return None


def _read_database() -> bool:
    with only_reading():
        db.session.execute(select(User.id).limit(1))
    return True


def _read_redis() -> Heartbeats | None:
    return heartbeats.listen(job_queue.redis())
