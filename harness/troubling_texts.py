"""Texts that are made to trouble a parser, of any length."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

# What is repeated until the text is long enough.
REPEATED = {
    "quotes": '"',
    "equals": "=",
    "quoted equals": '"=',
    "quoted equals apart": '" =',
    "quotes and spaces": '"    ',
    "commas": ",",
    "semicolons": ";",
    "backslashes": "\\",
    "brackets": "[",
    "braces": '{"a":',
    "angle brackets": "<",
    "letters": "a",
    "capitals that grow": "ẞİ",
    "digits": "9",
    "numbers in groups": "1,111",
    "points": "1.",
    "spaces": " ",
    "lines": "\n",
    "lines that go on": " x\n",
    "carriage returns": "\r",
    "returns and lines": "\r\n",
    "stars": "*",
    "stars and letters": "*a",
    "signs": "+-",
    "at signs": "a@",
    "ampersands": "a=1&",
    "percents": "%3D%",
    "apostrophes": "'=",
    "zero width": "\u200b",
    "combining": "e\u0301\u0323",
    "right to left": "\u202e\u05d0",
    "faces": "😀",
    "named secrets": "key = ",
    "slashes": "/a1",
}


def _repeated(before: str, piece: str, length: int) -> str:
    return before + (piece * (length // len(piece) + 1))[: length - len(before)]


def _counted(pattern: str, length: int) -> str:
    pieces, total, number = [], 0, 0
    while total < length:
        pieces.append(pattern.format(number))
        total, number = total + len(pieces[-1]), number + 1
    return "".join(pieces)


def _rows(head: str, row: str, length: int) -> str:
    return head + row * max(1, (length - len(head)) // len(row))


COLUMNS = "SKU," + ",".join(f"c{number}" for number in range(900)) + "\n"
MADE: dict[str, Callable[[int], str]] = {
    "different names": lambda length: _counted("n{} = v\n", length),
    "different columns": lambda length: "SKU," + _counted("c{},", length),
    "short rows below many columns": lambda length: _rows(COLUMNS, "a\n", length),
    "items of one order": lambda length: _rows("Order Number,SKU,Shipping Last Name\n", "1,a,b\n", length),
    "an order that contradicts itself": lambda length: _rows(
        "Order Number,SKU,Email\n", "1,a,\n1,a,c@d.ee\n", length
    ),
    "objects": lambda length: '{"order_items": [' + _counted('{{"id": {}}},', length) + "{}]}",
    "names in an object": lambda length: '{"checkout_data": {' + _counted('"n{}": [],', length) + '"a": 1}}',
    "long numbers": lambda length: "[" + ("9" * 4_000 + ",") * (length // 4_001) + "1]",
    "one letter after another": lambda length: "a" * (length // 2) + "b" * (length - length // 2),
}
KINDS: dict[str, Callable[[int], str]] = {
    **{name: partial(_repeated, "", piece) for name, piece in REPEATED.items()},
    **{f"{name} behind a quote": partial(_repeated, '"', piece) for name, piece in REPEATED.items()},
    **MADE,
}
