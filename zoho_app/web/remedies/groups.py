"""Groups of failures with the same remedy, for Needs Attention."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from zoho_app import kinds
from zoho_app.appointments import failures
from zoho_app.appointments.failures import Alike, Failures
from zoho_app.appointments.models import Appointment
from zoho_app.orders.input.keys import text_key
from zoho_app.web.forms.ids import row_id
from zoho_app.web.remedies import causes, fixes
from zoho_app.web.remedies.cause import Cause
from zoho_app.web.remedies.remedy import Remedy
from zoho_app.zoho_books import errors

# Nothing of the orders themselves waits for these.
MESSAGES = (kinds.DELIVER_MESSAGE.name, kinds.SEND_ALERT.name)

Place = tuple[int, int, float, str, str, str]


@dataclass(frozen=True)
class Group:
    """Failures that the same action fixes. `subject` is a SKU, an e-mail address, a code, a receiver, or ""."""

    kind: str
    code: str
    cause: Cause
    subject: str
    texts: tuple[str, ...]
    count: int
    latest: datetime
    named: tuple[int, ...]  # a few appointments of it, newest first
    fixed: str = ""  # in words, how its cause was fixed

    @property
    def title(self) -> str:
        """The title: what is wrong, as a sentence."""
        return self.cause.title.format(subject=self.subject, things=self.things)

    @property
    def things(self) -> str:
        """How many failed for it, such as "3 orders"."""
        return causes.things(self.kind, self.count)

    @property
    def remedy(self) -> Remedy:
        """The one thing to do next."""
        return Remedy.SEND_AGAIN if self.fixed else self.cause.remedy

    @property
    def is_cancel(self) -> bool:
        """Whether these are cancellations."""
        return self.kind == kinds.CANCEL.name

    @property
    def all_of_it(self) -> str:
        """What a button is for: "it", or "all 37"."""
        return "it" if self.count == 1 else f"all {self.count:,}"

    @property
    def send_words(self) -> str:
        """The button that retries exactly these."""
        return send_words(self.kind, self.count)

    @property
    def address(self) -> dict[str, Any]:
        """What names the group in an address or a form."""
        return {"kind": self.kind, "cause": self.code, "about": self.subject}

    @property
    def place(self) -> Place:
        """Where it stands in the list, the gravest first, then the largest; no two groups have the same."""
        return (_gravity(self.kind), -self.count, -self.latest.timestamp(), self.subject, self.kind, self.code)

    @property
    def place_address(self) -> dict[str, Any]:
        """What names its place in an address, also when the group itself is gone by then."""
        return {"count": self.count, "latest": self.latest.timestamp(), **self.address}

    def alike(self, store_id: int, subject_ids: Collection[int] | None = None) -> Alike:
        """Its failures, or only those of these subjects."""
        return Alike(store_id, self.kind, self.code, self.texts, subject_ids)


def send_words(kind: str, count: int) -> str:
    """Such as "Send these 37 orders again"."""
    verb, those = "Send" if kind == kinds.SUBMIT.name else "Try", causes.things(kind, count)
    return f"{verb} this {those.removeprefix('1 ')} again" if count == 1 else f"{verb} these {those} again"


def all_of(store_id: int) -> list[Group]:
    """The store's groups, the gravest and largest first; one statement. Whether they are fixed is not looked up."""
    found: dict[tuple[str, str, str], Group] = {}
    for each in failures.counted(store_id, causes.SPLIT):
        for subject in _subjects(each):
            key = (each.kind, each.cause, text_key(subject))
            found[key] = _grown(found[key], each) if key in found else _group(each, subject)
    return sorted(found.values(), key=lambda group: group.place)


def place_in(args: MultiDict[str, str]) -> Place | None:
    """The place that an address names; None when it names none."""
    count, latest = args.get("count", type=row_id), args.get("latest", type=float)
    if count is None or latest is None:
        return None
    about, kind, code = (args.get(name, "") for name in ("about", "kind", "cause"))
    return (_gravity(kind), -count, -latest, about, kind, code)


def _gravity(kind: str) -> int:
    """Orders wait first, then what is done for the store, then messages."""
    return 0 if kind in kinds.OF_AN_ORDER else 2 if kind in MESSAGES else 1


def _subjects(each: Failures) -> Sequence[str]:
    """What they are about: each of their SKUs; of a receiver, its name alone."""
    if each.cause in (errors.InvalidSku.cause, errors.NO_SKU):
        return list({text_key(sku): sku for sku in each.details}.values()) or [""]
    return each.details[:1] or [""]


def _group(each: Failures, subject: str) -> Group:
    cause = causes.find(each.kind, each.cause, each.details)
    texts = (each.text,) if each.text else ()
    return Group(each.kind, each.cause, cause, subject, texts, each.count, each.latest, tuple(each.named))


def _grown(group: Group, each: Failures) -> Group:
    return replace(
        group,
        texts=(*group.texts, each.text),
        count=group.count + each.count,
        latest=max(group.latest, each.latest),
        named=(*group.named, *each.named)[: failures.NAMED],
    )


def find(store_id: int, kind: str, code: str, subject: str) -> Group | None:
    """One group as it stands now; None when nothing of it needs attention any more."""
    wanted = (kind, code, text_key(subject))
    of_this = (group for group in all_of(store_id) if (group.kind, group.code, text_key(group.subject)) == wanted)
    return next(iter(looked_at(store_id, of_this)), None)


def of_one(failed: Appointment) -> Group:
    """The group of one failure to fix first: of several SKUs, one that is not fixed yet."""
    alone = Failures(
        failed.kind,
        failed.cause,
        failed.details,
        json.dumps(failed.details) if failed.cause in causes.SPLIT else "",
        1,
        failed.finished_at or failed.due_at,
        [failed.id],
    )
    subjects = _subjects(alone) if alone.text else [""]
    groups = looked_at(failed.store_id, (_group(alone, subject) for subject in subjects))
    return next((group for group in groups if not group.fixed), groups[0])


def address_of(failed: Appointment) -> dict[str, Any]:
    """What names the group of a failure in an address; of several SKUs, the first one's."""
    subject = failed.details[0] if failed.cause in causes.SPLIT and failed.details else ""
    return {"kind": failed.kind, "cause": failed.cause, "about": subject}


def looked_at(store_id: int, groups: Iterable[Group]) -> list[Group]:
    """The groups with what was fixed since."""
    groups = list(groups)
    words = fixes.in_words(store_id, groups)
    return [replace(group, fixed=said) if said else group for group, said in zip(groups, words, strict=True)]
