"""The one way in which calls leave for shops: to the shop's own host alone, guarded and short."""

from typing import Any

from flask import current_app

from zoho_app import outgoing
from zoho_app.channels.shops.problems import ACCESS, OutcomeUnknown, PersonNeeded, ShopDown
from zoho_app.deliveries import addresses
from zoho_app.deliveries.addresses import AddressRefused, NotReached
from zoho_app.outgoing import Answer, Broken, Limits, NoAnswer, NotSent

TOTAL_SECONDS = 25.0
MOST_BYTES = 10 * 1024 * 1024
_OWN_HEADERS = {"User-Agent": "Bookdesk", "Accept-Encoding": "identity"}


def send(
    method: str,
    url: str,
    *,
    sandbox: str = "",
    headers: dict[str, str] | None = None,
    total_seconds: float = TOTAL_SECONDS,
    most_bytes: int = MOST_BYTES,
    **arguments: Any,
) -> Answer:
    """Make one call and return the answer whatever its status; redirects are answers, not followed.

    A shop's host is looked up once and checked, and the call goes to the very number that was checked. `sandbox` is
    the address of the pretend shop on this machine: what begins with it goes there unchecked.

    Raises ShopDown when certainly nothing arrived, OutcomeUnknown when the call may have arrived, PersonNeeded for an
    address that is forbidden.
    """
    limits = Limits(total_seconds, most_bytes, ips=() if is_in(sandbox, url) else _numbers(url))
    try:
        return outgoing.send(method, url, limits, headers={**_OWN_HEADERS, **(headers or {})}, **arguments)
    except NotSent as error:
        raise ShopDown(f"The shop could not be reached: {_why(error)}.") from error
    except Broken as error:
        raise OutcomeUnknown(f"The shop's answer broke off: {_why(error)}.") from error


def is_in(sandbox: str, url: str) -> bool:
    """Whether the address is the pretend shop's own."""
    return bool(sandbox) and url.startswith(f"{sandbox}/")


def sandbox_url(name: str) -> str:
    """Where the pretend shop listens that the setting `name` gives; "" where none runs."""
    return str(current_app.config.get(name, "")).rstrip("/")


def _numbers(url: str) -> tuple[str, ...]:
    try:
        return addresses.resolve(url).ips
    except AddressRefused as refusal:
        raise PersonNeeded(ACCESS, str(refusal)) from refusal
    except NotReached as error:
        raise ShopDown(str(error)) from error


def _why(error: NoAnswer) -> str:
    return "it took too long" if error.is_too_late else type(error.root).__name__
