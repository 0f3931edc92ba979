"""Values, JSON and addresses that no page of ours would send."""

from __future__ import annotations

from typing import Any

from harness.desk import order_data

HOSTILE = (
    *("", " ", "\x00", "a\x00b", "\x01\x1b", "\ud800", "a\udfffb", "\ufeff", "\u202eabc", "e\u0301" * 100, "\u200b"),
    *("😀", "😀" * 300, "ß" * 254, "İ" * 200, "ﬃ" * 100, "ŉ" * 60, "日本語" * 200, "א" * 100),
    *("0", "-1", "-0", "1.5", "1,5", "1e5", "1e999999", "-1e999999", "NaN", "Infinity", "+1", " 7 ", "0x10", "1_000"),
    *("²", "½", "١٢٣", "１２", "Ⅻ", "9" * 30, "9" * 5_000, "2147483647", "2147483648", "-2147483649", "1" + "0" * 18),
    *("9223372036854775808", "0.00001", "9999999999.99995", "99999999999"),
    *(
        "2026-02-30",
        "9999-12-31",
        "0001-01-01",
        "2026-01-31T25:00",
        "2026-01-31 13:45:00+99:99",
        "1969-12-31",
        "10000-01-01",
    ),
    *(
        "<script>alert(1)</script>",
        "'",
        '"',
        "\\",
        "%",
        "%00",
        "%s%n",
        "{{7*7}}",
        "../../etc/passwd",
        "a\r\nb: c",
        "\n" * 500,
    ),
    *(
        "http://[",
        "https://example.com:99999",
        "https://user@example.com/",
        "//example.com",
        "javascript:alert(1)",
        "https://" + "a" * 3_000,
    ),
    *(
        "a@b@c",
        "@",
        "a@" + "b" * 300,
        "a b@c.de",
        "=1+1",
        "SKU=",
        "=",
        '"=',
        "A=B,C,,",
        "a = b\n\n c\n= d",
        "1-2-3",
        "-" * 300,
    ),
    *(
        "null",
        "true",
        "[]",
        "{}",
        '{"a": [',
        "on",
        "x" * 300,
        "x" * 20_000,
        "word " * 5_000,
        ",",
        ";",
        "~",
        "a~b",
        "9~1",
    ),
)


JSONS: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1.5,
        1e308,
        float("inf"),
        10**30,
        10**4_000,
        [],
        {},
        [[]],
        [None],
        {"": ""},
        {"a": {"b": []}},
    ),
    *([[[[[]]]]], {"\x00": "\ud800"}, [1, "a", {}], [{}] * 1_100, {str(number): "x" for number in range(300)}),
)


QUERY: tuple[str, ...] = (
    "q",
    "page",
    "before",
    "after",
    "folder",
    "state",
    "kind",
    "sort",
    "view",
    "ids",
    "run",
    "of",
    "through",
    "do",
    "from",
)


API = (
    *(
        ("POST", "/orders"),
        ("PUT", "/orders/{}"),
        ("POST", "/orders/{}/order-items"),
        ("PUT", "/orders/{}/order-items/{}"),
    ),
    *(("POST", "/orders/{}/shipments"), ("PUT", "/orders/{}/shipments/{}"), ("POST", "/orders/{}/order-history")),
    *(
        ("POST", "/batch-shipments"),
        ("POST", "/move-orders"),
        ("POST", "/inventory-items"),
        ("PUT", "/inventory-items/{}"),
    ),
    *(("PUT", "/batch-inventory-items"), ("GET", "/orders"), ("GET", "/inventory-items"), ("DELETE", "/orders/{}")),
)


API_FIELDS = sorted(
    {
        *order_data(),
        "folder_id",
        "folder_name",
        "date_added",
        "discount_list",
        "order_notes",
        "checkout_data",
        "cc_number",
    }
    | {"order_metadata", "return_address", "id", "name", "code", "price", "quantity", "weight", "metadata", "stock"}
    | {
        "variation_list",
        "tracking_number",
        "carrier_code",
        "date_shipped",
        "tracking_url",
        "order_id",
        "note",
        "content",
    }
    | {"order_id_list", "destination_folder_id", "destination_folder_name", "shipments", "inventory_items", "limit"}
    | {"offset", "order", "order_by", "search", "customer_phone", "search_start_date", "modified_end_date_local"}
)
