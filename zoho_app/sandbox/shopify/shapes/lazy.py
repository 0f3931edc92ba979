"""A mapping that reckons its dearer fields only when one of them is asked for."""

from collections.abc import Callable
from typing import Any


class Lazy(dict[str, Any]):
    """The given fields at once; then those of each of `makers`, in order, when a field is not among them yet."""

    def __init__(self, fields: dict[str, Any], *makers: Callable[[], dict[str, Any]]) -> None:
        super().__init__(fields)
        self._makers = list(makers)

    def get(self, key: str, default: Any = None) -> Any:
        while key not in self and self._makers:
            self.update(self._makers.pop(0)())
        return super().get(key, default)
