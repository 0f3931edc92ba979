"""Slow down people who guess passwords or API keys, without a lock that a stranger could keep closed.

It is counted who guesses whose password from which network, and each wrong try doubles the wait before the next.
Wrong tries from elsewhere make that wait longer, too, but never take a try away: whoever was told to wait has their
try after that wait, whatever others do meanwhile. A browser that has signed in before is counted by itself.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network
from math import ceil

from sqlalchemy import delete, select

from zoho_app.accounts.models import Guessing
from zoho_app.clock import now
from zoho_app.extensions import alone, db

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=15)
TURN_IS_KEPT_FOR = timedelta(hours=1)  # of somebody who was told to wait and does not come back


@dataclass(frozen=True)
class Pace:
    """How many wrong tries are free, how fast the wait grows after them, and how soon a try is forgotten."""

    free: int
    forgets: timedelta  # one try
    tries_per_doubling: int = 1
    first: timedelta = FIRST_WAIT
    longest: timedelta = LONGEST_WAIT

    def wait(self, level: float) -> timedelta:
        """The wait after so many wrong tries."""
        over = round(level) - self.free
        return min(self.first * 2 ** (over // self.tries_per_doubling), self.longest) if over >= 0 else timedelta()

    @property
    def highest(self) -> int:
        """As many tries as make the longest wait; more are not counted, so that it ends."""
        doublings = 0
        while self.first * 2**doublings < self.longest:
            doublings += 1
        return self.free + doublings * self.tries_per_doubling


OWN = Pace(free=5, forgets=timedelta(hours=1))  # of one network, or one browser, for one account
ACCOUNT = Pace(free=20, forgets=timedelta(minutes=5), tries_per_doubling=5)  # of all networks for one account
NETWORK = Pace(free=50, forgets=timedelta(minutes=1), tries_per_doubling=10)  # of one network for all accounts
API_KEY = Pace(free=30, forgets=timedelta(seconds=30))  # of one network for one store
# Letters that somebody can make Bookdesk send: invitations of one store, and to one address; links past guesses, of
# which each works longer than the wait for the next (one_time_links.py), so that nobody can keep them from the owner.
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
INVITATIONS_OF = Pace(free=20, forgets=HOUR, first=HOUR, longest=HOUR)
INVITATIONS_TO = Pace(free=3, forgets=DAY, first=DAY, longest=DAY)
UNLOCKS_TO = Pace(free=3, forgets=HOUR, first=HOUR, longest=HOUR)


@dataclass(frozen=True)
class Count:
    """What is counted, and its pace."""

    key: str
    pace: Pace


def _count(pace: Pace, *what: object) -> Count:
    return Count(sha256(repr(what).encode()).hexdigest(), pace)


# The first of these counts is the guesser's own, which has the turns; the others make its waits longer.
Counts = tuple[Count, ...]


def of_sign_in(email: str, address: str, known_browser: str = "") -> Counts:
    """Whoever signs in, from a network, or by a browser that this account knows."""
    if known_browser:
        return (_count(OWN, "browser", email, known_browser),)
    network = _network(address)
    return (
        _count(OWN, "account", email, network),
        _count(ACCOUNT, "account", email),
        _count(NETWORK, "network", network),
    )


def of_signed_in(sign_in_id: int) -> Counts:
    """Somebody who is signed in and types the password once more."""
    return (_count(OWN, "sign-in", sign_in_id),)


def of_api(store_id: int, address: str) -> Counts:
    """Whoever sends wrong API keys."""
    network = _network(address)
    return (_count(API_KEY, "store", store_id, network), _count(NETWORK, "API", network))


def of_push(public_id: str, address: str) -> Counts:
    """Whoever sends wrong webhook secrets of Zoho Books."""
    network = _network(address)
    return (_count(API_KEY, "push", public_id, network), _count(NETWORK, "push", network))


def may_mail_invitation(store_id: int, email: str) -> bool:
    """Whether the store may have one more invitation sent, and the address get one more; it is counted."""
    counts = (_count(INVITATIONS_OF, "invitations of", store_id), _count(INVITATIONS_TO, "invitations to", email))
    waits = [take_turn(count) for count in counts]
    return not any(waits)


def may_mail_unlock(email: str) -> bool:
    """Whether the address may get one more link past wrong guesses; it is counted."""
    return take_turn(_count(UNLOCKS_TO, "unlocks to", email)) == 0


def seconds_left(own: Count, *_: Count) -> int:
    """How many seconds the next attempt has to wait, as far as that can be told without counting it."""
    timestamp = now()
    next_at = db.session.scalar(select(Guessing.next_at).where(Guessing.key == own.key, Guessing.next_at > timestamp))
    return ceil((next_at - timestamp).total_seconds()) if next_at else 0


def take_turn(own: Count, *others: Count) -> int:
    """Count a try and return 0; or count none and return how many seconds this one has to wait.

    It is counted before anybody looks whether the guess is right, so that many at once are counted, too.
    """
    _forget_old()
    rows, timestamp = _locked((own, *others)), now()
    turn = rows.get(own.key)
    if turn is None:
        wait = _longest_wait(others, rows, timestamp)
        turn = rows[own.key] = _new(own.key, timestamp, timestamp + wait)
    if turn.next_at > timestamp:
        return ceil((turn.next_at - timestamp).total_seconds())
    for count in (own, *others):
        if count.key not in rows:
            rows[count.key] = _new(count.key, timestamp, timestamp)
        row = rows[count.key]
        _set_level(row, count.pace, _level(row, count.pace, timestamp) + 1, timestamp)
    turn.next_at = timestamp + _longest_wait((own, *others), rows, timestamp)
    turn.gone_at = max(turn.gone_at, turn.next_at + TURN_IS_KEPT_FOR)
    return 0


def forgive(own: Count, *others: Count) -> None:
    """Forget the wrong guesses before a right one."""
    rows = _locked((own, *others))
    timestamp, turn = now(), rows.get(own.key)
    if turn is None:
        return
    tries = _level(turn, own.pace, timestamp)
    for count in others:
        if row := rows.get(count.key):
            _set_level(row, count.pace, _level(row, count.pace, timestamp) - tries, timestamp)
    db.session.delete(turn)


def _locked(counts: Counts) -> dict[str, Guessing]:
    """The existing rows, locked until the transaction ends."""
    keys = sorted(count.key for count in counts)
    for key in keys:
        alone("guessing", key)
    return {row.key: row for row in db.session.scalars(select(Guessing).where(Guessing.key.in_(keys)))}


def _forget_old() -> None:
    """Delete counts that have expired; skip rows that somebody else is changing."""
    old = select(Guessing.id).where(Guessing.gone_at < now()).with_for_update(skip_locked=True)
    db.session.execute(delete(Guessing).where(Guessing.id.in_(old)))


def _new(key: str, timestamp: datetime, next_at: datetime) -> Guessing:
    row = Guessing(key=key, level=0, at=timestamp, next_at=next_at, gone_at=next_at + TURN_IS_KEPT_FOR)
    db.session.add(row)
    return row


def _set_level(row: Guessing, pace: Pace, level: float, timestamp: datetime) -> None:
    row.level, row.at = min(max(level, 0), pace.highest), timestamp
    row.gone_at = max(row.next_at, timestamp + row.level * pace.forgets)


def _longest_wait(counts: Counts, rows: dict[str, Guessing], timestamp: datetime) -> timedelta:
    waits = [count.pace.wait(_level(rows[count.key], count.pace, timestamp)) for count in counts if count.key in rows]
    return max(waits, default=timedelta())


def _level(row: Guessing, pace: Pace, timestamp: datetime) -> float:
    return max(row.level - (timestamp - row.at) / pace.forgets, 0)


def _network(address: str) -> str:
    """One name for a whole IPv6 network, because each of its guests has billions of addresses."""
    try:
        prefix = 64 if ip_address(address).version == 6 else 32
        return str(ip_network((address, prefix), strict=False))
    except ValueError:
        return address
