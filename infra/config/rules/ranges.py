"""Conditions that many rules share: a number or a duration outside its limits."""

from datetime import timedelta

from infra.config.duration import format_duration
from infra.config.rules.table import Breach, breach


def outside(value: float, low: float, high: float, *path: str) -> list[Breach]:
    """A breach when a number is below `low` or above `high`."""
    if low <= value <= high:
        return []
    return [breach(*path, value=value, low=low, high=high)]


def seconds_outside(value: timedelta, low: int, high: int, *path: str) -> list[Breach]:
    """A breach when a duration is not a whole number of seconds from `low` to `high`."""
    seconds = value.total_seconds()
    if seconds.is_integer() and low <= seconds <= high:
        return []
    limits = {bound: format_duration(timedelta(seconds=s)) for bound, s in _named(low, high)}
    return [breach(*path, value=format_duration(value), **limits)]


def _named(low: int, high: int) -> list[tuple[str, int]]:
    return [("low", low), ("high", high)]
