"""Files of every origin and with every damage: encodings, separators, decorations, spreadsheets, numbers, days."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.support.import_files import workbook
from zoho_app.orders.files import reader
from zoho_app.orders.files.build import Context
from zoho_app.orders.files.columns import Choices
from zoho_app.orders.files.limits import BadFile
from zoho_app.orders.files.tables import decode

HEAD = "Order Number,Customer Last Name,SKU,Item Name,Price,Quantity"
LINE = "7,Lind,A,Mug,12.50,2"


def order(content: str | bytes, choices: Choices | None = None, currency: str = "USD") -> dict:
    """The data of the file's first order, which has nothing wrong with it."""
    first = reader.parse(content, choices, Context("UTC", currency)).orders[0]
    assert [str(error) for error in first.errors] == []
    return first.data


def wrong(content: str | bytes, currency: str = "USD") -> list[str]:
    return [str(error) for error in reader.parse(content, None, Context("UTC", currency)).errors]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8-sig", "Zoë Müller"),
        ("utf-16", "Łukasz Źdźbło"),
        ("utf-16-le", "Zoë Müller"),
        ("utf-16-be", "Zoë Müller"),
        ("utf-32", "Zoë Müller"),
        ("cp1252", "Zoë Müller – François Nuñez"),
        ("cp1250", "Łukasz Dąbrowski, Bożena"),
        ("cp1250", "Dvořák, Plzeň"),
        ("cp1251", "Иван Петров, Москва"),
        ("cp1253", "Γιώργος Παπαδόπουλος"),
        ("cp1254", "Çağrı Güneş"),
        ("iso8859_2", "Łódź Jędrzej"),
        ("iso8859_5", "Иван Петров"),
        ("iso8859_15", "Cœur 5 €"),
        ("shift_jis", "山田太郎"),
        ("shift_jis", "マグカップ 青"),
        ("gb18030", "张伟 北京市"),
    ],
)
def test_letters_arrive_whatever_their_encoding(encoding: str, name: str) -> None:
    text = f'{HEAD}\n7,Lind,A,"{name}",12.50,2\n'
    assert order(text.encode(encoding))["order_items"][0]["name"] == name


def test_an_encoding_that_a_person_has_chosen_counts() -> None:
    text = f"{HEAD}\n7,Lind,A,김철수,12.50,2\n".encode("euc_kr")
    assert order(text, Choices(encoding="euc_kr"))["order_items"][0]["name"] == "김철수"
    assert "euc_kr" in decode.NAMES


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_whatever_separates_cells_and_lines(delimiter: str, line_end: str) -> None:
    text = f"{HEAD}\n{LINE}\n".replace(",", delimiter).replace("\n", line_end)
    assert order(text)["order_items"] == [{"name": "Mug", "code": "A", "price": "12.50", "quantity": "2"}]


@pytest.mark.parametrize("first", ["sep=;\n", '"sep=;"\n', "SEP=;\r\n"])
def test_a_line_that_names_the_separator_is_no_title(first: str) -> None:
    assert order(first + f"{HEAD}\n{LINE}\n".replace(",", ";"))["source_id"] == "7"


def test_quotation_marks_that_wrap_nothing_stay() -> None:
    text = f'{HEAD}\n7,Lind,A,16" x 23" "Sunrise",12.50,2\n8,Lind,B,"Mug" 4",12.50,2\n'.replace(",", "\t")
    names = [one.data["order_items"][0]["name"] for one in reader.parse(text).orders]
    assert names == ['16" x 23" "Sunrise"', '"Mug" 4"']


def test_backslashes_before_quotation_marks_are_understood() -> None:
    assert order(f'{HEAD}\n7,Lind,A,"Mug \\"Fox\\", big",12.50,2\n')["order_items"][0]["name"] == 'Mug "Fox", big'


def test_what_stands_around_the_table_is_left_out_and_told() -> None:
    text = f"Orders of March\nprinted 2026-03-31,,,,,\n\n{HEAD}\n{LINE}\nTotal,,,,25.00,\n1,record(s) downloaded\n"
    preview = reader.parse(text)
    assert [one.number for one in preview.orders] == ["7"]
    assert preview.notes == [
        "Above the titles in line 4, lines were left out: line 1 “Orders of March”, line 2 “printed 2026-03-31”.",
        "At the end, lines that are no orders were left out: line 6 “Total 25.00”, line 7 “1 record(s) downloaded”.",
    ]


def test_an_order_at_the_end_is_never_taken_for_a_decoration() -> None:
    text = f"{HEAD}\n{LINE}\n8,Total,B,Sum,1.00,1\n"
    assert [one.number for one in reader.parse(text).orders] == ["7", "8"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("$1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234,50", "1234.50"),
        ("1'234.50", "1234.50"),
        ("USD 12.50", "12.50"),
        ("12,5", "12.5"),
        ("1.25E+1", "12.5"),
        ("12.500,00", "12500.00"),
        (" 12.50 ", "12.50"),
    ],
)
def test_numbers_are_read_as_people_write_them(written: str, read: str) -> None:
    assert order(f'{HEAD}\n7,Lind,A,Mug,"{written}",2\n')["order_items"][0]["price"] == read


def test_a_thousand_and_a_little_more_than_one_are_told_apart_by_the_file() -> None:
    comma = f'{HEAD}\n7,Lind,A,Mug,"1,234",1\n8,Lind,A,Mug,"12.50",1\n'
    assert order(comma)["order_items"][0]["price"] == "1234"
    point = f'{HEAD}\n7,Lind,A,Mug,1.234,1\n8,Lind,A,Mug,"12,50",1\n'
    assert order(point)["order_items"][0]["price"] == "1234"
    neither = f'{HEAD}\n7,Lind,A,Mug,"1,234",1\n'
    assert "Nothing shows whether 1,234 is a thousand" in reader.open_file(neither)[1].questions[0]
    assert order(neither, Choices(decimals=","))["order_items"][0]["price"] == "1.234"


@pytest.mark.parametrize("code", ["1.23457E+11", "1,23457E+11", "1E+05"])
def test_a_number_that_a_spreadsheet_has_cut_is_never_an_sku_or_an_order(code: str) -> None:
    (said,) = wrong(f'{HEAD}\n7,Lind,"{code}",Mug,12.50,2\n')
    assert f"Line 2, SKU: a spreadsheet has cut this number to {code}" in said
    assert "has cut this number" in wrong(f'{HEAD}\n"{code}",Lind,A,Mug,12.50,2\n')[0]


def test_zeros_that_a_spreadsheet_drops_come_back_and_are_told() -> None:
    head = f"{HEAD},Shipping Postal Code,Shipping Country"
    preview = reader.parse(f"{head}\n{LINE},2134,US\n")
    assert preview.orders[0].data["shipping_postal_code"] == "02134"
    assert [str(one) for one in preview.repairs] == [
        "Line 2, Shipping Postal Code: 2134 became 02134: a spreadsheet drops zeros in front"
    ]
    assert order(f"{head}\n{LINE},2134,NO\n")["shipping_postal_code"] == "2134"
    assert order(f'{head}\n{LINE},"=""02134""",US\n')["shipping_postal_code"] == "02134"


def test_a_broken_cell_is_told() -> None:
    assert "Line 2, Price: says #REF!" in wrong(f"{HEAD}\n7,Lind,A,Mug,#REF!,2\n")[0]
    assert "Line 2, SKU: says ####" in wrong(f"{HEAD}\n7,Lind,####,Mug,1,2\n")[0]


def test_a_sign_of_another_currency_is_seen() -> None:
    assert "the order is in EUR, the store in USD" in wrong(f'{HEAD}\n7,Lind,A,Mug,"12,50 €",2\n')[0]
    assert wrong(f"{HEAD}\n7,Lind,A,Mug,$12.50,2\n", "CAD") == []


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (("5/3/2026", "31/3/2026"), "2026-03-05"),
        (("5/3/2026", "3/31/2026"), "2026-05-03"),
        (("5.3.2026", "6.3.2026"), "2026-03-05"),
        (("Mar-05-26",), "2026-03-05"),
        (("5. März 2026",), "2026-03-05"),
        (("46086",), "2026-03-05"),
        (("2026/3/5",), "2026-03-05"),
        (("2026-03-05 23:40:00 -0800",), "2026-03-05 23:40:00-08:00"),
        (("03/05/2026 4:05 PM", "03/31/2026 1:00 AM"), "2026-03-05 16:05:00+00:00"),
    ],
)
def test_days_are_read_one_way_in_all_of_a_file(days: tuple[str, ...], first: str) -> None:
    lines = [f'{number},Lind,A,Mug,1.50,1,"{day}"' for number, day in enumerate(days)]
    assert order("\n".join([f"{HEAD},Order Date", *lines]))["date_added"] == first


def test_a_day_that_may_be_two_is_asked_once() -> None:
    text = f"{HEAD},Order Date\n{LINE},5/3/2026\n8,Lind,A,Mug,1.50,1,6/3/2026\n"
    assert "fifth of March or the third of May" in reader.open_file(text)[1].questions[0]
    assert order(text, Choices(dates="month"))["date_added"] == "2026-05-03"


def test_a_spreadsheet_is_read_as_it_shows_itself() -> None:
    head = [*HEAD.split(","), "Order Date", "Shipping Postal Code", "Shipping Country"]
    moment = datetime(2026, 3, 5, 23, 40, tzinfo=ZoneInfo("UTC")).replace(tzinfo=None)
    rows: list[Sequence[object]] = [["March"], [], head, [1001, "Lind", "A", "Mug", 1234.5, 2, moment, 2134, "US"]]
    preview = reader.parse(workbook([*rows, [1002, "Lind", 20.0, "Mug", 3, 1, datetime(2026, 3, 6)]], "Orders"))  # noqa: DTZ001
    assert preview.table.format == "XLSX, sheet “Orders”"
    first, second = (one.data for one in preview.orders)
    assert (first["source_id"], first["date_added"]) == ("1001", "2026-03-05 23:40:00+00:00")
    assert first["order_items"] == [{"name": "Mug", "code": "A", "price": "1234.5", "quantity": "2"}]
    assert first["shipping_postal_code"] == "02134"
    assert (second["date_added"], second["order_items"][0]["code"]) == ("2026-03-06", "20")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old format .xls"),
        (b"PK\x03\x04" + b"\0" * 600, "can't be read"),
        (workbook([])[:2_000], "can't be read"),
    ],
)
def test_a_spreadsheet_that_cant_be_read_says_so(content: bytes, words: str) -> None:
    with pytest.raises(BadFile, match=words):
        reader.parse(content)
