"""The measurements of docs/figures.md start, count and judge; how long anything takes is not tested here."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.figure import Figure
from benchmarks.rate import most_within, rate
from harness.server import ROOT, clean_environment

FIGURES = (ROOT / "docs" / "figures.md").read_text()


def test_a_command_counts_and_ends_well_when_its_figure_is_met(tmp_path: Path) -> None:
    written = tmp_path / "result.md"
    command = [sys.executable, "-m", "benchmarks.cancels", "--orders", "2", "--write", str(written)]
    ended = subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr
    found = re.findall(r"\| (\w.*?) +\| +([\d.]+) \| +([\d.]+) \| yes \|", written.read_text())
    assert found == [
        ("after it was sent", "1.00", "1"),
        ("sales orders void", "2", "2"),
        ("before it was sent", "0.00", "0"),
        ("sales orders made of these", "0", "0"),
    ]


@pytest.mark.parametrize(
    ("judge", "good", "bad"), [("exactly", 1.0, 1.01), ("at_most", 1.0, 1.01), ("at_least", 1.0, 0.99)]
)
def test_a_figure_is_met_only_when_every_line_is(
    judge: str, good: float, bad: float, capsys: pytest.CaptureFixture[str]
) -> None:
    figure = Figure("A figure")
    figure.tell("nothing is wanted of this", 99)
    getattr(figure, judge)("first", good, 1)
    assert figure.end() == 0
    getattr(figure, judge)("second", bad, 1)
    getattr(figure, judge)("third", good, 1)
    assert figure.end() == 1
    assert re.search(r"\| second +\| +[\d.]+ \| .*1 \|  NO \|", capsys.readouterr().out)


def test_the_fullest_minute_is_found_wherever_it_begins() -> None:
    assert most_within([0, 30, 59.9, 60, 89, 150], 60) == 4
    assert most_within([0, 60, 120], 60) == 1


def test_the_rate_is_not_flattered_by_the_first_hundred() -> None:
    at_once = [minute * 60.0 for minute in range(20) for _ in range(100)]
    assert rate(at_once, 60) == 100
    assert rate([call * 60 / 90 for call in range(2_000)], 60) < 95


@pytest.mark.parametrize(
    "name",
    [
        "calls",
        "polls",
        "cancels",
        "rate",
        "cost",
        "memory",
        "dry_run",
        "bulk",
        "parsers",
        "forms",
        "order_bodies",
        "files",
        "uploads",
        "money",
    ],
)
def test_every_figure_has_its_command_and_its_result(name: str) -> None:
    assert f"script/bench {name}" in FIGURES
    assert (ROOT / "benchmarks" / f"{name}.py").exists()
