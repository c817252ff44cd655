from typing import Any

import pytest

from lockgate.local.autoscaling.step_rules import check_steps
from lockgate.local.protocol.errors import ServiceError
from tests.local.autoscaling.test_adjustments import steps

PERCENT = {"AdjustmentType": "PercentChangeInCapacity", "MinAdjustmentMagnitude": 2}


@pytest.mark.parametrize(
    "accepted",
    [
        steps((0, None, 1)),
        steps((None, 0, -1)),
        steps((10, None, 3), (0, 10, 1)),
        steps((None, -10, -2), (-10, 0, -1), (0, 10, 1), (10, None, 2)),
        steps((0, None, 10), **PERCENT),
    ],
)
def test_steps_that_cover_a_breach_are_accepted(accepted: dict[str, Any]) -> None:
    check_steps(accepted)


@pytest.mark.parametrize(
    ("refused", "message"),
    [
        ({"StepAdjustments": []}, "AdjustmentType must be specified"),
        (steps(), "StepAdjustments must be specified"),
        (steps((0, 10, 1), (20, None, 2)), "can't have gaps: 10 to 20"),
        (steps((0, 15, 1), (10, None, 2)), "can't overlap: 10 to 15"),
        (steps((0, None, 1), (10, None, 2)), "At most one .* unspecified upper bound"),
        (steps((None, -5, -1), (None, 0, -2)), "At most one .* unspecified lower bound"),
        (steps((None, None, 1)), "must specify a lower or an upper bound"),
        (steps((10, 10, 1)), "upper bound 10 of a StepAdjustment must exceed the lower, 10"),
        (steps((0, 10, 1)), "highest upper bound, 10, is positive"),
        (steps((-10, 0, -1)), "lowest lower bound, -10, is negative"),
        (steps((0, None, -1), AdjustmentType="ExactCapacity"), "must not be negative"),
        (steps((0, None, 1), MinAdjustmentMagnitude=2), "not for the adjustment type Change"),
    ],
)
def test_steps_that_do_not_are_refused(refused: dict[str, Any], message: str) -> None:
    with pytest.raises(ServiceError, match=message):
        check_steps(refused)
