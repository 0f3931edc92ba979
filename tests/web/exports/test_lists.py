"""Every list on a page offers its files, and what those of work, alerts and settings hold."""

from decimal import Decimal
from typing import Any

from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from harness.desk import Desk
from harness.full_store import fill
from harness.pages import furnished
from tests.support.downloads import FORMULA, as_csv, as_json
from zoho_app.alerts import messages
from zoho_app.alerts.models import AlertRecipient
from zoho_app.bulk.models import DONE, BulkItem, BulkRun
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.orders import history
from zoho_app.rules.models import Rule

TABLES, OTHER_LISTS = ".is-stacked, .index-table", ".timeline, .attention-list, [id^=rule-]"
# Pages with a list that is no file, and why.
NO_FILES = {
    "account": "a few browsers of the person alone",
    "keys": "at most twenty keys, of which no secret part is kept",
    "import-orders-upload": "each line of its list offers its own file",
    "orders-checked-submit": "the newest of what the list of orders exports",
}
# Pages with one more list than files, and why.
ONE_LIST_WITHOUT = {
    "alerts": "the addresses that were typed into its form",
    "people": "the invitations that nobody has answered yet",
}


def test_every_list_offers_its_files(app: Flask, desk: Desk, owner: FlaskClient) -> None:
    files: dict[str, set[str]] = {}
    for name, path in furnished(app, desk, "trouble").items():
        soup = BeautifulSoup(owner.get(path, follow_redirects=True).text, "lxml")
        offered = [{str(link["href"]) for link in one.select("a")} for one in soup.select(".exports")]
        lists = len(soup.select(TABLES)) - (name in ONE_LIST_WITHOUT) or bool(soup.select(OTHER_LISTS))
        if name not in NO_FILES:
            assert len(offered) >= lists, f"{path} has a list without files"
            files[path] = set().union(*offered)
        else:
            assert lists > len(offered), f"{path} is no exception any more"
    for path, addresses in files.items():
        for address in addresses:
            other = address.replace(".csv", ".json") if ".csv" in address else address.replace(".json", ".csv")
            assert other in addresses, path
            assert owner.get(address).status_code == 200, address


def test_nobody_gets_files_of_another_store(app: Flask, desk: Desk, viewer: FlaskClient) -> None:
    other = Desk.open(app, "Other")
    known = fill(other)
    db.session.remove()
    names = ("runs", "attention", "attention/totals", "alerts", "channels", "channels/messages", "rules", "checks")
    paths = [f"exports/{name}.csv" for name in (*names, f"orders/{known['order_id']}/history", "folders")]
    for path in (*paths, f"runs/{known['run_id']}/result.json"):
        assert viewer.get(f"{other.address}/{path}").status_code == 404
    assert viewer.get(f"{desk.address}/exports/orders/{known['order_id']}/history.csv").status_code == 404
    assert viewer.get(f"{desk.address}/runs/{known['run_id']}/result.csv").status_code == 404


def test_what_needs_attention_as_files(desk: Desk, viewer: FlaskClient) -> None:
    fill(desk)
    causes = {row["cause"]: row for row in as_json(viewer, f"{desk.address}/exports/attention.json")}
    bad_sku = causes["invalid_sku"]
    assert (bad_sku["what"], bad_sku["count"]) == ("Zoho Books has no active item with SKU CERAMIC-BOWL-02", 1)
    assert bad_sku["next_step"] == "Choose the item"
    named = f"kind=zoho_books.submit&cause=invalid_sku&about={bad_sku['subject']}"
    (failure,) = as_csv(viewer, f"{desk.address}/exports/attention/group.csv?{named}")
    assert failure["Last Answer"] == "Zoho Books has no active item with the SKU CERAMIC-BOWL-02."
    assert viewer.get(f"{desk.address}/exports/attention/group.csv?{named}-NOT").status_code == 404
    (total,) = as_json(viewer, f"{desk.address}/exports/attention/totals.json")
    assert (Decimal(total["difference"]), total["currency"]) == (Decimal("0.01"), "USD")


def test_runs_and_what_became_of_their_orders_as_files(desk: Desk, viewer: FlaskClient) -> None:
    run_id = fill(desk)["run_id"]
    (run,) = as_csv(viewer, f"{desk.address}/exports/runs.csv")
    assert (run["What"], run["Orders"], run["Done"], run["Refused"]) == ("Move to New", "11", "7", "4")
    rows = as_json(viewer, f"{desk.address}/runs/{run_id}/result.json")
    assert rows == [
        {**row, "order": int(row["order"])}
        for row in (
            {name.lower().replace(" ", "_"): value for name, value in one.items()}
            for one in as_csv(viewer, f"{desk.address}/runs/{run_id}/result.csv")
        )
    ]


def test_the_result_of_a_dry_run_holds_plain_numbers(desk: Desk, viewer: FlaskClient) -> None:
    result = {"verdict": "create", "cause": "", "number": FORMULA, "total": "9.99", "difference": "-0.01", "calls": 2}
    run = BulkRun(store_id=desk.store_id, action="dry_run", asked_by="Auto", total=1)
    db.session.add(run)
    db.session.flush()
    db.session.add(BulkItem(run_id=run.id, order_id=desk.order("1").id, state=DONE, words="-", result=result))
    db.session.commit()
    (row,) = as_csv(viewer, f"{desk.address}/runs/{run.id}/result.csv")
    numbers = (row["Total in Zoho Books"], row["Difference"], row["Calls"])
    assert (row["Sales order"], row["What happened"], *numbers) == (f"'{FORMULA}", "'-", "9.99", "-0.01", "2")


def test_alerts_and_their_messages_as_files(desk: Desk, owner: FlaskClient, viewer: FlaskClient) -> None:
    fill(desk)
    db.session.add(AlertRecipient(store_id=desk.store_id, email="ops@example.com", confirmed_at=now()))
    messages.plan_test(desk.store_id, "owner@example.com")
    db.session.commit()
    rows = as_json(viewer, f"{desk.address}/exports/alerts.json")
    assert [(row["alert"], row["cleared_at"] is None) for row in rows] == [
        ("Failures", True),
        ("Connection to Zoho Books", False),
    ]
    (message,) = as_csv(owner, f"{desk.address}/exports/alerts/messages.csv")
    assert (message["Recipient"], message["What"], message["State"]) == ("ops@example.com", "test", "scheduled")
    assert viewer.get(f"{desk.address}/exports/alerts/messages.csv").status_code == 403


def test_settings_as_files(desk: Desk, owner: FlaskClient) -> None:
    fill(desk)
    rule = db.session.scalars(select(Rule)).one()
    rule.name = FORMULA
    db.session.commit()
    (row,) = as_csv(owner, f"{desk.address}/exports/rules.csv")
    assert (row["Rule"], row["Is On"], row["Event"]) == (f"'{FORMULA}", "yes", "Order is Imported")
    assert row["Actions"].startswith("Submit Order to Zoho Books; ")
    (channel,) = as_json(owner, f"{desk.address}/exports/channels.json")
    assert (channel["source_name"], channel["webhook_host"]) == ("Shopify", "shop.example.com")
    assert [one["Folder"] for one in as_csv(owner, f"{desk.address}/exports/folders.csv")][:2] == ["New", "Prepared"]
    checks = as_json(owner, f"{desk.address}/exports/checks.json")
    assert {check["state"] for check in checks} <= {"good", "bad", "unknown"} and checks


def test_the_history_of_an_order_as_files(desk: Desk, viewer: FlaskClient) -> None:
    order = desk.order("1001")
    history.add(order, "owner@example.com", "+1 for this order")
    db.session.commit()
    rows = as_csv(viewer, f"{desk.address}/exports/orders/{order.id}/history.csv")
    assert (rows[0]["Who"], rows[0]["What Happened"]) == ("owner@example.com", "'+1 for this order")
    told: list[dict[str, Any]] = as_json(viewer, f"{desk.address}/exports/orders/{order.id}/history.json")
    assert [one["what_happened"] for one in told[1:]] == [row["What Happened"] for row in rows[1:]]
