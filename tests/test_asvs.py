"""docs/security/asvs.md answers every requirement of ASVS 5.0.0, levels 1 and 2, once, and says what shows it."""

import re
from collections import Counter
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
# The numbers of levels 1 and 2 in each section, as ASVS 5.0.0 was released (5.0/docs_en in github.com/OWASP/ASVS).
RELEASED = """
1.1: 1 2 | 1.2: 1 2 3 4 5 6 7 8 9 | 1.3: 1 2 3 4 5 6 7 8 9 10 11 | 1.4: 1 2 3 | 1.5: 1 2
2.1: 1 2 3 | 2.2: 1 2 3 | 2.3: 1 2 3 4 | 2.4: 1
3.2: 1 2 | 3.3: 1 2 3 4 | 3.4: 1 2 3 4 5 6 | 3.5: 1 2 3 4 5 | 3.7: 1 2
4.1: 1 2 3 | 4.2: 1 | 4.3: 1 2 | 4.4: 1 2 3 4
5.1: 1 | 5.2: 1 2 3 | 5.3: 1 2 | 5.4: 1 2 3
6.1: 1 2 3 | 6.2: 1 2 3 4 5 6 7 8 9 10 11 12
6.3: 1 2 3 4 | 6.4: 1 2 3 4 | 6.5: 1 2 3 4 5 | 6.6: 1 2 3 | 6.8: 1 2 3 4
7.1: 1 2 3 | 7.2: 1 2 3 4 | 7.3: 1 2 | 7.4: 1 2 3 4 5 | 7.5: 1 2 | 7.6: 1 2
8.1: 1 2 | 8.2: 1 2 3 | 8.3: 1 | 8.4: 1
9.1: 1 2 3 | 9.2: 1 2 3 4
10.1: 1 2 | 10.2: 1 2 | 10.3: 1 2 3 4 | 10.4: 1 2 3 4 5 6 7 8 9 10 11 | 10.5: 1 2 3 4 5 | 10.6: 1 2 | 10.7: 1 2 3
11.1: 1 2 | 11.2: 1 2 3 | 11.3: 1 2 3 | 11.4: 1 2 3 4 | 11.5: 1 | 11.6: 1
12.1: 1 2 3 | 12.2: 1 2 | 12.3: 1 2 3 4
13.1: 1 | 13.2: 1 2 3 4 5 | 13.3: 1 2 | 13.4: 1 2 3 4 5
14.1: 1 2 | 14.2: 1 2 3 4 | 14.3: 1 2 3
15.1: 1 2 3 | 15.2: 1 2 3 | 15.3: 1 2 3 4 5 6 7
16.1: 1 | 16.2: 1 2 3 4 5 | 16.3: 1 2 3 4 | 16.4: 1 2 3 | 16.5: 1 2 3
17.1: 1 | 17.2: 1 2 3 4 | 17.3: 1 2
"""
ROW = re.compile(r"^\| v5\.0\.0-([\d.]+) \| ([12]) \| ([^|]+) \| (met|n/a|not met) \| ([^|]+) \|$", re.MULTILINE)
ROWS = ROW.findall((DOCS / "security" / "asvs.md").read_text())
VERDICTS = ("met", "n/a", "not met")


def test_every_requirement_is_answered_once_and_in_order() -> None:
    sections = [part.split(":") for part in re.split(r"[|\n]", RELEASED) if part.strip()]
    released = [f"{section.strip()}.{number}" for section, numbers in sections for number in numbers.split()]
    assert len(released) == 253
    assert [number for number, *_ in ROWS] == released


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
def test_a_verdict_is_not_a_mere_word(row: tuple[str, ...]) -> None:
    _, _, _, verdict, grounds = row
    assert len(grounds.strip()) >= 5
    if verdict == "not met":
        assert len(grounds) > 30, "the reason, or what holds instead"


def test_the_totals_are_those_of_the_table() -> None:
    overview = (DOCS / "security.md").read_text()
    written = re.findall(r"^\| (?:V(\d+) [^|]*|\*\*all\*\*) \| (\d+) \| (\d+) \| (\d+) \|$", overview, re.MULTILINE)
    counted = Counter((number.split(".")[0], verdict) for number, _, _, verdict, _ in ROWS)
    counted.update(("", verdict) for _, _, _, verdict, _ in ROWS)  # all chapters together
    chapters = [*map(str, range(1, 18)), ""]
    assert written == [(chapter, *(str(counted[chapter, verdict]) for verdict in VERDICTS)) for chapter in chapters]


def test_what_is_not_met_stands_in_the_overview() -> None:
    overview = (DOCS / "security.md").read_text()
    part = overview.partition("## What is not met")[2].partition("\n## ")[0]
    named = set(re.findall(r"\b(\d+\.\d+\.\d+)\b", part))
    assert named == {number for number, _, _, verdict, _ in ROWS if verdict == "not met"}
