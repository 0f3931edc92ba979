"""What Zoho Books does not let the desk read, though the connection works: kept as a finding until it may be read."""

from collections.abc import Iterator
from contextlib import contextmanager

from zoho_app.appointments.task import Task
from zoho_app.extensions import db
from zoho_app.zoho_books.errors import Refused
from zoho_app.zoho_books.models import Connection


@contextmanager
def noted(task: Task, what: str) -> Iterator[None]:
    """Read `what` within; a refusal is kept in its words and raised on, a success takes the finding away."""
    try:
        yield
    except Refused as error:
        _keep(task, what, error.words)
        raise
    _keep(task, what, "")


def _keep(task: Task, what: str, words: str) -> None:
    with task.step():
        connection = db.session.get_one(Connection, task.store_id)
        before = connection.unreadable or {}
        after = {name: said for name, said in {**before, what: words}.items() if said}
        if after != before:
            connection.unreadable = after
