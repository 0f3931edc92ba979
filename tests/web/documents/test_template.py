"""The template of packing slips: seen before it is saved, refused with the line that is wrong, taken back."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient

from harness.desk import Desk, hidden_fields
from zoho_app.accounts import audit
from zoho_app.documents import packing_slip, sample, settings, standard, variables
from zoho_app.documents.models import PrintSettings
from zoho_app.documents.press import for_browser

OWN = '<h1>{{ order.number }}</h1><p class="big">{{ ship_to[0] }}</p>\n'


def press(desk: Desk, owner: FlaskClient, template: str, button: str = "", order: str = "0") -> Tag:
    """Type the template and press a button; the page that follows."""
    here = f"{desk.address}/settings/printing/template"
    data = {**hidden_fields(owner, here), "template": template, "order": order}
    return BeautifulSoup(owner.post(here + button, data=data, follow_redirects=True).text, "lxml")


def slip(desk: Desk, client: FlaskClient, order_id: int) -> str:
    answer = client.get(f"{desk.address}/orders/print/packing-slips?ids={order_id}")
    return " ".join(BeautifulSoup(answer.text, "lxml").select_one(".sheet").get_text(" ").split())


def test_a_template_is_seen_then_saved_then_taken_back(desk: Desk, owner: FlaskClient) -> None:
    order_id = desk.order("1001").id
    seen = press(desk, owner, OWN, "/preview")
    assert seen.select_one("#preview .sheet").get_text(" ", strip=True) == "#1042 Zoë Brönner"
    assert "This is a preview. The template is not saved yet." in seen.text
    with_order = press(desk, owner, OWN, "/preview", str(order_id))
    assert with_order.select_one("#preview .sheet").get_text(" ", strip=True) == "1001 Ada Lovelace"
    assert slip(desk, owner, order_id) != "1001 Ada Lovelace"

    saved = press(desk, owner, OWN.replace("\n", "\r\n"))
    assert "Template saved." in saved.text
    assert slip(desk, owner, order_id) == "1001 Ada Lovelace"
    (entry,) = audit.latest(desk.store_id)
    assert (entry.who, entry.changes) == ("owner@example.com", {"template": ["", OWN]})

    back = press(desk, owner, "", "/standard")
    assert "Packing slips have the standard template again." in back.text
    assert "Ships to" in slip(desk, owner, order_id)


def test_the_standard_template_saved_as_it_is_stays_the_standard_one(desk: Desk, owner: FlaskClient) -> None:
    press(desk, owner, OWN)
    press(desk, owner, standard.template(standard.PACKING_SLIP))
    assert settings.get(desk.store).template == ""


def test_a_template_with_a_mistake_is_refused_with_its_line_and_what_was_typed_stays(
    desk: Desk, owner: FlaskClient
) -> None:
    wrong = "<p>\n{{ order.nubmer }}</p>"
    page = press(desk, owner, wrong)
    assert "Template: line 2: “nubmer” does not exist." in page.select_one(".error-summary").text
    assert page.select_one("textarea").text.strip() == wrong
    assert "line 2: “nubmer” does not exist." in page.select_one("#preview").text
    assert settings.get(desk.store).template == ""


def test_a_template_that_no_longer_works_says_so_where_it_is_printed(desk: Desk, owner: FlaskClient) -> None:
    order_id = desk.order("1001").id
    press(desk, owner, "{{ order.gift_message[0] if order.number == '1001' else '' }}")
    answer = owner.get(f"{desk.address}/orders/print/packing-slips?ids={order_id}")
    assert answer.status_code == 422
    assert "(line 1 of the template)" in answer.text
    assert owner.get(f"{desk.address}/orders/print/packing-slips.pdf?ids={order_id}").status_code == 422


def test_an_order_of_another_store_is_not_shown(desk: Desk, owner: FlaskClient) -> None:
    foreign = Desk.open(desk.app, "Other").order("9", customer={"first_name": "Secret"})
    page = press(desk, owner, "{{ ship_to|join(' ') }}", "/preview", str(foreign.id))
    assert "Secret" not in page.text


def test_every_variable_of_the_list_works_as_its_example_says(desk: Desk) -> None:
    page = sample.page(desk.store, PrintSettings(address="A", contact="B"))
    examples = [one.example for group in variables.GROUPS for one in group.variables]
    template = "<hr>".join("{% for item in items[:1] %}" + example + "{% endfor %}" for example in examples)
    written = for_browser(template, [page], "Acme", "/logo.png").pages[0].split("<hr>")
    assert [example for example, seen in zip(examples, written, strict=True) if not seen.strip()] == []


def test_the_made_up_order_has_every_name_that_a_real_one_has(desk: Desk) -> None:
    order = desk.order("1001")
    real = packing_slip.pages(desk.store, settings.get(desk.store), [order])[0]
    made_up = sample.page(desk.store, settings.get(desk.store))
    assert real.keys() == made_up.keys()
    assert real["order"].keys() == made_up["order"].keys()
    assert real["items"][0].keys() == made_up["items"][0].keys()
