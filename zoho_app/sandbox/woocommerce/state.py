"""What one running shop holds, and how a view reaches it."""

from dataclasses import dataclass

from flask import current_app, request

from ..common.faults import Faults
from ..common.post import Post
from ..common.store import Store


@dataclass(frozen=True)
class Shop:
    store: Store
    faults: Faults
    public_url: str
    # Posts pings of webhooks and the keys of the consent page.
    send: Post

    def root_url(self) -> str:
        """Return the address callers know this shop by, without a closing slash."""
        return (self.public_url or request.url_root).rstrip("/")


def shop() -> Shop:
    found = current_app.extensions["shop"]
    assert isinstance(found, Shop)
    return found
