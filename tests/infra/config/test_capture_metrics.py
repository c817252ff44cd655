"""Functions import nothing of the configuration, so both write the names; they must agree."""

from functions.capture import tally
from functions.capture.redaction.patterns import NAMED
from infra.config.capture_metrics import JUDGED, UNITS
from infra.config.endpoints.capture import PATTERN_NAMES
from infra.config.inference_metrics import NAMESPACE, UNPARSABLE


def test_capture_function_publishes_these_metrics() -> None:
    assert tally.UNITS == UNITS
    assert tally.NAMESPACE == NAMESPACE


def test_all_but_unreadable_ones_judge_answers() -> None:
    assert {*JUDGED.values(), UNPARSABLE} == UNITS.keys()


def test_capture_function_knows_the_named_patterns() -> None:
    assert set(NAMED) == set(PATTERN_NAMES)
