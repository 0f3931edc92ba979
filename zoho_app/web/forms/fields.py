"""Fields whose errors name the field and say what to give; those of WTForms do neither."""

from typing import Any

from wtforms import Form, IntegerField
from wtforms.validators import StopValidation


def choose_one(label: str) -> dict[str, str]:
    """The error for a value that a choice field does not offer."""
    words = f"{label}: choose one from the list."
    return {"invalid_value_message": words, "invalid_choice_message": words}


class WholeNumberField(IntegerField):
    """A whole number from `least` to `most`, which has to be given."""

    def __init__(self, label: str, least: int, most: int, **kwargs: Any) -> None:
        self.least, self.most = least, most
        self.words = f"{label}: give a whole number from {least:,} to {most:,}."
        super().__init__(label, invalid_value_message=self.words, **kwargs)

    def pre_validate(self, form: Form) -> None:
        """One complaint is enough."""
        if self.errors:
            raise StopValidation()
        if self.data is None or not self.least <= self.data <= self.most:
            raise StopValidation(self.words)
