"""How fast an error budget may be spent before somebody is woken.

Source: Google, "The Site Reliability Workbook", chapter 5, "Alerting on SLOs", approach 6:
multiwindow, multi-burn-rate alerts, with the factors and windows of its table 5-8 that page. Its
alert is one for both factors, and so are ours: whoever is told once need not be told again.
https://sre.google/workbook/alerting-on-slos/
"""

from dataclasses import dataclass

MINUTE = 60
HOUR = 60 * MINUTE
BUDGET_DAYS = 30
"""For how long a budget should last."""


@dataclass(frozen=True)
class Burn:
    """A speed, and the windows over which it must be exceeded, both at once.

    The long window says that enough of the budget is gone to care, the short one that it goes on:
    the alarm ends soon after the trouble.
    """

    factor: float
    """Times the speed at which the budget would last for exactly its days."""
    long_s: int
    short_s: int

    @property
    def days_left(self) -> float:
        """For how long a whole budget lasts at this speed."""
        return BUDGET_DAYS / self.factor


FASTEST = Burn(14.4, long_s=HOUR, short_s=5 * MINUTE)
"""2 % of a month's budget in an hour."""
BURNS = (FASTEST, Burn(6, long_s=6 * HOUR, short_s=30 * MINUTE))
"""The second: 5 % of a month's budget in six hours."""


def window_name(seconds: int) -> str:
    """`5 minutes`, `1 hour`."""
    count, unit = (seconds // HOUR, "hour") if seconds >= HOUR else (seconds // MINUTE, "minute")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
