"""Saved views: the list of orders as somebody wants it again and again, under a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from harness.desk import Desk
from zoho_app.extensions import db
from zoho_app.orders.listing import saved_views
from zoho_app.orders.listing.filters import Filters

Post = Callable[..., Any]
ETSY = "source=Etsy&sort=-total"


def soup_of(client: FlaskClient, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).text, "lxml")


def new(desk: Desk, view: str = ETSY) -> str:
    return f"{desk.address}/views/new?view={quote(view)}"


def tabs(client: FlaskClient, desk: Desk) -> dict[str, str]:
    """Where the tabs of saved views lead; those that every store has are in tests/web/orders/test_views.py."""
    soup = soup_of(client, f"{desk.address}/orders")
    links = soup.select("nav[aria-label='Saved views'] a")[6:]
    return {link.text.strip(): str(link["href"]) for link in links}


def beside_the_tabs(soup: BeautifulSoup, words: str) -> str:
    return next(str(link["href"]) for link in soup.select(".tabs a") if link.text.strip() == words)


def test_what_is_chosen_is_saved_under_a_name_and_opened_again(desk: Desk, viewer: FlaskClient, post: Post) -> None:
    desk.order("E1", source_name="Etsy")
    desk.order("S1")
    soup = soup_of(viewer, f"{desk.address}/orders?{ETSY}")
    answer = post(viewer, beside_the_tabs(soup, "Save view"), name="  Needs   packing ")
    assert "View" in answer.text
    shown = BeautifulSoup(answer.text, "lxml")
    assert shown.h1.text == "Needs packing"
    assert shown.select_one(".tabs [aria-current]").text == "Needs packing"
    assert shown.select_one("#list-count").text == "1 order matches"
    retry = soup_of(viewer, tabs(viewer, desk)["Needs packing"])
    assert [link.text for link in retry.select("tbody th a")] == ["E1"]


def test_a_view_of_ones_own_is_seen_by_nobody_else(
    desk: Desk, operator: FlaskClient, viewer: FlaskClient, post: Post
) -> None:
    desk.order("1")
    post(operator, new(desk), name="Mine")
    post(operator, new(desk, "tag=Rush"), name="Ours", for_everybody="y")
    assert set(tabs(operator, desk)) == {"Mine", "Ours"}
    assert set(tabs(viewer, desk)) == {"Ours"}
    (mine,) = saved_views.all_for(desk.store_id, desk.person("operator").id)[:1]
    assert viewer.get(f"{desk.address}/views/{mine.id}").status_code == 404


def test_viewers_save_only_for_themselves_and_change_nothing_of_everybodys(
    desk: Desk, operator: FlaskClient, viewer: FlaskClient, post: Post
) -> None:
    desk.order("1")
    post(operator, new(desk), name="Ours", for_everybody="y")
    post(viewer, new(desk, "tag=Rush"), name="Sneaky", for_everybody="y")
    assert set(tabs(operator, desk)) == {"Ours"}
    ours = next(one for one in saved_views.all_for(desk.store_id, 0) if one.name == "Ours").id
    assert viewer.get(f"{desk.address}/views/{ours}").status_code == 403
    token = BeautifulSoup(viewer.get(new(desk)).text, "lxml").select_one("[name=csrf_token]")["value"]
    assert viewer.post(f"{desk.address}/views/{ours}/delete", data={"csrf_token": token}).status_code == 403
    assert "Ours" in tabs(operator, desk)


def test_a_view_is_renamed_and_deleted(desk: Desk, operator: FlaskClient, post: Post) -> None:
    desk.order("1")
    post(operator, new(desk), name="Old")
    soup = soup_of(operator, f"{desk.address}/orders?{ETSY}")
    edit = beside_the_tabs(soup, "Edit view")
    assert "The view is now named Urgent." in post(operator, edit, name="Urgent").text
    assert set(tabs(operator, desk)) == {"Urgent"}
    assert "View Urgent deleted." in post(operator, edit, f"{edit}/delete").text
    assert tabs(operator, desk) == {}


@pytest.mark.parametrize("name", ["", "  ", "taken", "x" * 101])
def test_a_name_that_is_blank_taken_or_too_long_is_refused_and_kept(
    desk: Desk, operator: FlaskClient, post: Post, name: str
) -> None:
    post(operator, new(desk), name="Taken")
    answer = post(operator, new(desk, "tag=Rush"), name=name)
    assert "There is a problem" in answer.text
    assert f'value="{name}"' in answer.text
    assert len(saved_views.all_for(desk.store_id, desk.person("operator").id)) == 1


def test_two_people_may_use_one_name_and_everybody_too(desk: Desk) -> None:
    people = [desk.person("operator").id, desk.person("viewer").id, None]
    for user_id in people:
        saved_views.save(desk.store_id, user_id, "Packing", Filters(tag="Rush"))
    db.session.commit()
    with pytest.raises(saved_views.ViewRefused, match="already a view named Packing"):
        saved_views.save(desk.store_id, None, "PACKING", Filters())


def test_another_stores_view_is_not_found(desk: Desk, owner: FlaskClient) -> None:
    foreign = saved_views.save(Desk.open(desk.app, "Other").store_id, None, "Theirs", Filters(tag="x"))
    db.session.commit()
    assert owner.get(f"{desk.address}/views/{foreign.id}").status_code == 404


def test_what_no_list_can_be_asked_for_is_not_saved(desk: Desk, operator: FlaskClient, post: Post) -> None:
    desk.order("1")
    post(operator, new(desk, "tag=Rush&state=odd&evil=1"), name="Odd")
    assert tabs(operator, desk)["Odd"] == f"{desk.address}/orders?tag=Rush"
