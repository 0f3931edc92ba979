"""A person without JavaScript: opens pages, types under labels, presses buttons, is led to Zoho and back."""

import re
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import requests
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from harness.desk import Desk

SETTINGS = "/integrations/zoho-books"


class Walker:
    """What a signed-in person sees of the desk, and of Zoho's own pages after a redirect there."""

    def __init__(self, client: FlaskClient, store: str) -> None:
        self.client, self.store = client, store
        self.address, self._text = "", ""
        self._soup: BeautifulSoup | None = None

    def open(self, path: str) -> "Walker":
        """Open a page of the store by its path, such as "/rules"."""
        return self.go(self.store + path)

    def go(self, address: str) -> "Walker":
        return self._go("get", address)

    def choose(self, label: str, choice: str) -> "Walker":
        """Change one setting of the integration."""
        return self.open(SETTINGS).type(label, choice).press("Save settings").see("Settings saved.")

    def send(self, desk: Desk, **order: Any) -> "Walker":
        """Let an order come in, press Submit, let the workers work; ends on the order's page."""
        self.open(f"/orders/{desk.order(**order).id}").press("Submit Order to Zoho Books")
        desk.work()
        return self.go(self.address)

    @property
    def soup(self) -> BeautifulSoup:
        """The page as it stands, the list of orders at first; parsed only when somebody looks, as that takes long."""
        if self._soup is None and not self.address:
            self.open("/orders")
        if self._soup is None:
            self._soup = BeautifulSoup(self._text, "lxml")
        return self._soup

    @soup.setter
    def soup(self, page: BeautifulSoup) -> None:
        """Go back to a page that was open before, as with the back button or in another tab."""
        self._soup = page

    @property
    def words(self) -> str:
        """All that the page says, in one line."""
        return _words(self.soup)

    @property
    def token(self) -> str:
        """The CSRF token that the page's forms carry."""
        field = self.soup.select_one("[name=csrf_token]")
        assert field, self.words
        return str(field["value"])

    def see(self, *expected: str) -> "Walker":
        for words in expected:
            assert words in self.words, f"“{words}” is not on the page: {self.words}"
        return self

    def click(self, link: str) -> "Walker":
        found = next((one for one in self.soup.select("a[href]") if _words(one).startswith(link)), None)
        assert found, f"no link “{link}”: {self.words}"
        return self._go("get", str(found["href"]))

    def field(self, label: str) -> Tag:
        """The field under a visible label."""
        found = next((one for one in self.soup.select("main label[for]") if _words(one) == label), None)
        assert found, f"no label “{label}”: {self.words}"
        field = self.soup.find(id=str(found["for"]))
        assert isinstance(field, Tag)
        return field

    def value(self, label: str) -> str:
        """What the field shows: its text, or the words of the chosen option."""
        field = self.field(label)
        if field.name == "select":
            return _words(field.select_one("option[selected]") or field.select("option")[0])
        return _value(field)

    def options(self, label: str) -> list[str]:
        """What a select offers, or the list from which a text field completes what is typed."""
        field = self.field(label)
        if field.name == "select":
            return [_words(option) for option in field.select("option")]
        return [str(option["value"]) for option in self.soup.select(f"datalist#{field['list']} option")]

    def type(self, label: str, text: str) -> "Walker":
        """Type a text, or choose the option of that name."""
        field = self.field(label)
        if field.name == "select":
            chosen = next((option for option in field.select("option") if _words(option) == text), None)
            assert chosen, f"{label} does not offer “{text}”: {_words(field)}"
            for option in field.select("option[selected]"):
                del option["selected"]
            chosen["selected"] = ""
        elif field.name == "textarea":
            field.string = text
        else:
            field["value"] = text
        return self

    def check(self, label: str, on: bool = True) -> "Walker":
        field = self.field(label)
        if on:
            field["checked"] = ""
        else:
            del field["checked"]
        return self

    def press(self, words: str) -> "Walker":
        """Press the last button of that name; returns when the browser has followed all redirects."""
        found = [one for one in self.soup.select("form button, button[form]") if _words(one) == words]
        assert found, f"no button “{words}”: {self.words}"
        button = found[-1]
        form = self.soup.find(id=str(button["form"])) if button.get("form") else button.find_parent("form")
        assert isinstance(form, Tag)
        data = fields_of(form)
        if button.get("name"):
            data[str(button["name"])] = str(button.get("value", ""))
        address = str(button.get("formaction") or form.get("action") or self.address)
        return self._go(str(form.get("method", "get")).lower(), address, data)

    def _go(self, method: str, address: str, data: dict[str, str] | None = None) -> "Walker":
        address = urljoin(self.address, address)
        if method == "get" and data:
            address, data = f"{address}?{urlencode(data)}", None
        for _ in range(10):
            status, headers, text = self._ask(method, address, data)
            if status not in (302, 303):
                assert status == 200, f"{method} {address}: {status} {text}"
                self._show(address, text)
                return self
            method, data, address = "get", None, urljoin(address, headers["Location"])
        raise AssertionError(f"{address} redirects for ever")

    def _ask(self, method: str, address: str, data: Any) -> tuple[int, Any, str]:
        parts = urlsplit(address)
        if parts.hostname in (None, "localhost"):
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            answer = self.client.open(path, method=method.upper(), data=data)
            return answer.status_code, answer.headers, answer.text
        foreign = requests.request(method, address, data=data, allow_redirects=False, timeout=10)
        return foreign.status_code, foreign.headers, foreign.text

    def _show(self, address: str, text: str) -> None:
        self.address, self._text, self._soup = address, text, None


def fields_of(form: Tag) -> dict[str, str]:
    """What a browser would send of a form, but for the button."""
    return {str(one["name"]): _value(one) for one in form.select("[name]") if _is_sent(one)}


def _words(tag: Tag) -> str:
    return re.sub(r"\s+", " ", tag.get_text(" ")).strip()


def _is_sent(one: Tag) -> bool:
    if one.name not in ("input", "select", "textarea"):
        return False
    return one.get("type") not in ("checkbox", "radio") or one.has_attr("checked")


def _value(one: Tag) -> str:
    if one.name == "textarea":
        return one.get_text().removeprefix("\r\n").removeprefix("\n")
    if one.name == "select":
        chosen = one.select_one("option[selected]") or one.select_one("option")
        return str(chosen.get("value", chosen.get_text())) if chosen else ""
    return str(one.get("value", "on" if one.get("type") == "checkbox" else ""))
