"""Waiting times in words."""

from math import ceil


def in_words(seconds: int) -> str:
    """Such as "15 seconds", "1 minute" or "4 minutes"."""
    count, unit = (seconds, "second") if seconds < 60 else (ceil(seconds / 60), "minute")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
