"""What can go wrong on the way to Zoho and back, call by call; the sandbox itself does most of it."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.chaos import story as tales

Rule = dict[str, Any]

TOKEN = "/oauth/v2/token"
DENIED = {"error": "Access Denied", "error_description": "Too many requests were made continuously."}
# Longer than this no list of Zoho's lags (the desk allows for 30 seconds).
LONGEST_LAG = 25


@dataclass(frozen=True)
class Trouble:
    """One fault of one call: a rule for the sandbox, or a line on which nothing comes back in time."""

    name: str
    rule: Rule = field(default_factory=dict)
    is_slow: bool = False  # the caller hears nothing until its patience is over


def _storm(rng: random.Random) -> Trouble:
    status = rng.choice((500, 502, 503, 504))
    looks = rng.choice(({"action": "html"}, {"action": "status"}, {"action": "status", "body": "Unavailable"}))
    return Trouble(tales.STORM, {**looks, "status": status, **_maybe_done(rng)})


def _timeout_after(rng: random.Random) -> Trouble:
    return Trouble(tales.TIMEOUT_AFTER, {"action": "drop", "when": "after"}, is_slow=True)


def _timeout_before(rng: random.Random) -> Trouble:
    return Trouble(tales.TIMEOUT_BEFORE, {"action": "drop"}, is_slow=True)


def _reset(rng: random.Random) -> Trouble:
    return Trouble(tales.RESET, {"action": "truncate"})


def _malformed(rng: random.Random) -> Trouble:
    return Trouble(tales.MALFORMED, {"action": "malformed", **_maybe_done(rng)})


def _html(rng: random.Random) -> Trouble:
    return Trouble(tales.HTML, {"action": "html", "status": 200, **_maybe_done(rng)})


def _empty(rng: random.Random) -> Trouble:
    return Trouble(tales.EMPTY, {"action": "empty", **_maybe_done(rng)})


def _throttled(rng: random.Random) -> Trouble:
    return Trouble(tales.THROTTLED, {"action": "throttle", "code": rng.choice((44, 43, 1070))})


def _throttled_until(rng: random.Random) -> Trouble:
    return Trouble(tales.THROTTLED_UNTIL, {"action": "throttle", "retry_after": rng.randint(1, 120)})


def _lag(rng: random.Random) -> Trouble:
    return Trouble(tales.LAG, {"action": "lag", "seconds": rng.randint(5, LONGEST_LAG)})


def _unreachable(rng: random.Random) -> Trouble:
    return Trouble(tales.UNREACHABLE)


def _expired(rng: random.Random) -> Trouble:
    return Trouble(tales.EXPIRED, {"action": "expire_tokens"})


def _denied(rng: random.Random) -> Trouble:
    return Trouble(tales.DENIED, {"action": "status", "status": 400, "body": DENIED})


def _maybe_done(rng: random.Random) -> Rule:
    """Whether Zoho has carried it out before its answer went wrong."""
    return {"when": rng.choice(("before", "after"))}


# What may happen to every call while such weather lasts.
WEATHER: dict[str, Callable[[random.Random], Trouble]] = {
    tales.STORM: _storm,
    tales.TIMEOUT_AFTER: _timeout_after,
    tales.TIMEOUT_BEFORE: _timeout_before,
    tales.RESET: _reset,
    tales.MALFORMED: _malformed,
    tales.HTML: _html,
    tales.EMPTY: _empty,
    tales.THROTTLED: _throttled,
    tales.THROTTLED_UNTIL: _throttled_until,
    tales.LAG: _lag,
    tales.UNREACHABLE: _unreachable,
    tales.EXPIRED: _expired,
    tales.DENIED: _denied,
}


class Faults:
    """The weather between the desk and Zoho: kind of fault -> how likely it is for each call."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self.weather: dict[str, float] = {}

    def choose(self, method: str, path: str) -> Trouble | None:
        """What shall go wrong with this call, if anything."""
        for name, likely in self.weather.items():
            if name != tales.UNREACHABLE and _concerns(name, method, path) and self._rng.random() < likely:
                return WEATHER[name](self._rng)
        return None

    def is_unreachable(self) -> bool:
        """Whether no connection can be made right now."""
        return self._rng.random() < self.weather.get(tales.UNREACHABLE, 0.0)


def _concerns(name: str, method: str, path: str) -> bool:
    if name == tales.DENIED:
        return path == TOKEN
    if path.startswith("/oauth/"):
        return name not in (tales.EXPIRED, tales.LAG, tales.THROTTLED, tales.THROTTLED_UNTIL)
    return method == "GET" if name == tales.LAG else True
