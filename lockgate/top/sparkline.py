"""A row of bars for a row of numbers."""

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"
NOTHING = "·"
"""A minute without data."""


def sparkline(values: Sequence[float | None], *, width: int) -> str:
    """Draw values as bars against their highest; of more than `width` the last ones."""
    shown = values[-width:]
    highest = max((value for value in shown if value is not None), default=0)
    return "".join(_bar(value, highest) for value in shown)


def _bar(value: float | None, highest: float) -> str:
    if value is None:
        return NOTHING
    if highest <= 0:
        return BARS[0]
    return BARS[min(len(BARS) - 1, int(value / highest * len(BARS)))]
