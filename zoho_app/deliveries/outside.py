"""The one way in which messages leave for addresses that people typed: guarded and short."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass

from zoho_app import outgoing
from zoho_app.deliveries import addresses
from zoho_app.deliveries.addresses import NotReached
from zoho_app.outgoing import Limits, NoAnswer

TOTAL_SECONDS = 10.0
MAX_ANSWER_BYTES = 64 * 1024
_OWN_HEADERS = {"User-Agent": "Bookdesk", "Accept-Encoding": "identity"}


@dataclass(frozen=True)
class Answer:
    """What the receiver said: the status, its wish when to be asked again, and the first 64 KB of text."""

    status: int
    retry_after: str
    text: str


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """POST `body` to an address that a person typed, and return the answer whatever its status.

    The host is looked up once, and the connection goes to the very number that was checked, so that a name
    server can't change its mind in between; Host header and TLS name stay the host's. Redirects are answers,
    not followed. No proxy and no cookie is used. Connecting takes at most 5 seconds, everything after the look-up 10.

    Raises AddressRefused when the address is forbidden, NotReached when no status came back; the message
    may have arrived all the same.
    """
    address = addresses.resolve(url)
    limits = Limits(TOTAL_SECONDS, MAX_ANSWER_BYTES, ips=address.ips, is_status_enough=True)
    try:
        answer = outgoing.send("POST", address.url, limits, data=body, headers={**_OWN_HEADERS, **headers})
    except NoAnswer as error:
        raise NotReached(_words(error, address.host)) from error
    text = answer.body.decode("utf-8", "replace")
    return Answer(answer.status, answer.headers.get("retry-after", ""), text)


def _words(error: NoAnswer, host: str) -> str:
    root = error.root
    if error.is_too_late:
        return f"{host} did not finish its answer within {TOTAL_SECONDS:.0f} seconds."
    if isinstance(root, ssl.SSLCertVerificationError):
        return f"The certificate of {host} could not be trusted: {root.verify_message}."
    if isinstance(root, ssl.SSLError):
        return f"No secure connection to {host} could be made."
    if isinstance(root, TimeoutError):
        return f"{host} could not be reached within {outgoing.CONNECT_SECONDS} seconds."
    if isinstance(root, ConnectionRefusedError):
        return f"{host} refused the connection."
    if isinstance(root, ConnectionError):
        return f"{host} closed the connection before it answered."
    if isinstance(root, OSError):
        return f"{host} could not be reached: {root.strerror or type(root).__name__}."
    return f"{host} answered with something that is not HTTP."
