import pytest

from functions.metrics import seen as module
from functions.metrics.envelope import LogEvent
from functions.metrics.seen import Seen


def events(*ids: str) -> list[LogEvent]:
    return [LogEvent(each, 0, "") for each in ids]


def fresh(seen: Seen, *ids: str) -> list[str]:
    return [event.id for event in seen.fresh(events(*ids))]


def test_new_events_are_fresh() -> None:
    assert fresh(Seen(), "a", "b") == ["a", "b"]


def test_event_that_came_before_is_not_fresh() -> None:
    seen = Seen()
    fresh(seen, "a", "b")
    assert fresh(seen, "b", "c", "a") == ["c"]


def test_event_twice_in_one_record_is_fresh_once() -> None:
    assert fresh(Seen(), "a", "b", "a") == ["a", "b"]


def test_latest_events_are_remembered_and_the_oldest_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "GENERATION", 10)
    seen = Seen()
    for number in range(25):
        fresh(seen, str(number))
    assert fresh(seen, "24", "15", "0") == ["0"]
