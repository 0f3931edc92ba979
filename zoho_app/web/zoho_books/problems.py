"""Why a store could not be connected: one plain page a cause, with what to do and the button for it."""

from dataclasses import dataclass

from flask import current_app, g, render_template

from zoho_app.zoho_books.api import accounts_server, data_centers

Page = tuple[str, int]


@dataclass(frozen=True)
class Problem:
    """`steps` is what to do; the page ends with the button "Connect to Zoho Books" where a store is known."""

    title: str
    words: str
    steps: tuple[str, ...]
    status: int = 400


PROBLEMS = {
    "data_center": Problem(
        "Choose a data center region",
        "The region that was sent is not in the list.",
        ("Choose the region in which your Zoho account is kept.",),
    ),
    "client_missing": Problem(
        "Bookdesk is not registered at Zoho yet",
        "To reach the real Zoho, this installation needs a client id and a client secret of its own.",
        (
            "In Zoho's API console (api-console.zoho.com) add a “Server-based Application”.",
            "As the authorized redirect URI, register exactly: {redirect_address}",
            "Set ZOHO_CLIENT_ID and ZOHO_CLIENT_SECRET to what Zoho shows, and start Bookdesk again.",
        ),
    ),
    "address": Problem(
        "Open Bookdesk under its public address",
        "Zoho sends people back to {public_url}, but you are using Bookdesk under another address.",
        (
            "Open {public_url} and sign in there, then connect.",
            "If that address is wrong, set PUBLIC_URL to the one people use, and start Bookdesk again.",
        ),
    ),
    "state": Problem(
        "This connection was not begun here, or too long ago",
        "Nothing was connected. Bookdesk takes an answer from Zoho once, within ten minutes, in the browser "
        "in which “Connect to Zoho Books” was pressed.",
        (
            "Open the store, then Manage Integrations, Zoho Books, and connect again.",
            "Use the address {public_url} for Bookdesk, and allow its cookies.",
        ),
    ),
    "refused": Problem(
        "Zoho was not allowed to connect",
        "Consent was refused on Zoho's page, so nothing was connected.",
        ("Connect again and press Accept on Zoho's page.",),
    ),
    accounts_server.CODE: Problem(
        "Zoho's answer was too old",
        "The code that Zoho gave works once, for about a minute; it had been used, or the minute was over.",
        ("Connect again. You may have to press Accept once more.",),
    ),
    accounts_server.NO_REFRESH_TOKEN: Problem(
        "Zoho gave no lasting access",
        "Zoho left out the refresh token, without which Bookdesk would lose access within the hour.",
        (
            "In Zoho, under My Account, Security, Connected Apps, remove Bookdesk.",
            "Connect again and press Accept.",
        ),
    ),
    "no_organization": Problem(
        "There is no active organization",
        "The person who pressed Accept belongs to no active organization in Zoho Books of this region.",
        (
            "Sign in to Zoho as somebody who belongs to the organization, or create one in Zoho Books.",
            "Check the data center region: an organization exists in one region only.",
        ),
    ),
    accounts_server.CLIENT: Problem(
        "Zoho does not know Bookdesk in this region",
        "Zoho refused this installation's client id, client secret or redirect address.",
        (
            "Choose the region in which your Zoho account is kept.",
            "In Zoho's API console, switch on multi-DC for this region, or register Bookdesk there.",
            "Check ZOHO_CLIENT_ID and ZOHO_CLIENT_SECRET, and that the redirect URI is exactly: {redirect_address}",
        ),
    ),
    accounts_server.REGION: Problem(
        "The answer came from an unexpected place",
        "Zoho's answer named a server that is not the one of a known data center, so nothing was sent there.",
        ("Choose the region in which your Zoho account is kept, and connect again.",),
    ),
    accounts_server.THROTTLED: Problem(
        "Zoho asks to wait",
        "Access was asked for too often within a short time.",
        ("Wait ten minutes, then connect again.",),
        503,
    ),
    accounts_server.UNREACHABLE: Problem(
        "Zoho could not be reached",
        "Zoho did not answer in time, so nothing was connected.",
        ("Try again in a few minutes.", "Check that this computer can reach {accounts}."),
        503,
    ),
    accounts_server.ANSWER: Problem(
        "Zoho gave an answer that makes no sense",
        "Instead of access, Zoho sent something that Bookdesk can't read, so nothing was connected.",
        ("Try again in a few minutes.", "If it stays so, look at Zoho's status page: status.zoho.com."),
        502,
    ),
}


def show(cause: str, store_id: int | None = None, center_key: str = "") -> Page:
    """Return the page of a cause; with a store, which `g.store` then is, it has the button to try again."""
    problem = PROBLEMS[cause]
    center = data_centers.get(center_key)
    facts = {
        "redirect_address": accounts_server.redirect_address(),
        "public_url": current_app.config["PUBLIC_URL"],
        "accounts": center.accounts if center else "Zoho",
    }
    page = render_template(
        "zoho_books/problem.html",
        title=problem.title,
        words=problem.words.format(**facts),
        steps=[step.format(**facts) for step in problem.steps],
        store=g.store if store_id else None,
        centers=data_centers.available(),
        wanted_center=center_key,
    )
    return page, problem.status
