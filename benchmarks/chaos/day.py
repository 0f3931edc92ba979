"""One seed from its first minute until everything is calm: actions, weather, workers, and the time that goes on."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from benchmarks.chaos import story as tales
from benchmarks.chaos.back_office import BackOffice
from benchmarks.chaos.channel import Channel
from benchmarks.chaos.faults import Faults
from benchmarks.chaos.line_to_zoho import LineToZoho
from benchmarks.chaos.people import People
from benchmarks.chaos.schedule import FAULTS_END, Plan
from benchmarks.chaos.story import Story
from benchmarks.chaos.workers import Workers
from benchmarks.chaos.world import CHANNEL, ORGANIZATION, ZOHO, World
from zoho_app import jobs
from zoho_app.appointments.models import OPEN_STATES, RUNNING, Appointment, Gate
from zoho_app.clock import now
from zoho_app.extensions import db
from zoho_app.sandbox import limits
from zoho_app.sandbox.accounts import tokens

# The sweeper comes so often; the longest time that nobody looks at the timetable here.
SWEEP, TIMETABLE, LONGEST_WAIT = 5.0, 240.0, 900.0
LONGEST_WAIT_FOR_CALM = 4 * 3600.0
# Calm must have come this long after the last fault; a spent day is waited out on top of it.
PATIENCE = 30 * 3600.0
MOST_ROUNDS = 3000
# The chances that other things go on while a call is under way.
MEANWHILE_ACTIONS, MEANWHILE_WORK, MEANWHILE_FROZEN = 0.35, 0.2, 0.5
NEW_YORK = ZoneInfo("America/New_York")


class Day:
    """The parts of one seed, wired together."""

    def __init__(self, world: World, seed: int, plan: Plan) -> None:
        self.world, self.plan = world, plan
        world.begin(plan.begins, plan.page_size, plan.calls_a_minute)
        random.seed(seed)  # the desk's own chance: backoff
        self._rng = random.Random(seed)
        self._began = world.time.true
        self.story = Story(world.time)
        self.workers = Workers(world, self._rng, self.story)
        self.people = People(world, self._rng, self.story, self.workers)
        self.back_office = BackOffice(world, self._rng, self.story)
        self.channel = Channel(self._rng, self.story, self.workers)
        self.excused: list[float] = []  # moments at which the desk's clock was set
        self._faults = Faults(self._rng)
        self._line = LineToZoho(world, self._rng, self.story, self.workers, self._faults)
        self._line.meanwhile = self._meanwhile
        self._line.shift = self.back_office.shift
        world.network.served = {ZOHO: self._line.answer, CHANNEL: self.channel.answer}
        world.network.check_line = lambda host: self._line.check_line() if host == ZOHO else None
        self._actions = list(plan.actions)
        self._is_disturbed = False
        self._timetable_at = self._freezing = 0.0
        self._offset = self._utc_offset()

    def live(self) -> None:
        """Let the day pass with all its faults, and then time until the desk is calm and people have looked."""
        with self.workers.at_work():
            self.people.open_store(self.plan.poll_minutes)
            self._is_disturbed = True
            self._line.unsteady = self.plan.unsteady
            while self._since() < FAULTS_END:
                self._set_weather()
                self._do_actions()
                self._round()
            self._end_all_faults()
            self._become_calm()
            self._clear_up()

    def _clear_up(self) -> None:
        """People run what has failed once more, check for shipments, compare, and follow what that has found."""
        for look in (self.people.run_failed_again, self.people.check, self.people.compare, self.people.repair):
            look()
            self._become_calm()

    def _set_weather(self) -> None:
        since = self._since()
        now_ = {spell.name: spell.likely for spell in self.plan.spells if spell.begins <= since < spell.ends}
        self.workers.deadly = now_.pop(tales.KILLED, 0.0)
        self.channel.trouble = now_.pop(tales.CHANNEL_TROUBLE, 0.0)
        self._freezing = now_.pop(tales.FROZEN, 0.0)
        self._let_redis_be(is_away=now_.pop(tales.AWAY, 0.0) > 0)
        self._faults.weather = now_

    def _let_redis_be(self, is_away: bool) -> None:
        if is_away and not self.world.redis.is_away:
            self.story.occurred(tales.AWAY)
        self.world.redis.is_away = is_away

    def _end_all_faults(self) -> None:
        self._is_disturbed = False
        self._let_redis_be(is_away=False)
        self.workers.deadly = self._line.unsteady = self.channel.trouble = 0.0
        self._faults.weather = {}
        if self.world.time.wrong_by:
            self._step(-self.world.time.wrong_by)
        self.story.tell("all faults end")
        self.people.reconnect()

    def _meanwhile(self) -> None:
        """What else goes on while a call is under way."""
        if not self._is_disturbed:
            return
        self._set_weather()
        if self._rng.random() < MEANWHILE_ACTIONS:
            self._do_actions()
        if not self.workers.may_start:
            return
        if self._rng.random() < self._freezing * MEANWHILE_FROZEN:
            self._freeze()
        elif self._rng.random() < MEANWHILE_WORK:
            self.workers.turn()

    def _freeze(self) -> None:
        """The worker whose call it is stands still; the sweeper takes its work for abandoned, and others go on."""
        self.story.occurred(tales.FROZEN)
        self.world.time.go_on(self._rng.uniform(40, 120))
        self.workers.run(jobs.sweep)
        self.workers.drain()

    def _do_actions(self) -> None:
        while self._actions and self._actions[0][0] <= self._since():
            _, name = self._actions.pop(0)
            self._act(name)()

    def _act(self, name: str) -> Callable[[], object]:
        for who in (self.people, self.back_office):
            if hasattr(who, name):
                return getattr(who, name)
        return {
            "wipe": self._wipe,
            "step": self._step_somewhere,
            "revoke": self._revoke,
            "expire": self._expire,
            "spend_the_day": self._spend_the_day,
            "new_day": self._new_day,
        }[name]

    def _later(self, seconds: float, name: str) -> None:
        self._actions = sorted([*self._actions, (self._since() + seconds, name)])

    def _wipe(self) -> None:
        if self.world.redis.is_away:
            return
        self.world.redis.flushall()
        self.story.occurred(tales.WIPED)

    def _step_somewhere(self) -> None:
        self._step(self._rng.choice((-1, 1)) * self._rng.choice((20, 90, 400, 4000)))

    def _step(self, seconds: float) -> None:
        self.world.time.step(seconds)
        self.excused.append(self.world.time.true)
        self.story.occurred(tales.STEP_FORWARDS if seconds > 0 else tales.STEP_BACK, f"{seconds:+.0f} s")

    def _revoke(self) -> None:
        """Somebody revokes the access in Zoho; the owner notices and reconnects, even if it takes days."""
        tokens.revoke_everything(self.world.zoho.store)
        self.story.occurred(tales.REVOKED)
        for minutes in (10, 40, 90):
            self._later(minutes * 60 * self._rng.uniform(0.5, 1.5), "reconnect")

    def _expire(self) -> None:
        tokens.expire_access_tokens(self.world.zoho.store)
        self.story.occurred(tales.EXPIRED)

    def _spend_the_day(self) -> None:
        """Another program spends nearly all calls of today."""
        store = self.world.zoho.store
        organization = store.get("organization", "", ORGANIZATION)
        assert organization is not None
        counter = limits._day_counter(organization, store.now())
        left = limits.PER_DAY - store.count(counter, 0)
        store.count(counter, max(0, left - self._rng.randint(0, 12)))
        self.story.tell("Zoho: another program has spent nearly all calls of today")
        self._later(limits._seconds_to_midnight(organization, store.now()), "new_day")

    def _new_day(self) -> None:
        self.story.occurred(tales.DAY_RESET)

    def _become_calm(self) -> None:
        """Let time go on until nothing is open any more."""
        ends_at = self._since() + PATIENCE
        for _ in range(MOST_ROUNDS):
            self._do_actions()
            self.people.reconnect()
            if not self._round() and not self._actions:
                return
            if self._since() > ends_at:
                break
        self.story.complain("the desk does not become calm")

    def _round(self) -> int:
        """The timetable's jobs, then the workers, then time until the next thing; returns what is still open."""
        self.workers.run(jobs.sweep)
        if self._since() >= self._timetable_at:
            self._timetable_at = self._since() + TIMETABLE
            for job in (jobs.schedule_readings, jobs.schedule_polls, jobs.schedule_comparisons):
                self.workers.run(job)
        self.workers.drain()
        still_open, wait = self.workers.run(self._look_ahead)
        if self._actions:
            wait = min(wait, self._actions[0][0] - self._since())
        if still_open or self._actions or self._is_disturbed:
            self._go_on(max(wait, 0.0) + self._rng.uniform(0, SWEEP))
        return int(still_open)

    def _look_ahead(self) -> tuple[int, float]:
        """How many appointments are open, and how long until something can be done about one."""
        timestamp = now()
        still_open = db.session.scalar(select(func.count()).where(Appointment.state.in_(OPEN_STATES))) or 0
        due_at = db.session.scalar(
            select(func.min(Appointment.due_at)).where(
                Appointment.state.in_(OPEN_STATES), Appointment.state != RUNNING, Appointment.due_at > timestamp
            )
        )
        free_at = db.session.scalar(select(func.min(Appointment.lease_until)).where(Appointment.state == RUNNING))
        opens_at = db.session.scalar(select(func.min(Gate.closed_until)).where(Gate.closed_until > timestamp))
        coming = [at for at in (due_at, free_at, opens_at) if at is not None]
        longest = LONGEST_WAIT if self._is_disturbed else LONGEST_WAIT_FOR_CALM
        wait = min([*coming, timestamp + timedelta(seconds=longest)]) - timestamp
        return still_open, max(0.0, wait.total_seconds())

    def _go_on(self, seconds: float) -> None:
        self.world.time.go_on(seconds)
        if self._utc_offset() != self._offset:
            self._offset = self._utc_offset()
            self.story.occurred(tales.DST)

    def _since(self) -> float:
        return self.world.time.true - self._began

    def _utc_offset(self) -> timedelta | None:
        return datetime.fromtimestamp(self.world.time.true, NEW_YORK).utcoffset()
