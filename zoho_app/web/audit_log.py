"""The audit log: who changed what in the store, when and from where, in the words of the settings."""

from dataclasses import dataclass

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from zoho_app import actors
from zoho_app.accounts import audit, people
from zoho_app.accounts.models import AuditEntry
from zoho_app.http.access import OWNER, access
from zoho_app.web import audit_words
from zoho_app.web.audit_words import Change
from zoho_app.web.forms.ids import row_id

bp = Blueprint("audit_log", __name__, url_prefix="/stores/<int:store_id>/audit-log")

PAGE_SIZE = 50
LONGEST = 254


@dataclass(frozen=True)
class Line:
    """One entry as the page shows it."""

    entry: AuditEntry
    changes: list[Change]


@bp.get("")
@access(OWNER)
def index(store_id: int) -> str | Response:
    who, kind = request.args.get("who", "").strip()[:LONGEST], request.args.get("kind", "")
    if kind and kind not in audit.KINDS:
        return redirect(url_for(".index", store_id=store_id, who=who or None))
    before = request.args.get("before", type=row_id)
    found = audit.latest(store_id, PAGE_SIZE + 1, before, who, kind)
    if before is not None and not found:
        return redirect(url_for(".index", store_id=store_id, who=who or None, kind=kind or None))
    labels = audit_words.labels(store_id)
    return render_template(
        "audit_log/index.html",
        lines=[Line(entry, audit_words.changes(entry, labels)) for entry in found[:PAGE_SIZE]],
        chosen={name: value for name, value in (("who", who), ("kind", kind)) if value},
        kinds={key: words for key, (words, _) in audit.KINDS.items()},
        people=[*(one.user.email for one in people.list_members(g.store)), actors.ZOHO_BOOKS, actors.COMMAND_LINE],
        is_first=before is None,
        next_before=found[PAGE_SIZE - 1].id if len(found) > PAGE_SIZE else None,
    )
