"""The stand-in changes several sales orders at once, and one that a custom field names."""

from typing import Any

from harness.sandbox import ORGANIZATION, InsideZoho


def upsert(zoho: InsideZoho, body: dict[str, Any], value: str, **headers: str) -> tuple[int, dict[str, Any]]:
    named = {"X-Unique-Identifier-Key": "cf_tracking_number", "X-Unique-Identifier-Value": value}
    answer = zoho.web.put(
        f"/books/v3/salesorders?organization_id={ORGANIZATION}",
        json=body,
        headers={"Authorization": f"Zoho-oauthtoken {zoho.access_token}", **named, **headers},
    )
    return answer.status_code, answer.get_json()


def statuses(zoho: InsideZoho) -> list[str]:
    return [row["status"] for row in zoho.get("/salesorders")["salesorders"]]


def test_several_orders_are_confirmed_voided_and_deleted_at_once(zoho: InsideZoho) -> None:
    ids = ",".join(zoho.create_order()["salesorder_id"] for _ in range(2))
    zoho.post("/salesorders/status/confirmed", salesorder_ids=ids)
    assert statuses(zoho) == ["open", "open"]
    zoho.post("/salesorders/status/void", salesorder_ids=ids)
    assert statuses(zoho) == ["void", "void"]
    assert zoho.call("DELETE", "/salesorders", salesorder_ids=ids)[0] == 200
    assert statuses(zoho) == []


def test_either_all_orders_change_or_none(zoho: InsideZoho) -> None:
    ids = [zoho.create_order()["salesorder_id"] for _ in range(2)]
    zoho.web.post(f"/orders/{ids[1]}/invoice")
    assert zoho.call("POST", "/salesorders/status/void", salesorder_ids=",".join(ids))[0] == 400
    assert sorted(statuses(zoho)) == ["draft", "invoiced"]
    assert zoho.call("POST", "/salesorders/status/void", salesorder_ids=f"{ids[0]},1")[0] == 404
    assert zoho.call("POST", "/salesorders/status/void")[0] == 400


def test_a_custom_field_names_the_order_to_change_or_to_make(zoho: InsideZoho) -> None:
    body = zoho.order_body(notes="first")
    assert upsert(zoho, body, "1Z42")[0] == 404
    status, made = upsert(zoho, body, "1Z42", **{"X-Upsert": "true"})
    assert (status, made["salesorder"]["notes"]) == (200, "first")
    status, changed = upsert(zoho, {"notes": "second"}, "1Z42")
    assert (status, changed["salesorder"]["notes"]) == (200, "second")
    assert changed["salesorder"]["salesorder_id"] == made["salesorder"]["salesorder_id"]
    assert upsert(zoho, body, "1Z42", **{"X-Unique-Identifier-Key": "cf_unknown"})[1]["code"] == 2
