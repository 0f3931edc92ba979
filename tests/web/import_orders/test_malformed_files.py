"""Whatever is uploaded, nothing breaks and nothing is stored by halves; script/bench uploads sends many more."""

import io
import zipfile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from harness.desk import Desk
from harness.order_files.malformed import KINDS, LARGE, malformed
from harness.order_files.uploads import IMPORTED, REFUSED, Uploader
from tests.support.import_files import Upload, stored

HEAD = "Order Number,Customer Last Name,SKU,Item Name,Price,Quantity\n"


def test_no_malformed_file_breaks_anything(app: Flask, desk: Desk) -> None:
    files = [(f"file {seed}", *malformed(seed)) for seed in range(40)]
    outcome = Uploader(app, desk).upload_all(files)
    assert (outcome.broken, outcome.half_stored) == ([], [])
    assert sum(outcome.ends.values()) == 40
    assert outcome.ends[IMPORTED] and outcome.ends[REFUSED]
    assert len(KINDS) + len(LARGE) > 15


@pytest.mark.parametrize("number", ["1e999", "9" * 50, "1E-999"])
def test_a_number_that_is_no_amount_of_anything_is_a_problem_of_its_line(
    desk: Desk, operator: FlaskClient, number: str
) -> None:
    upload = Upload(desk, operator, f"{HEAD}1,Lind,A,Mug,{number},-1\n2,Lind,A,Mug,1.00,1\n")
    (said,) = upload.table("Problems: these orders will not be imported")[:1]
    assert "Price must be a number like 12.50" in said
    upload.press("Import 1 order")
    assert list(stored()) == ["2"]


def test_a_few_bytes_that_unpack_to_very_much_are_refused(desk: Desk, operator: FlaskClient) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        parts.writestr("xl/worksheets/sheet1.xml", b" " * 70_000_000)
    assert len(out.getvalue()) < 100_000
    upload = Upload(desk, operator, out.getvalue(), "orders.xlsx")
    assert "The spreadsheet is too large." in upload.words
