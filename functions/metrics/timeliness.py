"""Which minutes CloudWatch takes metrics of.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html
"""

from collections.abc import Callable

BACK_MINUTES = 14 * 24 * 60
AHEAD_MINUTES = 2 * 60
MARGIN_MINUTES = 5
"""For the time until CloudWatch reads what is published."""


def publishable(now_s: float) -> Callable[[int], bool]:
    """A function that tells whether a minute since 1970 can be published.

    Args:
        now_s: since 1970.
    """
    now = int(now_s // 60)
    first, last = now - BACK_MINUTES + MARGIN_MINUTES, now + AHEAD_MINUTES - MARGIN_MINUTES
    return lambda minute: first <= minute <= last
