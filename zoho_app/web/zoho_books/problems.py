"""Why a store could not be connected: one plain page a cause, with what to do and the button for it."""

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, g, render_template

from zoho_app.counts import count_noun
from zoho_app.zoho_books.api import accounts_server, data_centers, throttle

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
        "The chosen region is not in the list.",
        ("Choose the region of your Zoho account.",),
    ),
    "client_missing": Problem(
        "Bookdesk is not registered at Zoho yet",
        "To connect to the real Zoho, this installation needs its own client id and client secret.",
        (
            "In Zoho's API console (api-console.zoho.com) add a “Server-based Application”.",
            "As the authorized redirect URI, register exactly: {redirect_address}",
            "Set ZOHO_CLIENT_ID and ZOHO_CLIENT_SECRET to the values that Zoho shows, then restart Bookdesk.",
        ),
    ),
    "address": Problem(
        "Open Bookdesk under its public address",
        "Zoho sends people back to {public_url}, but you opened Bookdesk at another address.",
        (
            "Open {public_url} and sign in there, then connect.",
            "If that address is wrong, set PUBLIC_URL to the one people use, then restart Bookdesk.",
        ),
    ),
    "state": Problem(
        "This connection was started elsewhere or too long ago",
        "Nothing was connected. Bookdesk accepts an answer from Zoho only once, within ten minutes, and in the "
        "browser where you pressed “Connect to Zoho Books”.",
        (
            "Open the store, then Manage Integrations, then Zoho Books, and connect again.",
            "Open Bookdesk at {public_url}, and allow its cookies.",
        ),
    ),
    "refused": Problem(
        "Access was declined",
        "Somebody declined access on Zoho's page, so nothing was connected.",
        ("Connect again and press Accept on Zoho's page.",),
    ),
    accounts_server.CODE: Problem(
        "Zoho's answer came too late",
        "Zoho's code works once and for about a minute. It was already used or had expired.",
        ("Connect again. You may have to press Accept again.",),
    ),
    accounts_server.NO_REFRESH_TOKEN: Problem(
        "Zoho gave no lasting access",
        "Zoho sent no refresh token. Without it, Bookdesk would lose access within the hour.",
        (
            "In Zoho, under My Account, Security, Connected Apps, remove Bookdesk.",
            "Connect again and press Accept.",
        ),
    ),
    "no_organization": Problem(
        "There is no active organization",
        "The person who pressed Accept belongs to no active Zoho Books organization in this region.",
        (
            "Sign in to Zoho as somebody who belongs to the organization, or create an organization in Zoho Books.",
            "Check the data center region: an organization exists in one region only.",
        ),
    ),
    accounts_server.CLIENT: Problem(
        "Zoho does not know Bookdesk in this region",
        "Zoho refused this installation's client id, client secret or redirect address.",
        (
            "Choose the region of your Zoho account.",
            "In Zoho's API console, switch on multi-DC for this region, or register Bookdesk there.",
            "Check ZOHO_CLIENT_ID and ZOHO_CLIENT_SECRET, and that the redirect URI is exactly: {redirect_address}",
        ),
    ),
    accounts_server.REGION: Problem(
        "The answer came from an unexpected place",
        "Zoho's answer named a server that is not a known data center, so Bookdesk sent nothing to it.",
        ("Choose the region of your Zoho account, then connect again.",),
    ),
    "other_region": Problem(
        "Your Zoho account is kept in another region",
        "Zoho says that this account belongs to {other}, not to {region}. Nothing was connected, and the access that "
        "Zoho had given was ended.",
        ("Choose {other} as the region, and connect again.",),
    ),
    accounts_server.THROTTLED: Problem(
        "Zoho asks you to wait",
        "Bookdesk asked for access too often in a short time.",
        ("Wait {wait}, then connect again.",),
        503,
    ),
    accounts_server.UNREACHABLE: Problem(
        "Zoho could not be reached",
        "Zoho did not answer in time, so nothing was connected.",
        ("Try again in a few minutes.", "Check that this server can reach {accounts}."),
        503,
    ),
    accounts_server.ANSWER: Problem(
        "Zoho's answer can't be read",
        "Zoho sent something that Bookdesk can't read, so nothing was connected.",
        ("Try again in a few minutes.", "If this continues, check Zoho's status page: status.zoho.com."),
        502,
    ),
}


def show_no_token(problem: accounts_server.NoToken, store_id: int, center_key: str) -> Page:
    """Return the page that says why Zoho gave no token; the region that its answer named is chosen by then."""
    if problem.other is None:
        return show(problem.cause, store_id, center_key, problem.wait)
    center = data_centers.get(center_key)
    return _page(
        PROBLEMS["other_region"],
        {"other": problem.other.name, "region": center.name if center else "the region that was chosen"},
        store_id,
        problem.other.key,
    )


def show(cause: str, store_id: int | None = None, center_key: str = "", wait: timedelta = throttle.SOME_TIME) -> Page:
    """Return the page of a cause; with a store, which `g.store` then is, it has the button to try again."""
    problem = PROBLEMS[cause]
    center = data_centers.get(center_key)
    facts = {
        "redirect_address": accounts_server.redirect_address(),
        "public_url": current_app.config["PUBLIC_URL"],
        "accounts": center.accounts if center else "Zoho",
        "wait": count_noun(-(-int(wait.total_seconds()) // 60), "minute"),
    }
    return _page(problem, facts, store_id, center_key)


def _page(problem: Problem, facts: dict[str, str], store_id: int | None, center_key: str) -> Page:
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
