"""Post a message to an address that people typed, and judge the answer."""

from collections.abc import Container, Mapping
from http import HTTPStatus

from zoho_app.deliveries import answers, outside
from zoho_app.deliveries.addresses import AddressRefused, NotReached
from zoho_app.deliveries.deliver import ADDRESS, GONE, NOT_ACCEPTED, NOT_REACHED, NotDelivered, Receiver

JSON = {"Content-Type": "application/json; charset=utf-8"}
SUCCESS = range(200, 300)
_GONE_WORDS = "The receiver answered 410 Gone: it no longer wants these messages."


def post(url: str, body: bytes, headers: Mapping[str, str], *secrets: str, accepted: Container[int] = SUCCESS) -> str:
    """POST the body and return the answer in words, without the `secrets`.

    Raises NotDelivered unless the answer's status is one of `accepted`.
    """
    try:
        answer = outside.post(url, body, headers)
    except AddressRefused as refusal:
        raise NotDelivered(ADDRESS, str(refusal)) from refusal
    except NotReached as trouble:
        raise NotDelivered(NOT_REACHED, str(trouble), Receiver.OUT_OF_ORDER, is_final=False) from trouble
    if answer.status in accepted:
        return f"Accepted with {answers.status_words(answer.status)}."
    if answer.status == HTTPStatus.GONE:
        raise NotDelivered(GONE, _GONE_WORDS, Receiver.WELL)
    raise NotDelivered(
        NOT_ACCEPTED,
        answers.said(answer, url, *secrets),
        Receiver.OUT_OF_ORDER if answers.is_out_of_order(answer) else Receiver.WELL,
        is_final=False,
        not_before=answers.asked_to_wait(answer.retry_after),
    )
