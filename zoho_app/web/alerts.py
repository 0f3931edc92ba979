"""Alerts: open ones, cleared ones, who gets them, and whether messages arrive."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField

from zoho_app import masks
from zoho_app.alerts import messages, recipients, settings, status
from zoho_app.alerts.kinds import KINDS
from zoho_app.alerts.models import Alert
from zoho_app.alerts.settings import SettingRefused, Wanted
from zoho_app.appointments.models import OPEN_STATES
from zoho_app.counts import count_noun
from zoho_app.deliveries import rates
from zoho_app.extensions import db
from zoho_app.http.access import OWNER, VIEWER, access
from zoho_app.masks import host_of
from zoho_app.web.channels.webhook import KEPT, TOO_MANY_TESTS
from zoho_app.web.forms.conflicts import SeenForm
from zoho_app.web.forms.fields import WholeNumberField
from zoho_app.web.forms.ids import row_id
from zoho_app.web.layout import banners
from zoho_app.web.layout import status as what_is_done

bp = Blueprint("alerts", __name__, url_prefix="/stores/<int:store_id>/alerts")

PAGE_SIZE = 25
MOST_MESSAGES = 10
MOST_FAILURES = 1_000_000


class AlertsForm(SeenForm):
    emails = TextAreaField("E-mail addresses", description="One per line.")
    webhook_url = StringField(
        "Webhook address",
        description=(
            "Where another system receives alerts, such as https://ops.example.com/hook. Each alert is signed."
        ),
    )
    failures_threshold = WholeNumberField(
        "Failures that open an alert",
        1,
        MOST_FAILURES,
        description="An alert opens when so many things need attention, and clears at half of it.",
    )
    quota_percent = WholeNumberField(
        "Share of the daily Zoho calls, in percent",
        1,
        100,
        description="An alert opens when this share of the daily quota is used. It clears when a new day begins.",
    )

    def wanted(self) -> Wanted:
        """What was typed, checked field by field."""
        return Wanted(
            emails=self.emails.data or "",
            webhook_url=self.webhook_url.data or "",
            failures_threshold=self.failures_threshold.data,
            quota_percent=self.quota_percent.data,
        )


@bp.get("")
@access(VIEWER)
def index(store_id: int) -> str | Response:
    if not _is_owner(store_id):
        return _page(store_id, None)
    return _page(store_id, _form(store_id))


@bp.post("")
@access(OWNER)
def save(store_id: int) -> str | Response:
    """Keep the settings; the secret of a new webhook is shown without a redirect, because no page shows it again."""
    form = _form(store_id)
    if not form.validate():
        return _page(store_id, form)
    try:
        secret = settings.save(store_id, form.wanted(), _who())
    except SettingRefused as refusal:
        db.session.rollback()
        field = form[refusal.field]
        field.errors = [f"{field.label.text}: {refusal}"]
        return _page(store_id, form)
    asked = messages.ask(store_id, _who())
    db.session.commit()
    if asked:
        flash(_asked(asked), "info")
    if secret:
        return _secret_page(secret)
    flash("Alert settings saved.", "success")
    return _back(store_id)


@bp.post("/ask")
@access(OWNER)
def ask_again(store_id: int) -> Response:
    """Ask those again who have not confirmed yet."""
    asked = messages.ask(store_id, _who(), again=True)
    db.session.commit()
    if asked:
        flash(_asked(asked), "success")
    else:
        flash(
            f"Nobody was asked again, because Bookdesk sends one address at most {recipients.MOST_OF_A_STORE} "
            "requests a day.",
            "warning",
        )
    return _back(store_id)


def _asked(count: int) -> str:
    whom = "1 address" if count == 1 else f"{count} addresses"
    return f"Bookdesk asks {whom} by e-mail to confirm the alerts, and sends nothing else until then."


@bp.post("/secret")
@access(OWNER)
def rotate_secret(store_id: int) -> str | Response:
    found = settings.get(store_id)
    if not found.webhook_url:
        flash("There is no webhook, so there is no secret to replace.", "warning")
        return _back(store_id)
    secret = settings.rotate_secret(found, _who())
    db.session.commit()
    return _secret_page(secret)


@bp.post("/test")
@access(OWNER)
def send_test(store_id: int) -> Response:
    if not rates.allow_test(store_id):
        flash(TOO_MANY_TESTS, "warning")
        return _back(store_id)
    told = messages.plan_test(store_id, _who())
    db.session.commit()
    if told:
        whom = count_noun(told, "receiver")
        flash(f"A test is on its way to {whom}. The result appears here.", "success")
    else:
        flash("Nobody gets alerts yet. Add an e-mail address and confirm it, or add a webhook address.", "warning")
    return _back(store_id)


def _form(store_id: int) -> AlertsForm:
    found = settings.get(store_id)
    form = AlertsForm(obj=found)
    if found.webhook_url:
        form.webhook_url.description += KEPT
    if not form.is_submitted():
        form.webhook_url.data = masks.shown(found.webhook_url)
    as_stored = AlertsForm(formdata=None, obj=found)
    as_stored.webhook_url.data = masks.shown(found.webhook_url)
    form.look_at("the settings on this page", as_stored, {"webhook_url": found.webhook_url})
    return form


def _page(store_id: int, form: AlertsForm | None) -> str | Response:
    before = request.args.get("before", type=row_id)
    past = status.past(store_id, before, PAGE_SIZE + 1)
    if before is not None and not past:
        return _back(store_id)
    found = settings.get(store_id)
    people = recipients.states(found)
    sent = messages.latest(store_id, MOST_MESSAGES) if form else []
    return render_template(
        "alerts/index.html",
        open_alerts=_open_alerts(store_id),
        past=past[:PAGE_SIZE],
        before=before,
        next_before=past[PAGE_SIZE - 1].id if len(past) > PAGE_SIZE else None,
        kinds=KINDS,
        found=found,
        receivers=recipients.told(found, people),
        people=people if form else {},
        is_mail_missing=bool(settings.emails(found)) and not settings.is_mail_set_up(),
        sent=sent,
        is_live=any(one.state in OPEN_STATES for _, one in sent),
        webhook=settings.WEBHOOK,
        host_of=host_of,
        form=form,
    )


def _open_alerts(store_id: int) -> list[tuple[Alert, str]]:
    """The open alerts, each with what it says now."""
    counted = what_is_done.get_status(store_id)
    told = ((alert, banners.alert_words(alert, counted)) for alert in status.open_alerts(store_id))
    return [(alert, words) for alert, words in told if words]


def _secret_page(secret: str) -> str:
    return render_template("alerts/secret.html", secret=secret)


def _back(store_id: int) -> Response:
    return redirect(url_for(".index", store_id=store_id))


def _is_owner(store_id: int) -> bool:
    return bool(current_user.user.may(OWNER, store_id))


def _who() -> str:
    return str(current_user.user.email)
