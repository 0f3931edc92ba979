"""Conflicts between two tabs or two people: nobody overwrites changes they have not seen, and no entry is lost.

A page carries a short mark of each value that it was opened with. When it comes back, the marks tell what somebody
else has saved meanwhile, and what was changed here: their fields are shown as they are now, one's own as typed.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, Form, HiddenField
from wtforms.fields.choices import SelectFieldBase

NOT_COMPARED = ("csrf_token", "seen", "version")
SECRET = "!"  # noqa: S105 - the mark of what a field stands for and does not show


@dataclass(frozen=True)
class Theirs:
    """What somebody else has saved in a field meanwhile, in words; `is_typed_too`: it was changed here as well."""

    label: str
    now: str
    is_typed_too: bool


def mark(value: Any) -> str:
    """A short text that differs when the value differs."""
    return sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:10]


def marks(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: mark(value) for name, value in values.items()}


def write(seen: Mapping[str, str]) -> str:
    """Marks as a page carries them."""
    return " ".join(f"{name}={one}" for name, one in seen.items())


def read(text: str | None) -> dict[str, str]:
    """The marks that a page has brought back; what is none of them is left out."""
    parts = (part.partition("=") for part in (text or "").split())
    return {name: one for name, _, one in parts}


def words(what: str) -> str:
    """The message for a page that is older than what it changes ("this rule")."""
    return f"Somebody changed {what} after you opened it. Save again to replace those changes with yours."


class SeenForm(FlaskForm):
    """A form that is refused once when somebody else saved; entries stay, and saving again keeps them.

    `theirs` is what they saved, `unsaved` the labels of what differs from what is stored.
    """

    seen = HiddenField()
    theirs: tuple[Theirs, ...] = ()
    unsaved: tuple[str, ...] = ()

    def look_at(self, what: str, stored: Form, secrets: Mapping[str, str] | None = None) -> None:
        """Compare with `stored`, the same form as it is stored now; called before validating.

        `secrets` are values that fields stand for without showing them, by the names of the fields.
        """
        hidden = {f"{name}{SECRET}": value for name, value in (secrets or {}).items()}
        now = marks({field.name: _shown(field) for field in _compared(stored)} | hidden)
        before, self.seen.data = read(self.seen.data), write(now)
        if self.seen.raw_data is None:
            return
        changed = {name.removesuffix(SECRET) for name in now if before.get(name) != now[name]}
        self.theirs = tuple(self._merge(stored, changed, before))
        pairs = [(self[one.name], one) for one in _compared(stored)]
        self.unsaved = tuple(mine.label.text for mine, one in pairs if _shown(mine) != _shown(one))
        if self.theirs:
            self.form_errors.append(words(what))

    def _merge(self, stored: Form, changed: set[str], before: Mapping[str, str]) -> Iterable[Theirs]:
        """Take over what somebody else changed and nobody changed here; what both changed stays as typed."""
        for theirs in _compared(stored):
            mine = self[theirs.name]
            if theirs.name not in changed or _shown(mine) == _shown(theirs):
                continue
            is_typed_too = mark(_shown(mine)) != before.get(theirs.name)
            if not is_typed_too:
                mine.data, mine.raw_data, mine.process_errors = theirs.data, [_shown(theirs)], []
            yield Theirs(mine.label.text, in_words(theirs), is_typed_too)

    def validate(self, extra_validators: Any = None) -> bool:
        """As ever, and whether the page is as new as the thing."""
        return bool(super().validate(extra_validators)) and not self.form_errors


def in_words(field: Field) -> str:
    """What a field holds, as people read it."""
    if isinstance(field, BooleanField):
        return "Yes" if field.data else "No"
    if isinstance(field, SelectFieldBase):
        return next((str(choice.label) for choice in field.iter_choices() if choice.selected), _shown(field))
    spoken = getattr(field, "in_words", None)
    return str(spoken()) if spoken else _shown(field)


def _compared(form: Form) -> list[Field]:
    return [field for field in form if field.name not in NOT_COMPARED]


def _shown(field: Field) -> str:
    """The text that the page shows in a field, as it comes back when nobody touches it."""
    if isinstance(field, BooleanField):
        return "y" if field.data else ""
    if isinstance(field, SelectFieldBase):
        return next((str(choice.value) for choice in field.iter_choices() if choice.selected), str(field.data))
    text = field._value() if hasattr(field, "_value") else json.dumps(field.data, sort_keys=True)
    return str(text).replace("\r\n", "\n")
