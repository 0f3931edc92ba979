"""Time that stands still until it is told to go on, the same for the desk, its Redis and Zoho."""

import sys
import time
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

REAL = (time.sleep, time.monotonic, time.time)


class VirtualTime:
    """`true` is Zoho's time; the desk's wall clock may have been set wrong, its monotonic clock never is."""

    def __init__(self) -> None:
        self.true = 0.0  # seconds since 1970
        self.wrong_by = 0.0  # seconds by which the desk's clock is ahead

    def begin(self, timestamp: datetime) -> None:
        """Start anew at that moment, with a desk whose clock is right."""
        self.true, self.wrong_by = timestamp.timestamp(), 0.0

    def go_on(self, seconds: float) -> None:
        """Let so much time pass."""
        self.true += max(0.0, seconds)

    def step(self, seconds: float) -> None:
        """Set the desk's clock, and that of its Redis, forwards or backwards."""
        self.wrong_by += seconds

    def desk(self) -> datetime:
        """What the desk takes for the present moment, aware, UTC."""
        return datetime.fromtimestamp(self.true, UTC) + timedelta(seconds=self.wrong_by)

    def time(self) -> float:
        """What the desk's machine answers to time.time()."""
        return self.true + self.wrong_by

    def rule(self) -> None:
        """Take over every clock and every pause in the modules of the desk and of the sandbox."""
        for name, module in list(sys.modules.items()):
            if name.startswith("zoho_app"):
                self._take_over(module, is_zoho=name.startswith("zoho_app.sandbox"))
        sys.modules["zoho_app.clock"].datetime = _DatesAt(self)  # type: ignore[attr-defined]

    def _take_over(self, module: Any, is_zoho: bool) -> None:
        ours = {"time": (lambda: self.true) if is_zoho else self.time, "monotonic": self._steady, "sleep": self.go_on}
        for name, value in list(vars(module).items()):
            if value is time:
                setattr(module, name, _TimeModule(ours))
            elif any(value is real for real in REAL):
                setattr(module, name, ours[value.__name__])

    def _steady(self) -> float:
        return self.true


class _TimeModule:
    """Stands where a module has imported `time`."""

    def __init__(self, ours: dict[str, Any]) -> None:
        self.__dict__.update(ours)

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)


class _DatesAt:
    """Stands where zoho_app/clock.py has imported `datetime`."""

    def __init__(self, virtual: VirtualTime) -> None:
        self._virtual = virtual

    def now(self, zone: tzinfo) -> datetime:
        return self._virtual.desk().astimezone(zone)
