"""Fields whose errors name the field and say what to give; those of WTForms do neither."""

from decimal import Decimal
from typing import Any

from wtforms import Field, Form, IntegerField, RadioField
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from zoho_app.orders.input.fields import NUMBER


def choose_one(label: str) -> dict[str, str]:
    """The error for a value that a choice field does not offer."""
    words = f"{label}: choose one from the list."
    return {"invalid_value_message": words, "invalid_choice_message": words}


class ExplainedRadioField(RadioField):
    """Choices with a line below each that says what comes of it: `explanations`, by the values of the choices."""

    def __init__(self, label: str, explanations: dict[str, str], **kwargs: Any) -> None:
        self.explanations = explanations
        super().__init__(label, **kwargs)
        self.type = "RadioField"  # drawn like one


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


class AmountUpTo(Field):
    """An amount from 0 to `most`; nothing is 0."""

    widget = TextInput()

    def __init__(self, label: str, most: Decimal, **kwargs: Any) -> None:
        self.most = most
        self.words = f"{label}: give an amount from 0 to {most}, such as 0.05."
        super().__init__(label, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{Decimal(self.data or 0).normalize():f}"

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        is_number = bool(NUMBER.fullmatch(text)) and 0 <= Decimal(text) <= self.most
        self.data = Decimal(text) if is_number else (Decimal(0) if not text else None)

    def pre_validate(self, form: Form) -> None:
        if self.data is None:
            raise StopValidation(self.words)
