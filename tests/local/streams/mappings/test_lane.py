"""What happens to the records of a shard, with a clock and a function of the tests."""

import pytest

from lockgate.local.streams.mappings.lane import Idle, Outcome
from lockgate.local.streams.mappings.records import LARGEST_PAYLOAD
from tests.local.streams.mappings.shards import FAILS, World, reported


def poison(*bad: int) -> World:
    """A function that fails with some records."""
    return World(function=lambda numbers: FAILS if set(bad) & set(numbers) else Outcome())


def test_records_are_sent_at_once_without_a_window() -> None:
    world = World().put(1, 2)
    assert world.run() is None
    assert world.calls == [[1, 2]]


def test_no_batch_is_larger_than_the_batch_size() -> None:
    assert World().put(*range(1, 10)).run_out().calls == [[1, 2, 3, 4], [5, 6, 7, 8], [9]]


def test_no_event_is_larger_than_6_mb() -> None:
    third = "x" * (LARGEST_PAYLOAD // 3)
    world = World().put(1, 2, data=third).put(3, data=third).run_out()
    assert world.calls == [[1, 2], [3]]


def test_a_window_is_open_from_its_first_record_on() -> None:
    world = World().set(window_s=5)
    assert world.run() is None
    world.now = 10
    assert world.put(1).run() == 15
    world.now = 14
    assert world.put(2).run() == 15
    world.now = 15
    assert world.run() is None
    assert world.calls == [[1, 2]]


def test_a_full_batch_does_not_wait_for_its_window() -> None:
    world = World().set(window_s=5).put(1, 2, 3, 4, 5)
    assert world.run() == 5
    assert world.calls == [[1, 2, 3, 4]]


def test_a_batch_that_fails_is_tried_again_with_growing_pauses() -> None:
    world = poison(1).put(1)
    pauses = []
    for _ in range(8):
        until = world.run()
        assert until is not None
        pauses.append(until - world.now)
        world.now = until
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]


def test_later_records_wait_for_a_batch_that_fails() -> None:
    world = poison(1).put(1)
    world.run()
    assert world.put(2).run() == 1
    assert world.calls == [[1]]


def test_a_batch_is_given_up_after_its_retries() -> None:
    world = poison(2).set(retries=2).put(1, 2, 3, 4, 5).run_out()
    assert world.calls == [[1, 2, 3, 4]] * 3 + [[5]]
    (discard,) = world.given_up
    assert (discard.condition, discard.batch.calls) == ("RetryAttemptsExhausted", 3)


def test_no_retries_give_up_at_once() -> None:
    assert poison(1).set(retries=0).put(1, 2).run_out().lost == [[1, 2]]


def test_bisection_isolates_poison_and_counts_no_retry() -> None:
    world = poison(3).set(bisects=True, retries=1).put(1, 2, 3, 4).run_out()
    assert world.calls == [[1, 2, 3, 4], [1, 2], [3, 4], [3], [3], [4]]
    assert world.lost == [[3]]


def test_a_call_that_could_not_be_made_counts_no_retry() -> None:
    answers = [Outcome(was_called=False)] * 5 + [Outcome()]
    world = World(function=lambda _numbers: answers.pop(0)).set(retries=0).put(1).run_out()
    assert (world.lost, len(world.calls)) == ([], 6)


def test_reported_failures_are_sent_again_from_the_lowest_on() -> None:
    answers = [reported("4", "3"), Outcome()]
    world = World(function=lambda _numbers: answers.pop(0)).set(reports_failures=True)
    assert world.put(1, 2, 3, 4).run_out().calls == [[1, 2, 3, 4], [3, 4]]


def test_a_reported_failure_is_a_retry_without_bisection() -> None:
    world = World(function=lambda _numbers: reported("2")).set(reports_failures=True, retries=1)
    assert world.put(1, 2, 3).run_out().lost == [[2, 3]]


def test_a_batch_is_cut_at_a_reported_failure() -> None:
    world = World(function=lambda numbers: reported("3") if 3 in numbers else Outcome())
    world.set(reports_failures=True, bisects=True, retries=1).put(1, 2, 3, 4).run_out()
    assert world.calls == [[1, 2, 3, 4], [3, 4], [3], [3], [4]]
    assert world.lost == [[3]]


@pytest.mark.parametrize("identifier", ["", None, "unknown", 3])
def test_an_identifier_that_is_none_fails_the_whole_batch(identifier: object) -> None:
    answers = [reported("2", identifier), Outcome()]
    world = World(function=lambda _numbers: answers.pop(0)).set(reports_failures=True)
    assert world.put(1, 2).run_out().calls == [[1, 2], [1, 2]]


@pytest.mark.parametrize(
    "response", [None, "", [], {}, {"batchItemFailures": []}, {"batchItemFailures": None}]
)
def test_a_response_without_failures_is_a_success(response: object) -> None:
    world = World(function=lambda _numbers: Outcome(response)).set(reports_failures=True)
    assert world.put(1).run_out().calls == [[1]]


def test_reports_count_only_where_the_mapping_wants_them() -> None:
    assert World(function=lambda _numbers: reported("1")).put(1).run_out().calls == [[1]]


def test_records_that_are_too_old_are_not_sent() -> None:
    world = World().set(oldest_s=60).put(1)
    world.now = 50
    world.put(2)
    world.now = 70
    world.run_out()
    assert (world.calls, world.lost) == ([[2]], [[1]])
    assert world.given_up[0].condition == "RecordAgeExceeded"


def test_retries_end_when_the_records_are_too_old() -> None:
    world = poison(1).set(oldest_s=60).put(1).run_out()
    assert world.lost == [[1]]
    assert world.given_up[0].batch.calls == len(world.calls) == 6


def test_settings_of_a_mapping_may_change_between_tries() -> None:
    world = poison(1).put(1)
    world.run()
    world.now = 1
    assert world.set(retries=0).run() is None
    assert world.lost == [[1]]


def test_the_checkpoint_is_before_all_that_is_not_done() -> None:
    world = poison(3).put(1, 2)
    world.run()
    assert world.lane.checkpoint == 2
    world.put(3, 4).run()
    assert world.lane.checkpoint == 2


def test_records_of_other_lanes_are_passed_over() -> None:
    world = World()
    world.lane.read = lambda position, _room: ([], max(position, 7))
    assert world.lane.next(world.settings, 0) == Idle(None)
    assert world.lane.checkpoint == 7
