"""What shops call an order's state, in the languages of their exports, and what that is in Order Desk's words.

The one list for files, the API and programs.
"""

import re
import unicodedata
from typing import NamedTuple

from zoho_app.orders.input import text as texts

PAID, PENDING, AUTHORIZED, APPROVED = "Captured", "Pending", "Authorized", "Approved"
REFUNDED, PARTLY, VOIDED, REJECTED = "Fully Refunded", "Partially Refunded", "Voided", "Rejected"
CANCELED, TEST, DRAFT, REFUND, FAILED = "canceled", "test", "draft", "refunded", "failed"
ON_HOLD, SHIPPED = "on-hold", "shipped"
_SIGNS = re.compile(r"[\W_]+")


class Said(NamedTuple):
    """One word for a state: a payment status of Order Desk's API ("" where it says nothing), and `source_status`."""

    payment_status: str
    source_status: str = ""


# Meaning -> words in English, German, French, Spanish, Italian, Dutch and Portuguese, as `_key` makes them.
_WORDS: dict[Said, str] = {
    Said(PAID): (
        "captured, paid, payment, completed, complete, processing, processing in progress, settled, succeeded, "
        "success, payment accepted, payment received, fully paid, invoiced, manual verification, awaiting "
        "fulfillment, awaiting shipment, unshipped, partially fulfilled, bezahlt, in bearbeitung, abgeschlossen, "
        "fertiggestellt, zahlung eingegangen, payé, payée, terminé, terminée, en cours, en cours de préparation, "
        "paiement accepté, vérifié, pagado, pagada, completado, completada, procesando, pago aceptado, pagato, "
        "completato, in lavorazione, betaald, afgerond, in behandeling, pago, concluído, processando, payment "
        "complete, payment captured, paid in full, invoice paid, overpaid, purchased, ready for shipment, ready to "
        "ship, unfulfilled, manual verification required, voll bezahlt, zahlung erhalten, zahlung erfolgt, wird "
        "bearbeitet, versandbereit, teilweise versandt, teilweise versendet, en traitement, en cours de traitement, "
        "préparation en cours, paiement reçu, en proceso, pago recibido, en preparación, preparación en curso"
    ),
    Said(PENDING): (
        "pending, awaiting payment, pending payment, payment pending, unpaid, not paid, open, new, due, overdue, "
        "invoice sent, awaiting check payment, awaiting bank wire payment, partially paid, partly paid, ausstehend, "
        "unbezahlt, offen, neu, zahlung ausstehend, en attente paiement, en attente de paiement, en attente du "
        "paiement, attente paiement, impayé, nouveau, pendiente, pendiente de pago, nuevo, in attesa, in attesa di "
        "pagamento, in afwachting, wachtend op betaling, pendente, aguardando pagamento, waiting for payment, "
        "pending capture, pending availability, backordered, backorder, nicht bezahlt, teilzahlung, zahlung offen, "
        "warten auf zahlung, wartet auf zahlung, teilweise bezahlt, attente de paiement, partiellement payé, "
        "partiellement payée, a la espera de pago, en espera de pago, parcialmente pagado, pago parcial"
    ),
    # "En attente" is WooCommerce's French for on hold; an order that waits for its payment is "attente paiement".
    Said(PENDING, ON_HOLD): (
        "on hold, hold, holded, payment review, suspected fraud, fraud, wartend, in wartestellung, en attente, en "
        "espera, en suspens, in sospeso, in de wacht, pending review, under review, in prüfung"
    ),
    Said(AUTHORIZED): (
        "authorized, authorised, authorization, autorisiert, autorisé, autorisée, autorizado, autorizzato, "
        "geautoriseerd, preauthorized, pre authorized, vorautorisiert"
    ),
    Said(APPROVED): (
        "approved, accepted, confirmed, genehmigt, bestätigt, approuvé, confirmé, aprobado, confirmado, confirmada, "
        "approvato, goedgekeurd, aprovado"
    ),
    Said(REFUNDED, REFUND): (
        "refunded, fully refunded, full refund, refund, returned, chargeback, charged back, shipped - returned to "
        "seller, erstattet, rückerstattet, zurückerstattet, voll erstattet, remboursé, remboursée, reembolsado, "
        "reembolsada, rimborsato, terugbetaald, refund completed, reversed, charge back, zurückgezahlt, devuelto, "
        "devuelta, return, credit note, credit memo, retoure, retourniert, gutschrift, avoir, estornado"
    ),
    Said(PARTLY): (
        "partially refunded, partly refunded, partial refund, teilweise erstattet, teilerstattet, partiellement "
        "remboursé, partiellement remboursée, remboursement partiel, parcialmente reembolsado, rimborsato "
        "parzialmente, parzialmente rimborsato, gedeeltelijk terugbetaald, partial refunded, partially returned, "
        "teilweise rückerstattet, teilerstattung, reembolsado parcialmente, reembolso parcial"
    ),
    Said(VOIDED): ("voided, void, nichtig, expired, abgelaufen, expiré, caducado, scaduto, verlopen, expirado"),
    Said(VOIDED, CANCELED): (
        "canceled, cancelled, cancel, cancellation, abandoned, storniert, abgebrochen, annulliert, annulé, annulée, "
        "cancelado, cancelada, anulado, anulada, annullato, geannuleerd, trash, deleted, storno, gelöscht, "
        "unfulfillable, removed"
    ),
    Said(REJECTED, FAILED): (
        "rejected, failed, declined, denied, disputed, payment error, fehlgeschlagen, abgelehnt, échoué, échouée, "
        "échec, refusé, erreur de paiement, fallido, fallida, rechazado, fallito, rifiutato, mislukt, falhado, "
        "recusado, echoué, refusée"
    ),
    Said("", TEST): (
        "test, test order, testbestellung, commande test, pedido de prueba, ordine di prova, test mode, testmode, "
        "sandbox, bogus, commande de test"
    ),
    Said(PENDING, DRAFT): (
        "draft, checkout draft, auto draft, incomplete, quote, entwurf, angebot, brouillon, devis, borrador, "
        "presupuesto, bozza, concept, rascunho"
    ),
    Said("", SHIPPED): (
        "shipped, fulfilled, delivered, dispatched, sent, closed, archived, awaiting pickup, ready for pickup, "
        "picked up, partially shipped, shipped - delivered to buyer, shipped - picked up, shipped - out for "
        "delivery, versandt, versendet, zugestellt, geliefert, expédié, expédiée, livré, livrée, enviado, enviada, "
        "entregado, spedito, consegnato, verzonden, geleverd, in transit, verschickt, entregada"
    ),
}
# Where a phrase is not known as a whole, how a word of it begins says what keeps an order back.
_BEGINNINGS: dict[Said, str] = {
    Said("", TEST): "test",
    Said(PENDING, DRAFT): "draft, entwurf, brouillon, borrador",
    Said(REFUNDED, REFUND): "refund, chargeback, erstatt, rückerstatt, zurückerstatt, rembours, reembols, "
    "rimbors, terugbetaal, returned, retourn",
    Said(VOIDED, CANCELED): "cancel, storn, annul, anulad, anulac, geannul, abgebroch",
    Said(VOIDED): "void",
    Said(REJECTED, FAILED): "fail, declin, reject, denied, fehlgeschlag, abgelehnt, échou, rechazad",
}
# With one of these a phrase may say the contrary, or speak of a part of the order; and what may have been refused.
_DOUBTS = (
    "not, no, non, never, nicht, kein, keine, pas, sin, without, before, withdrawn, partial, partially, partly, "
    "partiell, teilweise, teil, partiellement, partiel, parcial, parcialmente, parzialmente, gedeeltelijk"
)
_REQUESTS = (
    "refund, return, cancel, cancellation, storno, stornierung, erstattung, rückerstattung, annulation, "
    "remboursement, cancelación, reembolso"
)


def _key(word: str) -> str:
    """A word as it is compared: without case, accents, blanks and punctuation, and without WooCommerce's "wc-"."""
    plain = unicodedata.normalize("NFKD", texts.comparable(texts.plain(word)).removeprefix("wc-"))
    return _SIGNS.sub("", "".join(one for one in plain if not unicodedata.combining(one)))


def _keys(words: str) -> frozenset[str]:
    return frozenset(map(_key, words.split(",")))


SAID = {key: said for said, words in _WORDS.items() for key in _keys(words)}
_YES = _keys("1, true, yes, y, x, on, ja, oui, si, wahr, vrai, verdadero, test")
_NO = _keys("0, false, no, n, off, nein, non, falsch, faux, falso")


BEGINNINGS = {_key(sign): said for said, signs in _BEGINNINGS.items() for sign in signs.split(",")}
DOUBTS, REQUESTS = _keys(_DOUBTS), _keys(_REQUESTS)


def read(word: str) -> Said | None:
    """What a shop's word for a state means, ignoring case, accents and punctuation; None for a word not known.

    Of a longer phrase one word is enough that keeps an order back, as in "Cancelled by the seller".
    """
    return SAID.get(_key(word)) or _in_phrase(list(filter(None, map(_key, _SIGNS.split(texts.plain(word))))))


def is_known(word: str) -> bool:
    """Whether the word is known as a whole."""
    return _key(word) in SAID


def _in_phrase(words: list[str]) -> Said | None:
    if not DOUBTS.isdisjoint(words):
        return None
    found = [said for word in words for sign, said in BEGINNINGS.items() if word.startswith(sign)]
    is_refused = any(said.payment_status == REJECTED for said in found)
    if is_refused and not REQUESTS.isdisjoint(words):  # "Refund declined"
        return None
    return next(iter(found), None)


def is_yes(word: str) -> bool:
    """Whether a cell or field such as "Test" says yes."""
    return _key(word) in _YES


def is_no(word: str) -> bool:
    """Whether a cell or field says no in so many words."""
    return _key(word) in _NO
