"""What CloudWatch makes of the datapoints that an alarm has and of those that are missing.

Source: "Configuring how CloudWatch alarms treat missing data". CloudWatch looks at more periods
than the alarm evaluates; a datapoint that comes late, or never, is made up for by older ones.
"""

from collections.abc import Sequence

EXTRA_PERIODS = 2
"""Periods before the evaluated ones that are looked at too: "the evaluation range is 5" for 3."""


def state_of(
    breaching: Sequence[bool | None], *, wanted: int, needed: int, missing: str
) -> str | None:
    """The state that datapoints call for; None to leave it as it is.

    Args:
        breaching: whether each datapoint of the evaluation range breaches, the oldest first; None
            where there is none.
        wanted: EvaluationPeriods.
        needed: DatapointsToAlarm.
        missing: TreatMissingData.
    """
    real = [one for one in breaching if one is not None]
    if len(real) >= wanted:
        return _by_count(real[-wanted:], needed)
    if missing in {"breaching", "notBreaching"}:
        filled = [*real, *[missing == "breaching"] * (wanted - len(real))]
        return _by_count(filled, needed)
    if not real:
        return "INSUFFICIENT_DATA" if missing == "missing" else None
    if not all(real) or len(real) >= needed:
        return _by_count(real, needed)
    age = len(breaching) - list(breaching).index(True)
    return "ALARM" if missing == "missing" and age >= needed else None


def _by_count(breaching: Sequence[bool], needed: int) -> str:
    return "ALARM" if sum(breaching) >= needed else "OK"
