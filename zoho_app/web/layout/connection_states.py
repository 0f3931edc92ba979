"""States of the connection to Zoho Books, as (words, icon, kind), for every page that shows them."""

from zoho_app.zoho_books.models import CHOOSING, CONNECTED, DISCONNECTED, LOST

STATES = {
    CHOOSING: ("Choose an organization", "warning", "warning"),
    CONNECTED: ("Connected", "check", "success"),
    LOST: ("Connection lost", "warning", "problem"),
    DISCONNECTED: ("Disconnected", "ban", "neutral"),
}
NOT_CONNECTED = ("Not connected yet", "info", "info")
