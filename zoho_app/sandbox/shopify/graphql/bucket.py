"""The bucket of points: a query takes what it may cost and gets back what it did not."""

import threading
from typing import Any

from ...common.store import Store

SIZE, RESTORE_RATE = 2000.0, 100.0


class Bucket:
    """One bucket for the app in this shop; the settings `bucket_size` and `restore_rate` change it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._missing = 0.0
        self._seen_at = store.now()

    def fill(self) -> None:
        with self._lock:
            self._missing = 0.0

    def take(self, points: float) -> bool:
        """Take points when there are enough."""
        with self._lock:
            self._restore()
            if points > self._size() - self._missing:
                return False
            self._missing += points
            return True

    def give_back(self, points: float) -> None:
        with self._lock:
            self._missing = max(self._missing - points, 0.0)

    def drain(self, points_left: float) -> None:
        """Leave so many points, as another program of the same app would."""
        with self._lock:
            self._restore()
            self._missing = max(self._size() - points_left, 0.0)

    def status(self) -> dict[str, Any]:
        with self._lock:
            self._restore()
            return {
                "maximumAvailable": self._size(),
                "currentlyAvailable": float(int(self._size() - self._missing)),
                "restoreRate": self._rate(),
            }

    def _restore(self) -> None:
        now = self._store.now()
        self._missing = max(self._missing - max(now - self._seen_at, 0) * self._rate(), 0.0)
        self._seen_at = now

    def _size(self) -> float:
        return float(self._store.setting("bucket_size", SIZE))

    def _rate(self) -> float:
        return float(self._store.setting("restore_rate", RESTORE_RATE))
