"""Some days of benchmarks/chaos: everything goes wrong, and then ledger and desk agree; docs/chaos.md has more."""

import subprocess
import sys

import pytest

from harness.server import ROOT, clean_environment

pytestmark = pytest.mark.slow(60)


def chaos(*arguments: str) -> str:
    """Run it in a process of its own, whose clocks and network it takes over; returns what it has said."""
    command = [sys.executable, "-m", "benchmarks.chaos", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=clean_environment(), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def test_some_days_of_chaos_end_in_agreement() -> None:
    said = chaos("--seeds", "4", "--processes", "1")
    assert "4 seeds, 0 failed" in said


def test_a_seed_tells_its_story_and_tells_it_again() -> None:
    story = chaos("--seed", "2")
    assert "Seed 2: ledger and desk agree" in story
    assert "POST /salesorders" in story
    assert chaos("--seed", "2") == story


def test_the_check_notices_what_must_never_be() -> None:
    assert "OVERLOOKED" not in chaos("--prove")
