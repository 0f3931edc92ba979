"""What shops call the state of an order, in several languages, and what it means for the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from zoho_app.orders.files.titles import loose, split

CAPTURED, PENDING, VOIDED = "Captured", "Pending", "Voided"
REFUNDED, PARTLY_REFUNDED = "Fully Refunded", "Partially Refunded"
CANCELED, TEST, DRAFT, REFUND, ON_HOLD, SHIPPED, FAILED = (
    *("canceled", "test", "draft", "refunded", "on-hold", "shipped", "failed"),
)
ZERO = Decimal(0)
# (payment status, source status) -> words; a payment status of "" says nothing about the payment.
_WORDS: dict[tuple[str, str], str] = {
    (
        CAPTURED,
        "",
    ): "Paid | Captured | Complete | Completed | Processing | Payment received | Invoiced | Bezahlt | Payé | Payée"
    " | Pagado | Pagada | In Bearbeitung | Abgeschlossen | Fertiggestellt | Terminée | Terminé | En cours"
    " | Completado | Completada | Procesando | Awaiting fulfillment | Awaiting shipment | Manual verification"
    " | Paiement accepté | Payment accepted | Zahlung eingegangen | Pago aceptado | En cours de préparation"
    " | Processing in progress | Vérifié | Settled | Succeeded | Payment | Partially fulfilled | Unshipped"
    " | Pagato | Betaald",
    ("Approved", ""): "Approved | Confirmed | Accepted | Bestätigt | Confirmé | Confirmada | Confirmado",
    ("Authorized", ""): "Authorized | Authorised | Autorisiert | Autorisé | Autorizado",
    (
        PENDING,
        "",
    ): "Pending | Unpaid | Not paid | Partially paid | Awaiting payment | Pending payment | Zahlung ausstehend"
    " | Ausstehend | Offen | Unbezahlt | En attente de paiement | Attente paiement | En attente du paiement"
    " | Pendiente de pago"
    " | Pendiente | Open | New | Neu | Nouveau | Nuevo | Impayé | Expired | Overdue | Awaiting check payment"
    " | Awaiting bank wire payment | Payment pending | Invoice sent | Due",
    (
        PENDING,
        ON_HOLD,
    ): "On hold | On-hold | Wartend | In Wartestellung | En attente | En espera | Holded | Payment review"
    " | Suspected fraud | Fraud",
    (
        CAPTURED,
        SHIPPED,
    ): "Shipped | Delivered | Sent | Fulfilled | Versendet | Versandt | Geliefert | Expédiée | Expédié | Livrée"
    " | Livré | Enviado | Entregado | Awaiting pickup | Ready for pickup | Partially shipped | Picked up"
    " | Shipped - Delivered to Buyer | Shipped - Picked Up | Shipped - Out for Delivery | Closed | Archived",
    (REFUNDED, REFUND): "Refunded | Fully refunded | Erstattet | Rückerstattet | Remboursée | Remboursé | Reembolsado"
    " | Reembolsada | Refund | Returned | Shipped - Returned to Seller | Rimborsato | Chargeback | Charged back",
    (PARTLY_REFUNDED, ""): "Partially refunded | Partly refunded | Teilweise erstattet | Teilerstattet"
    " | Partiellement remboursée | Parcialmente reembolsado | Partial refund",
    (VOIDED, ""): "Voided | Void | Nichtig",
    (
        VOIDED,
        CANCELED,
    ): "Cancelled | Canceled | Cancellation | Storniert | Abgebrochen | Annulée | Annulé | Cancelado | Cancelada"
    " | Anulado | Anulada | Trash | Deleted | Geannuleerd | Annullato | Abandoned",
    (
        "Rejected",
        FAILED,
    ): "Failed | Declined | Rejected | Denied | Fehlgeschlagen | Abgelehnt | Échouée | Échoué | Fallido"
    " | Fallida | Refusé | Payment error | Erreur de paiement | Disputed",
    (
        PENDING,
        DRAFT,
    ): "Draft | Checkout draft | checkout-draft | Entwurf | Brouillon | Borrador | Incomplete | Quote | Angebot"
    " | Devis | Presupuesto",
    (VOIDED, TEST): "Test | Test order | Testbestellung",
}
WORDS = {loose(word): meaning for meaning, words in _WORDS.items() for word in split(words)}
YES = frozenset(map(loose, split("yes | true | 1 | y | x | ja | oui | sí | si | wahr | vrai | verdadero")))
NO = frozenset(map(loose, split("no | false | 0 | n | nein | non | falsch | faux | falso")))
DOUBTS = {
    CANCELED: "It was canceled.",
    TEST: "It is a test order.",
    DRAFT: "It is a draft, not an order yet.",
    REFUND: "It was refunded.",
    FAILED: "Its payment failed.",
}
VOID_PAYMENTS = {
    VOIDED: "Its payment was voided.",
    REFUNDED: "It was refunded.",
    "Rejected": "Its payment was rejected.",
}


@dataclass(frozen=True)
class State:
    """What an order is for the desk; `doubt` says why it is not imported by itself, "" when it may be."""

    payment_status: str  # "" when the file says nothing
    source_status: str
    doubt: str


def read(texts: Mapping[str, str], refund: Decimal, total: Decimal) -> State:
    """The state that an order's columns and its refund say. `texts` has fields of the kind STATE."""
    payment, source, unknown = "", "", ""
    for key in ("status", "payment_status"):  # what is said of the payment counts more
        text = texts.get(key, "")
        if not text:
            continue
        found = WORDS.get(loose(text.removeprefix("wc-")))
        if found is None:
            unknown = unknown or text
            continue
        payment, source = found[0] or payment, _heavier(source, found[1])
    if texts.get("canceled_at") and loose(texts["canceled_at"]) not in NO:
        payment, source = payment if payment == REFUNDED else VOIDED, CANCELED
    if loose(texts.get("is_test", "")) in YES:
        source = TEST
    if refund > ZERO and payment in ("", CAPTURED, "Approved", PARTLY_REFUNDED):
        whole = refund >= total > ZERO
        payment, source = (REFUNDED, REFUND) if whole else (PARTLY_REFUNDED, source)
    return State(payment, source, _doubt(payment, source, unknown))


def _heavier(before: str, found: str) -> str:
    """Of two states the one that keeps an order back."""
    return before if before in DOUBTS and found not in DOUBTS else found or before


def _doubt(payment: str, source: str, unknown: str) -> str:
    if source in DOUBTS:
        return DOUBTS[source]
    if payment in VOID_PAYMENTS:
        return VOID_PAYMENTS[payment]
    return f"Nobody knows what its status “{unknown[:60]}” means." if unknown else ""


def is_known(text: str) -> bool:
    """Whether a cell says a state that is known."""
    return loose(text.removeprefix("wc-")) in WORDS


def voids_line(text: str) -> bool:
    """Whether a line in this state was canceled."""
    return WORDS.get(loose(text), ("", ""))[1] == CANCELED
