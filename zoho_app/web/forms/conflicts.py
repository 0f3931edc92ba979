"""Conflicts between two tabs or two people: nobody overwrites changes they have not seen."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField


def fingerprint(stored: Sequence[Any]) -> str:
    """A short text that differs when any of the stored values differs."""
    return sha256(json.dumps(list(stored), sort_keys=True, default=str).encode()).hexdigest()[:16]


def words(what: str) -> str:
    """The message for a page that is older than what it changes ("this rule")."""
    return f"Somebody changed {what} after you opened it. Save again to replace those changes with yours."


class SeenForm(FlaskForm):
    """A form that is refused once when somebody else saved; entries stay, and saving again keeps them."""

    seen = HiddenField()

    def look_at(self, what: str, stored: Sequence[Any]) -> None:
        """Compare the values as they are stored now with those that the page showed; called before validating."""
        before, self.seen.data = self.seen.data, fingerprint(stored)
        if self.seen.raw_data is not None and before != self.seen.data:
            self.form_errors.append(words(what))

    def validate(self, extra_validators: Any = None) -> bool:
        """As ever, and whether the page is as new as the thing."""
        return bool(super().validate(extra_validators)) and not self.form_errors
