from collections.abc import Iterable
from typing import Any

import pytest

from lockgate.errors import CommandError
from lockgate.invocation.answer import Answer


def ticking(*seconds: float) -> Answer:
    """An answer whose clock shows these times, one after the other."""
    times = iter(seconds)
    return Answer(lambda: next(times))


def delta(text: str, finish: str | None = None) -> dict[str, Any]:
    return {"model": "m", "choices": [{"delta": {"content": text}, "finish_reason": finish}]}


def streamed(answer: Answer, messages: Iterable[dict[str, Any]]) -> list[str]:
    return list(answer.read_stream(messages))


USAGE = {"choices": [], "usage": {"prompt_tokens": 5, "completion_tokens": 3}}


def test_pieces_come_as_they_are_and_join_to_the_text() -> None:
    answer = ticking(0, 1, 2)

    assert streamed(answer, [delta("a"), delta(""), delta("b", "stop")]) == ["a", "b"]
    assert (answer.text, answer.finish_reason, answer.model) == ("ab", "stop", "m")


def test_first_token_is_timed_from_the_request() -> None:
    answer = ticking(10, 10.25, 11)

    streamed(answer, [{"choices": [{"delta": {"role": "assistant"}}]}, delta("a"), delta("b")])

    assert answer.first_token_s == 0.25
    assert answer.total_s == 1


def test_speed_counts_the_tokens_after_the_first() -> None:
    answer = ticking(0, 1, 2)

    streamed(answer, [delta("a"), USAGE])

    assert answer.completion_tokens == 3
    assert answer.tokens_per_s == 2


def test_one_token_has_no_speed() -> None:
    answer = ticking(0, 1, 2)

    streamed(answer, [delta("a"), {"usage": {"completion_tokens": 1}}])

    assert answer.tokens_per_s is None


def test_whole_answer_counts_all_tokens_over_all_the_time() -> None:
    answer = ticking(0, 2)
    choice = {"message": {"content": "Hi"}, "finish_reason": "stop"}

    assert answer.read_whole({"choices": [choice], "usage": {"completion_tokens": 8}}) == "Hi"
    assert answer.tokens_per_s == 4


def test_error_inside_the_stream_ends_it_with_its_message() -> None:
    answer = ticking(0, 1)

    with pytest.raises(CommandError, match="in the middle of its answer: out of memory"):
        streamed(answer, [delta("a"), {"error": {"message": "out of memory"}}])


def test_whole_answer_that_is_no_object_is_refused() -> None:
    with pytest.raises(ValueError, match=r"it is no object but \[1\]"):
        ticking(0).read_whole([1])


def test_queued_answer_counts_tokens_over_the_work() -> None:
    answer = Answer(lambda: 0, queued=True, processing_s=2, total_s=5, completion_tokens=8)

    assert (answer.waited_s, answer.tokens_per_s) == (3, 4)


def test_queued_answer_of_unknown_work_has_no_rate() -> None:
    answer = Answer(lambda: 0, queued=True, total_s=5, completion_tokens=8)

    assert (answer.waited_s, answer.tokens_per_s) == (None, None)
