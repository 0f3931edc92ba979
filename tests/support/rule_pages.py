"""The form of a rule as people use it."""

from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from harness.walker import fields_of


class Page:
    """A page with the rule's form, used as a browser without JavaScript would."""

    def __init__(self, client: FlaskClient, address: str) -> None:
        self.client, self.address = client, address
        self.show(client.get(address))

    def show(self, answer: Any) -> "Page":
        """Look at an answer of the page's address."""
        assert answer.status_code == 200, answer.text
        self.answer = answer
        self.soup = BeautifulSoup(answer.text, "lxml")
        return self

    @property
    def unsaved(self) -> list[str]:
        """What the save bar is told to differ from the rule that is kept."""
        form = self.soup.select_one("#rule")
        assert form is not None
        return [name for name in str(form.get("data-unsaved", "")).split("|") if name]

    @property
    def words(self) -> str:
        return " ".join(self.soup.get_text(" ").split())

    @property
    def fields(self) -> dict[str, str]:
        """What the form would send."""
        form = self.soup.select_one("main form:has([name=event])")
        assert form is not None, self.words
        return fields_of(form)

    @property
    def errors(self) -> list[str]:
        return [line.get_text() for line in self.soup.select(".error-summary li")]

    def press(self, button: str, **typed: str) -> "Page":
        """Type (underscores stand for the hyphens of numbered fields) and press a button by its value."""
        assert self.soup.select_one(f'button[name=do][value="{button}"]'), f"no button {button}: {self.words}"
        changes = {_field_name(name): value for name, value in typed.items()}
        fields = self.fields
        assert changes.keys() <= fields.keys() | {"enabled"}, f"no fields {changes.keys() - fields.keys()}"
        data = {**fields, **changes, "do": button}
        self.show(self.client.post(self.address, data=data, follow_redirects=True))
        return self


def _field_name(name: str) -> str:
    numbered = name.startswith(("filter_", "action_"))
    return "-".join(name.split("_", 2)) if numbered else name
