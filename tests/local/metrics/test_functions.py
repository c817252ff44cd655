import pytest

from lockgate.local.metrics.expressions import Context, evaluate, value_of
from lockgate.local.metrics.series_math import Line, Series, Value
from lockgate.local.metrics.syntax import ExpressionError

TIMES = (0, 60, 120, 180)
BUSY: Series = {0: 10.0, 60: 40.0, 180: 100.0}
CALM: Series = {60: 2.0, 120: 4.0}
CONTEXT = Context(
    values={"busy": BUSY, "calm": CALM, "rate": {0: 1.0}},
    metrics={"busy": "Busy", "calm": "Calm"},
    times=TIMES,
    period=60,
)


def value(expression: str) -> Value:
    return value_of(expression, CONTEXT)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("busy + calm", {60: 42}),
        ("busy / (calm - 2)", {}),
        ("RATE(busy)", {60: 0.5, 180: 0.5}),
        ("DIFF(busy)", {60: 30, 180: 60}),
        ("DIFF_TIME(busy)", {60: 60, 180: 120}),
        ("RUNNING_SUM(busy)", {0: 10, 60: 50, 180: 150}),
        ("FILL(calm, 0)", {0: 0, 60: 2, 120: 4, 180: 0}),
        ("FILL(busy, REPEAT)", {0: 10, 60: 40, 120: 40, 180: 100}),
        ("FILL(calm, REPEAT)", {60: 2, 120: 4, 180: 4}),
        ("FILL(busy, LINEAR)", {0: 10, 60: 40, 120: 70, 180: 100}),
        ("busy / PERIOD(busy)", {0: 1 / 6, 60: 2 / 3, 180: 5 / 3}),
        ("TIME_SERIES(3)", dict.fromkeys(TIMES, 3)),
        ("TIME_SERIES(MAX(busy))", dict.fromkeys(TIMES, 100)),
        ("SUM([busy, calm])", {0: 10, 60: 42, 120: 4, 180: 100}),
        ("SUM(METRICS())", {0: 10, 60: 42, 120: 4, 180: 100}),
        ("SUM(METRICS('alm'))", CALM),
        ("AVG([busy, calm])", {0: 10, 60: 21, 120: 4, 180: 100}),
        ("MIN([busy, calm])", {0: 10, 60: 2, 120: 4, 180: 100}),
        ("IF(busy > 20, busy)", {60: 40, 180: 100}),
        ("IF(busy > 20, calm, -1)", {0: -1, 60: 2}),
        ("IF(1, busy, calm)", BUSY),
        ("ABS(calm - 3)", {60: 1, 120: 1}),
        ("CEIL(calm / 3)", {60: 1, 120: 2}),
        ("LOG10(busy)", {0: 1, 60: pytest.approx(1.60206), 180: 2}),
        ("LAST([busy, calm])", CALM),
        ("FIRST(METRICS())", BUSY),
    ],
)
def test_series_of_functions(expression: str, expected: Series) -> None:
    assert value(expression) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("SUM(busy)", 150),
        ("AVG(busy)", 50),
        ("STDDEV(calm)", 1),
        ("DATAPOINT_COUNT(busy)", 3),
        ("PERIOD(busy)", 60),
    ],
)
def test_numbers_of_a_series(expression: str, expected: float) -> None:
    assert value(expression) == expected


def test_functions_of_an_array_are_of_each_of_its_series() -> None:
    assert value("METRICS() * 2") == (
        Line("Busy", {0: 20, 60: 80, 180: 200}),
        Line("Calm", {60: 4, 120: 8}),
    )
    filled = value("FILL(METRICS(), 0)")
    assert isinstance(filled, tuple)
    assert [list(line.series) for line in filled] == [list(TIMES)] * 2


def test_series_without_values_are_removed() -> None:
    assert value("REMOVE_EMPTY([busy, busy / 0])") == (Line("", BUSY),)


def test_a_series_without_values_has_no_number() -> None:
    assert value("SUM(busy / 0)") == {}


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("gone + 1", "gone is not emulated"),
        ("SORT(METRICS(), AVG, ASC)", "SORT"),
        ("FILL(busy, calm)", "FILL: the filling is a number, REPEAT or LINEAR"),
        ("FILL(3, 0)", "FILL: a number is no series"),
        ("RATE(busy, calm)", "RATE does not take 2 such arguments"),
        ("[busy, 3]", "an array takes series, no numbers"),
        ("METRICS() + [busy]", "arrays of 1 and 2 series do not go together"),
        ("IF(METRICS(), 1, 0)", "IF: IF takes numbers and series"),
        ("TIME_SERIES(busy)", "TIME_SERIES: it takes a number"),
        ("1 / 0", "division by zero"),
    ],
)
def test_what_cannot_be_calculated_is_told(expression: str, told: str) -> None:
    with pytest.raises(ExpressionError) as raised:
        value(expression)
    assert told in str(raised.value)


def test_a_number_alone_is_no_answer() -> None:
    with pytest.raises(ExpressionError, match=r"it gives a number; TIME_SERIES\(\) makes a series"):
        evaluate("SUM(busy)", CONTEXT)


def test_words_in_texts_are_no_operators() -> None:
    searched: list[str] = []

    def search(text: str, called: str, period: int) -> tuple[Line, ...]:
        searched.append(f"{text}|{called}|{period}")
        return ()

    context = Context({}, {}, TIMES, 60, search)
    evaluate("SEARCH('{Lockgate,EndpointName} a AND b', 'Sum', 300)", context)
    assert searched == ["{Lockgate,EndpointName} a AND b|Sum|300"]
