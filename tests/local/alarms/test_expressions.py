import pytest

from lockgate.local.alarms.expressions import calculate, names
from lockgate.local.metrics.series_math import Series
from lockgate.local.metrics.syntax import ExpressionError

REQUESTS: Series = {0: 200.0, 60: 0.0, 120: 10.0}
ERRORS: Series = {0: 3.0, 60: 0.0}
METRICS = {"requests": REQUESTS, "errors": ERRORS}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("IF(requests > 0, 100 * errors / requests, 0)", {0: 1.5, 60: 0}),
        ("errors / requests", {0: 0.015}),
        ("requests + 1", {0: 201, 60: 1, 120: 11}),
        ("-errors", {0: -3, 60: 0}),
        ("requests > 5 AND errors >= 3", {0: 1, 60: 0}),
        ("requests > 5 || errors >= 3", {0: 1, 60: 0}),
        ("FILL(errors, 0)", {0: 3, 60: 0, 120: 0}),
        ("MAX([requests, errors])", {0: 200, 60: 0, 120: 10}),
        ("errors ^ 2", {0: 9, 60: 0}),
    ],
)
def test_expressions_work_period_by_period(expression: str, expected: Series) -> None:
    assert calculate(expression, METRICS) == pytest.approx(expected)


def test_the_ids_of_an_expression_are_found() -> None:
    assert names("IF(FILL(requests, 0) > 0, errors, 1)") == {"requests", "errors"}


@pytest.mark.parametrize(
    ("expression", "what"),
    [
        ("errors /", "it does not parse"),
        ("SORT(errors, AVG, ASC)", "SORT"),
        ("MAX(errors)", "it gives a number"),
        ("[errors, requests]", "it gives 2"),
        ("SEARCH('{AWS/SageMaker}', 'Sum', 60)", "SEARCH"),
        ("errors.real", "errors.real"),
        ("FILL(errors, requests)", "the filling is a number, REPEAT or LINEAR"),
    ],
)
def test_what_is_not_emulated_is_named(expression: str, what: str) -> None:
    with pytest.raises(ExpressionError, match="does not evaluate the metric math") as raised:
        names(expression)
    assert what in str(raised.value)
