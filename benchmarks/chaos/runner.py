"""One seed: its day is lived and then checked."""

import logging
import traceback
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field

from sqlalchemy import func, select

from benchmarks.chaos import checker, schedule
from benchmarks.chaos import story as tales
from benchmarks.chaos.day import Day
from benchmarks.chaos.world import World
from zoho_app.extensions import db
from zoho_app.orders.models import Order, Shipment
from zoho_app.sandbox.common import ledger


@dataclass(frozen=True)
class Outcome:
    """What became of a seed."""

    seed: int
    problems: list[str]
    counts: Counter[str]
    lines: list[str] = field(repr=False)


def run_some(seeds: Iterable[int]) -> list[Outcome]:
    """Run these seeds, one after the other, in a world of their own."""
    logging.disable(logging.CRITICAL)
    with ExitStack() as stack:
        world = World(stack)
        return [run(world, seed) for seed in seeds]


def run(world: World, seed: int) -> Outcome:
    """Live the day of that seed and check it; an error of the harness is a problem too."""
    day = Day(world, seed, schedule.plan(seed))
    try:
        day.live()
        problems = checker.problems(day)
    except Exception:
        problems = [traceback.format_exc()]
    return Outcome(seed, problems, day.story.counts + _totals(world), day.story.lines)


def _totals(world: World) -> Counter[str]:
    with world.desk.app_context():
        orders = db.session.scalar(select(func.count()).select_from(Order)) or 0
        shipments = db.session.scalar(select(func.count()).select_from(Shipment)) or 0
    read = ledger.read(world.zoho.store)
    made = read["changed"].get("created salesorder", 0)
    return Counter(dict(zip(tales.TOTALS, (orders, made, shipments, len(read["requests"])), strict=True)))
