"""Files that nobody would make on purpose: truncated, binary, in broken encodings and quotes, huge, hollow."""

import io
import random
import zipfile
from collections.abc import Callable

import openpyxl

from harness.order_files.chance import Case, case

HEAD = "Order Number,Customer Last Name,SKU,Item Name,Price,Quantity,Order Date,Order Total"
LINE = "1001,Lind,MUG-BLUE,Mug,12.50,2,2026-03-05,25.00"
NAMES = ("orders.csv", "orders.csv", "orders.txt", "orders.tsv", "orders.xlsx", "ORDERS.CSV", "orders.xls", "x", "")
CELLS = (
    *("", " ", "\x00", "\x00\x00", "\ufeff", "\u202e", "\ud83e", "=1+1", '=HYPERLINK("http://x")', "@SUM(1)", "-"),
    *("1" * 400, "9" * 60, "1e999", "1E-999", "-0", "+-1", "١٢", "１２", "½", "NaN", "Infinity", "0x10", "1_000"),
    *("99999999999999999999.99", "0.00000000001", "-5", "(5)", "5-", "$", "€€1", "1.2.3", "1'2", "1,2,3"),
    *("31/02/2026", "0000-00-00", "2026-13-45", "99/99/9999", "1/1/1", "12:61", "24:00", "now", "９９９９年９９月"),
    *("<script>", "&#0;", "&#xD800;", "%00", "../..", "'; --", "{{7*7}}", "\u2028", "a\rb", "\x0b", "x" * 3_000),
    *("🦊" * 300, "\U0010ffff", "#REF!", "TRUE"),
)


def malformed(seed: int) -> tuple[bytes, str]:
    """The bytes of a malformed file, and the name under which it is uploaded: the same for the same seed."""
    pick = random.Random(seed)
    content = pick.choice(LARGE if pick.random() < 0.01 else KINDS)(pick)
    name = pick.choice(NAMES) if pick.random() < 0.2 else "orders.xlsx" if content[:2] == b"PK" else "orders.csv"
    return content, name


def _whole(pick: random.Random) -> bytes:
    made: Case = case(pick.randrange(100_000))
    return made.content


def _truncated(pick: random.Random) -> bytes:
    content = _whole(pick)
    return content[: pick.randrange(len(content))]


def _flipped(pick: random.Random) -> bytes:
    content = bytearray(_whole(pick))
    for _ in range(pick.choice((1, 5, 100))):
        content[pick.randrange(len(content))] = pick.randrange(256)
    return bytes(content)


def _spliced(pick: random.Random) -> bytes:
    first, second = _whole(pick), _whole(pick)
    return first[: pick.randrange(len(first))] + second[pick.randrange(len(second)) :]


def _binary(pick: random.Random) -> bytes:
    starts = (b"", b"\x89PNG\r\n", b"%PDF-1.7\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1f\x8b", b"PK\x03\x04", b"GIF8")
    return pick.choice(starts) + pick.randbytes(pick.randrange(5_000))


def _wrong_encoding(pick: random.Random) -> bytes:
    text = f"{HEAD}\n1001,Müller 花子 Ćma,MUG,Tasse,1.50,1,2026-03-05,1.50\n"
    mark = pick.choice((b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xff\xfe\x00\x00"))
    coded = pick.choice(("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-7", "gb18030", "cp1251", "cp500"))
    return mark + text.encode(coded, "replace") + pick.choice((b"", b"\x80", b"\xc3", b"\xed\xa0\x80", b"\x00"))


def _strange_cells(pick: random.Random) -> bytes:
    head = HEAD.split(",")
    pick.shuffle(head)
    often = pick.choice((0.05, 0.2, 0.5))
    rows = [[pick.choice(CELLS) if pick.random() < often else "1" for _ in head] for _ in range(pick.randrange(1, 8))]
    separator = pick.choice(",;\t|")
    lines = [separator.join(row) for row in [head, *rows]]
    return pick.choice(("\n", "\r\n", "\r", "\n\r", "\v")).join(lines).encode("utf-8", "surrogatepass")


def _broken_quotes(pick: random.Random) -> bytes:
    text = f"{HEAD}\n" + "\n".join(LINE for _ in range(5))
    for _ in range(pick.randrange(1, 6)):
        place = pick.randrange(len(text))
        text = text[:place] + pick.choice(('"', '""', '"\n', "\\", "'", '",')) + text[place:]
    return text.encode()


def _mixed_line_ends(pick: random.Random) -> bytes:
    rows = [HEAD, *([LINE] * 20)]
    ends = ("\n", "\r\n", "\r", "\n\n", "\x0c", "\x85", "\u2028", ",,,\n")
    return "".join(row + pick.choice(ends) for row in rows).encode()


def _wide(pick: random.Random) -> bytes:
    columns = pick.choice((500, 1_000, 1_001, 5_000))
    title = pick.choice(("", "Column", "Price", "x" * 400))
    head = [*HEAD.split(","), *(f"{title}{number}" if title else "" for number in range(columns))]
    return (",".join(head) + "\n" + LINE + "," * pick.choice((0, columns, columns * 2)) + "\n").encode()


def _huge_cells(pick: random.Random) -> bytes:
    size = pick.choice((10_000, 131_071, 131_073, 500_000))
    cell = pick.choice(("x", "1", '""', " ", "é", "a,b\n"))
    body = f'{HEAD}\n1001,Lind,"{cell * (size // len(cell))}",Mug,12.50,2,2026-03-05,25.00\n'
    return body.encode()


def _long(pick: random.Random) -> bytes:
    line = pick.choice((LINE, ",", "x", ",,,,,,,1"))
    return f"{HEAD}\n".encode() + f"{line}\n".encode() * pick.choice((2_000, 20_001, 25_000))


def _hollow(pick: random.Random) -> bytes:
    return pick.choice(
        (
            *(b"", b"\n", b"\n" * 10_000, b",,,\n" * 100, b"\x00" * 2_000, b"\xef\xbb\xbf", b"sep=;", b"sep=", b'"'),
            *(b"=", b";", HEAD.encode(), f"{HEAD}\n{HEAD}\n{HEAD}".encode(), b"Order Number\n1\n", b"\xff\xfe"),
            *(b" \t\r\n", b'""\n""'),
        )
    )


def _workbook(pick: random.Random) -> bytes:
    """Merged cells, formulas, empty and many sheets, types in the wrong columns."""
    book = openpyxl.Workbook()
    sheet = book.active
    if pick.random() < 0.8:
        sheet.append(HEAD.split(","))
        for _ in range(pick.randrange(5)):
            values = (None, True, 1, -1.5, 1e300, "=A1/0", "=NOW()", "x", "#N/A")
            sheet.append([pick.choice(values) for _ in range(8)])
    if pick.random() < 0.4:
        sheet.merge_cells(f"A1:{pick.choice('BCDH')}{pick.choice((1, 2, 50))}")
    for number in range(pick.choice((0, 0, 1, 30))):
        book.create_sheet(f"Sheet {number}")
    if pick.random() < 0.2:
        sheet.cell(row=pick.choice((1, 30_000)), column=pick.choice((1, 1_500)), value="far")
    if pick.random() < 0.2:
        book.create_chartsheet()
    out = io.BytesIO()
    book.save(out)
    content = out.getvalue()
    return content if pick.random() < 0.6 else _spoiled(pick, content)


def _spoiled(pick: random.Random, content: bytes) -> bytes:
    """One of its parts is missing, cut or nonsense."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as spoiled:
        wrong = pick.choice(parts.namelist())
        for name in parts.namelist():
            part = parts.read(name)
            if name == wrong:
                part = pick.choice((b"", part[: len(part) // 2], b"<a>", b"<!DOCTYPE x>", part.replace(b"1", b"x")))
                if pick.random() < 0.3:
                    continue
            spoiled.writestr(name, part)
    return out.getvalue()


def _bomb(pick: random.Random) -> bytes:
    """A few kilobytes that unpack to a hundred megabytes, or that say so."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        parts.writestr("xl/worksheets/sheet1.xml", b" " * pick.choice((1_000_000, 100_000_000)))
        for number in range(pick.choice((0, 3_000))):
            parts.writestr(f"xl/{number}", b"")
    return out.getvalue()


KINDS: tuple[Callable[[random.Random], bytes], ...] = (
    *(_truncated, _truncated, _flipped, _flipped, _spliced, _binary, _wrong_encoding, _strange_cells, _strange_cells),
    *(_strange_cells, _broken_quotes, _broken_quotes, _mixed_line_ends, _wide, _huge_cells, _hollow),
    *(_workbook, _workbook),
)
# These take long, so there are few of them.
LARGE = (_long, _bomb)
