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
        "completato, in lavorazione, betaald, afgerond, in behandeling, pago, concluído, processando"
    ),
    Said(PENDING): (
        "pending, awaiting payment, pending payment, payment pending, unpaid, not paid, open, new, due, overdue, "
        "invoice sent, awaiting check payment, awaiting bank wire payment, partially paid, partly paid, ausstehend, "
        "unbezahlt, offen, neu, zahlung ausstehend, en attente paiement, en attente de paiement, en attente du "
        "paiement, attente paiement, impayé, nouveau, pendiente, pendiente de pago, nuevo, in attesa, in attesa di "
        "pagamento, in afwachting, wachtend op betaling, pendente, aguardando pagamento"
    ),
    # "En attente" is WooCommerce's French for on hold; an order that waits for its payment is "attente paiement".
    Said(PENDING, ON_HOLD): (
        "on hold, hold, holded, payment review, suspected fraud, fraud, wartend, in wartestellung, en attente, en "
        "espera, en suspens, in sospeso, in de wacht"
    ),
    Said(AUTHORIZED): (
        "authorized, authorised, authorization, autorisiert, autorisé, autorisée, autorizado, autorizzato, "
        "geautoriseerd"
    ),
    Said(APPROVED): (
        "approved, accepted, confirmed, genehmigt, bestätigt, approuvé, confirmé, aprobado, confirmado, confirmada, "
        "approvato, goedgekeurd, aprovado"
    ),
    Said(REFUNDED, REFUND): (
        "refunded, fully refunded, full refund, refund, returned, chargeback, charged back, shipped - returned to "
        "seller, erstattet, rückerstattet, zurückerstattet, voll erstattet, remboursé, remboursée, reembolsado, "
        "reembolsada, rimborsato, terugbetaald"
    ),
    Said(PARTLY): (
        "partially refunded, partly refunded, partial refund, teilweise erstattet, teilerstattet, partiellement "
        "remboursé, partiellement remboursée, remboursement partiel, parcialmente reembolsado, rimborsato "
        "parzialmente, parzialmente rimborsato, gedeeltelijk terugbetaald"
    ),
    Said(VOIDED): ("voided, void, nichtig, expired, abgelaufen, expiré, caducado, scaduto, verlopen, expirado"),
    Said(VOIDED, CANCELED): (
        "canceled, cancelled, cancel, cancellation, abandoned, storniert, abgebrochen, annulliert, annulé, annulée, "
        "cancelado, cancelada, anulado, anulada, annullato, geannuleerd, trash, deleted"
    ),
    Said(REJECTED, FAILED): (
        "rejected, failed, declined, denied, disputed, payment error, fehlgeschlagen, abgelehnt, échoué, échouée, "
        "échec, refusé, erreur de paiement, fallido, fallida, rechazado, fallito, rifiutato, mislukt, falhado, "
        "recusado"
    ),
    Said("", TEST): ("test, test order, testbestellung, commande test, pedido de prueba, ordine di prova"),
    Said(PENDING, DRAFT): (
        "draft, checkout draft, auto draft, incomplete, quote, entwurf, angebot, brouillon, devis, borrador, "
        "presupuesto, bozza, concept, rascunho"
    ),
    Said("", SHIPPED): (
        "shipped, fulfilled, delivered, dispatched, sent, closed, archived, awaiting pickup, ready for pickup, "
        "picked up, partially shipped, shipped - delivered to buyer, shipped - picked up, "
        "shipped - out for delivery, versandt, versendet, zugestellt, geliefert, expédié, expédiée, livré, livrée, "
        "enviado, enviada, entregado, spedito, consegnato, verzonden, geleverd"
    ),
}


def _key(word: str) -> str:
    """A word as it is compared: without case, accents, blanks and punctuation, and without WooCommerce's "wc-"."""
    plain = unicodedata.normalize("NFKD", texts.comparable(word).removeprefix("wc-"))
    return _SIGNS.sub("", "".join(one for one in plain if not unicodedata.combining(one)))


def _keys(words: str) -> frozenset[str]:
    return frozenset(map(_key, words.split(",")))


SAID = {key: said for said, words in _WORDS.items() for key in _keys(words)}
_YES = _keys("1, true, yes, y, x, on, ja, oui, si, wahr, vrai, verdadero, test")
_NO = _keys("0, false, no, n, off, nein, non, falsch, faux, falso")


def read(word: str) -> Said | None:
    """What a shop's word for a state means, ignoring case, accents and punctuation; None for a word not known."""
    return SAID.get(_key(word))


def is_yes(word: str) -> bool:
    """Whether a cell or field such as "Test" says yes."""
    return _key(word) in _YES


def is_no(word: str) -> bool:
    """Whether a cell or field says no in so many words."""
    return _key(word) in _NO
