"""Which invocations are captured."""

import pytest

from tests.local.sagemaker.capture.captured import Bench, invocation, variant


async def test_each_captured_invocation_has_an_id_of_its_own() -> None:
    bench = Bench()
    bench.capture()
    bench.capture()
    ids = {record["eventMetadata"]["eventId"] for record in await bench.written()}
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("percentage", "number", "is_chosen"),
    [
        (0, 0.0, False),
        (1, 0.00999, True),
        (1, 0.01, False),
        (50, 0.49999, True),
        (50, 0.5, False),
        (100, 0.999999, True),
    ],
)
async def test_the_percentage_is_an_exact_bound(
    percentage: int, number: float, is_chosen: bool
) -> None:
    assert Bench(number).capture(percentage=percentage) == is_chosen


async def test_a_quarter_of_even_numbers_is_captured_at_25_percent() -> None:
    bench = Bench(*(number / 1000 for number in range(1000)))
    assert sum(bench.capture(percentage=25) for _ in range(1000)) == 250


async def test_a_variant_without_capture_is_never_chosen() -> None:
    other = variant()
    other.capture = None
    assert Bench().captures.choose(invocation(), other) is None


async def test_a_sample_whose_answer_does_not_come_is_not_captured() -> None:
    bench = Bench()
    bench.captures.choose(invocation(), variant())
    assert await bench.written() == []
