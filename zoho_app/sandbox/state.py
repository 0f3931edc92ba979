"""What one running sandbox holds, and how a view reaches it."""

from dataclasses import dataclass

from flask import current_app, g, request

from .common import ledger
from .common.faults import Faults
from .common.store import Store
from .limits import Limits

DEFAULT_TOKEN_LIFETIME = 3600


@dataclass(frozen=True)
class Sandbox:
    store: Store
    limits: Limits
    faults: Faults
    client_id: str
    client_secret: str
    public_url: str

    def root_url(self) -> str:
        """Return the address callers know this sandbox by, without a closing slash."""
        return (self.public_url or request.url_root).rstrip("/")


def sandbox() -> Sandbox:
    found = current_app.extensions["sandbox"]
    assert isinstance(found, Sandbox)
    return found


def note_change(action: str, kind: str, record_id: str) -> None:
    """Write a change into the ledger, in the very transaction that makes it."""
    ledger.note_change(sandbox().store, action, kind, record_id)


def organization_id() -> str:
    """Return the organization that this request was let in for."""
    return str(g.organization["id"])
