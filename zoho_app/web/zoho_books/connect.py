"""Connect through Zoho's consent page, choose the organization, and disconnect."""

from contextlib import suppress
from urllib.parse import urlsplit

from flask import abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask_login import current_user
from sqlalchemy.orm import make_transient
from werkzeug.wrappers import Response

from zoho_app import kinds
from zoho_app.accounts.models import Store
from zoho_app.appointments import for_store
from zoho_app.extensions import db, only_reading
from zoho_app.http.access import OWNER, SIGNED_IN, access
from zoho_app.web.zoho_books import problems
from zoho_app.web.zoho_books.settings import PAGE, bp
from zoho_app.zoho_books import settings as zoho_settings
from zoho_app.zoho_books.api import access_token, accounts_server, data_centers
from zoho_app.zoho_books.api.client import Gateway
from zoho_app.zoho_books.api.data_centers import SANDBOX, DataCenter
from zoho_app.zoho_books.connection import connect as connection_connect
from zoho_app.zoho_books.connection import consents
from zoho_app.zoho_books.errors import CannotSchedule, ZohoError
from zoho_app.zoho_books.models import CHOOSING, PendingConsent
from zoho_app.zoho_books.preflight import run as preflight

# Where the person began: the page to come back to from Zoho.
BACK = "connect_back"


@bp.post(f"{PAGE}/connect")
@access(OWNER)
def connect(store_id: int) -> Response | problems.Page:
    center = data_centers.get(request.form.get("data_center", ""))
    if center is None:
        return problems.show("data_center", store_id)
    if accounts_server.client(center) is None:
        return problems.show("client_missing", store_id, center.key)
    if urlsplit(request.host_url).hostname != urlsplit(current_app.config["PUBLIC_URL"]).hostname:
        return problems.show("address", store_id, center.key)
    zoho_settings.enable(g.store, current_user.user.email)
    session[BACK] = request.form.get("back", "")
    state, verifier = consents.begin(store_id, center.key, current_user.id)
    db.session.commit()
    back = accounts_server.redirect_address()
    return redirect(accounts_server.authorization_address(center, back, state, verifier, g.store.currency_code))


@bp.get("/integrations/zoho-books/callback")
@access(SIGNED_IN)
def callback() -> Response | problems.Page:
    pending = _take(request.args.get("state", ""))
    if pending is None:
        return problems.show("state")
    _enter(pending.store_id)
    if request.args.get("error"):
        is_refusal = request.args["error"] == "access_denied"
        return problems.show("refused" if is_refusal else "answer", pending.store_id, pending.data_center)
    center = _center_of_answer(pending)
    if center is None:
        return problems.show("region", pending.store_id, pending.data_center)
    return _exchange(pending.store_id, center, pending.code_verifier)


def _exchange(store_id: int, center: DataCenter, code_verifier: str) -> Response | problems.Page:
    who, currency_code = current_user.user.email, g.store.currency_code
    db.session.rollback()  # nothing is held while Zoho is asked
    grant = None
    try:
        grant = accounts_server.exchange(
            center, request.args.get("code", ""), accounts_server.redirect_address(), code_verifier
        )
        organizations = connection_connect.active(accounts_server.organizations(grant))
    except accounts_server.NoToken as problem:
        if grant is not None:
            accounts_server.revoke(center, grant.refresh_token)
        return problems.show_no_token(problem, store_id, center.key)
    if not organizations:
        accounts_server.revoke(center, grant.refresh_token)
        return problems.show("no_organization", store_id, center.key)
    former = connection_connect.refresh_token_of(store_id)
    with only_reading(False):
        found = connection_connect.connect(store_id, who, grant, organizations)
        must_choose = found.state == CHOOSING
        db.session.commit()
    connection_connect.revoke(former)
    if must_choose:
        return redirect(url_for(".choose_organization", store_id=store_id))
    return _connected(store_id, currency_code)


@bp.get(f"{PAGE}/organization")
@access(OWNER)
def choose_organization(store_id: int) -> Response | str:
    found = access_token.get_connection(store_id)
    if found is None or found.state != CHOOSING:
        return redirect(url_for(".settings", store_id=store_id))
    return _organizations_page(store_id)


@bp.post(f"{PAGE}/organization")
@access(OWNER)
def choose(store_id: int) -> Response | str:
    found = access_token.get_connection(store_id)
    if found is None or found.state != CHOOSING:
        return redirect(url_for(".settings", store_id=store_id))
    wanted, currency_code = request.form.get("organization_id", ""), g.store.currency_code
    try:
        is_confirmed = request.form.get("is_confirmed") == wanted
        connection_connect.choose(found, wanted, current_user.user.email, is_confirmed)
    except connection_connect.OrganizationRefused as refusal:
        return _organizations_page(store_id, error=str(refusal))
    except connection_connect.OtherOrganization:
        return _organizations_page(store_id, to_confirm=wanted)
    db.session.commit()
    return _connected(store_id, currency_code)


@bp.post(f"{PAGE}/disconnect")
@access(OWNER)
def disconnect(store_id: int) -> Response:
    who = current_user.user.email
    db.session.rollback()  # nothing is held while Zoho is asked
    is_revoked = connection_connect.revoke(connection_connect.refresh_token_of(store_id))
    connection_connect.disconnect(store_id, who)
    db.session.commit()
    if is_revoked:
        flash("Disconnected. Bookdesk's access in Zoho has ended, too.", "success")
    else:
        flash(
            "Disconnected, but Zoho did not confirm that the access has ended. End it in Zoho under My Account, "
            "Security, Connected Apps.",
            "warning",
        )
    return redirect(url_for(".settings", store_id=store_id))


def _take(state: str) -> PendingConsent | None:
    """The consent that this browser has begun under that state, which is used up from now on, whatever follows."""
    db.session.rollback()  # what was read so far began a transaction that only reads
    with only_reading(False):
        pending = consents.take(state, current_user.id)
        if pending is not None:
            make_transient(pending)  # its row is gone
        db.session.commit()
    return pending


def _enter(store_id: int) -> None:
    """Enter the store of the begun consent: the callback's address has no store in it."""
    store = db.session.get(Store, store_id)
    if store is None or not current_user.user.may(OWNER, store_id):
        abort(404)
    g.store = store


def _center_of_answer(pending: PendingConsent) -> DataCenter | None:
    """The data center that Zoho sent the person back from, if the table has it.

    Zoho Accounts, multi-DC: the callback names it as `location` and `accounts-server`. It may be another one
    than was chosen, but a person at the sandbox never comes back from the real Zoho, nor the other way round.
    """
    named = [
        find(request.args[name])
        for name, find in (
            ("accounts-server", data_centers.by_accounts_server),
            ("location", data_centers.get),
        )
        if request.args.get(name) and not (name == "location" and pending.data_center == SANDBOX)
    ] or [data_centers.get(pending.data_center)]
    center = named[0]
    if center is None or any(other != center for other in named):
        return None
    return center if (center.key == SANDBOX) == (pending.data_center == SANDBOX) else None


def _connected(store_id: int, former_currency: str) -> Response:
    """Report success after a first check of the custom fields; workers read and check the rest."""
    currency_code = db.session.get_one(Store, store_id).currency_code
    db.session.rollback()  # nothing is held while Zoho is asked
    try:
        definitions = Gateway(store_id).custom_field_definitions()
        with only_reading(False):
            connection_connect.keep_custom_fields(store_id, definitions)
            db.session.commit()
    except ZohoError as error:
        current_app.logger.info("custom fields of store %s not read: %s", store_id, error.words)
    with only_reading(False), suppress(CannotSchedule):  # the look has found the connection lost
        preflight.check_everything(store_id, current_user.user.email)
        for_store.by_itself(store_id, kinds.REFRESH.name)  # so that a dry run can tell soon
        db.session.commit()
    flash("Connected to Zoho Books.", "success")
    if currency_code != former_currency:
        flash(f"The store's currency is {currency_code} now, as in Zoho Books. It was {former_currency}.", "success")
    return redirect(url_for("home.index" if session.pop(BACK, "") == "home" else ".settings", store_id=store_id))


def _organizations_page(store_id: int, error: str = "", to_confirm: str = "") -> str:
    found = access_token.get_connection(store_id)
    return render_template(
        "zoho_books/organization.html",
        connection=found,
        error=error,
        to_confirm=to_confirm,
        proposed=to_confirm or (connection_connect.propose(found, g.store.currency_code) if found else ""),
    )
