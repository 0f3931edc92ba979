"""What shops call an order's state, in the languages of their exports, and what that is in Order Desk's words."""

import re
from typing import NamedTuple

from zoho_app.orders.input import text as texts

PAID, PENDING, AUTHORIZED, APPROVED = "Captured", "Pending", "Authorized", "Approved"
REFUNDED, PARTLY, VOIDED, REJECTED = "Fully Refunded", "Partially Refunded", "Voided", "Rejected"
CANCELED, TEST, DRAFT, ON_HOLD, SHIPPED = "canceled", "test", "draft", "on-hold", "shipped"
SEPARATORS = re.compile(r"[\s_\-/.]+")


class Said(NamedTuple):
    """One word for a state: a payment status of Order Desk's API ("" where it says nothing), and `source_status`."""

    payment_status: str
    source_status: str = ""


# Meaning -> words in English, German, French, Spanish, Italian, Dutch and Portuguese, as `_key` makes them.
_WORDS: dict[Said, str] = {
    Said(PAID): "captured, paid, completed, complete, processing, settled, succeeded, success, payment accepted, "
    "payment received, fully paid, bezahlt, in bearbeitung, abgeschlossen, fertiggestellt, payé, payée, terminé, "
    "terminée, en cours, paiement accepté, pagado, pagada, completado, completada, procesando, pago aceptado, "
    "pagato, completato, in lavorazione, betaald, afgerond, in behandeling, pago, concluído, processando",
    Said(PENDING): "pending, awaiting payment, pending payment, payment pending, unpaid, not paid, open, "
    "awaiting check payment, partially paid, partly paid, ausstehend, unbezahlt, offen, zahlung ausstehend, "
    "en attente, en attente paiement, attente paiement, impayé, pendiente, pendiente de pago, in attesa, "
    "in attesa di pagamento, in afwachting, wachtend op betaling, pendente, aguardando pagamento",
    Said(
        PENDING, ON_HOLD
    ): "on hold, hold, wartend, in wartestellung, en espera, en suspens, in sospeso, in de wacht",
    Said(AUTHORIZED): "authorized, authorised, authorization, autorisiert, autorisé, autorisée, autorizado, "
    "autorizzato, geautoriseerd",
    Said(APPROVED): "approved, genehmigt, approuvé, aprobado, approvato, goedgekeurd, aprovado",
    Said(REFUNDED, "refunded"): "refunded, fully refunded, full refund, erstattet, rückerstattet, zurückerstattet, "
    "voll erstattet, remboursé, remboursée, reembolsado, reembolsada, rimborsato, terugbetaald",
    Said(PARTLY): "partially refunded, partly refunded, partial refund, teilweise erstattet, teilerstattet, "
    "partiellement remboursé, partiellement remboursée, remboursement partiel, parcialmente reembolsado, "
    "rimborsato parzialmente, parzialmente rimborsato, gedeeltelijk terugbetaald",
    Said(VOIDED): "voided, void, expired, abgelaufen, expiré, caducado, scaduto, verlopen, expirado",
    Said(VOIDED, CANCELED): "canceled, cancelled, cancel, storniert, abgebrochen, annulliert, annulé, annulée, "
    "cancelado, cancelada, anulado, anulada, annullato, geannuleerd, trash, deleted",
    Said(REJECTED): "rejected, failed, declined, denied, payment error, fehlgeschlagen, abgelehnt, échoué, échouée, "
    "échec, refusé, erreur de paiement, fallido, rechazado, fallito, rifiutato, mislukt, falhado, recusado",
    Said("", TEST): "test, test order, testbestellung, commande test, pedido de prueba, ordine di prova",
    Said(PENDING, DRAFT): "draft, checkout draft, auto draft, quote, entwurf, brouillon, borrador, bozza, concept, "
    "rascunho",
    Said("", SHIPPED): "shipped, fulfilled, delivered, dispatched, versandt, versendet, zugestellt, geliefert, "
    "expédié, expédiée, livré, livrée, enviado, enviada, entregado, spedito, consegnato, verzonden, geleverd",
}
NO = ("0", "false", "no", "n", "off", "nein", "non")
YES = ("1", "true", "yes", "y", "on", "ja", "oui", "si", "sí", "test")


def _key(word: str) -> str:
    return SEPARATORS.sub(" ", texts.comparable(word)).strip()


SAID = {_key(word): said for said, words in _WORDS.items() for word in words.split(",")}
PAYMENT_WORDS = {said.payment_status for said in _WORDS}


def read(word: str) -> Said | None:
    """What a shop's word for a state means, ignoring case, dashes and underscores; None for a word not known."""
    return SAID.get(_key(word))


def is_yes(word: str) -> bool:
    """Whether a cell or field such as "Test" says yes."""
    return _key(word) in YES


def is_no(word: str) -> bool:
    """Whether a field says no in so many words."""
    return _key(word) in NO
