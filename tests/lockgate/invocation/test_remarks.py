from pathlib import Path

import pytest

from lockgate.addresses import Address
from lockgate.invocation.answer import Answer
from lockgate.invocation.choice import Choice
from lockgate.invocation.remarks import remarks
from lockgate.invocation.subject import find_subject


def said(endpoint: str, choice: Choice | None = None, **answer: float | str) -> list[str]:
    subject = find_subject(Address("kinds", endpoint))
    return remarks(Answer(lambda: 0.0, **answer), subject, choice or Choice())  # type: ignore[arg-type]


def test_one_of_several_variants_is_named_with_its_release(kinds: Path) -> None:
    assert "variant b answered: tiny@2" in said("pair", variant="b")


def test_only_variant_is_not_worth_a_word(kinds: Path) -> None:
    assert said("chat", variant="primary", total_s=1.0) == ["1.00 s"]


def test_multi_model_answer_says_why_it_did_not_stream(kinds: Path) -> None:
    lines = said("many", Choice(target_model="tiny-1.tar.gz"))

    assert lines == ["not streamed: InvokeEndpointWithResponseStream takes no TargetModel"]


def test_answer_that_nobody_wanted_streamed_needs_no_reason(kinds: Path) -> None:
    assert said("many", Choice(target_model="tiny-1.tar.gz", stream=False)) == []


def test_async_answer_says_it_only_when_asked_to_stream(kinds: Path) -> None:
    assert said("later") == []
    assert said("later", Choice(stream=True)) == [
        "not streamed: an async endpoint stores whole answers"
    ]


@pytest.mark.parametrize(
    ("endpoint", "reason"), [("burst", "cold start"), ("many", "loads a model")]
)
def test_long_wait_is_explained(kinds: Path, endpoint: str, reason: str) -> None:
    lines = said(endpoint, Choice(stream=False), total_s=3.0, processing_s=1.0)

    assert reason in lines[-1]


def test_short_wait_needs_no_explanation(kinds: Path) -> None:
    lines = said("burst", Choice(stream=False), total_s=1.1, processing_s=1.0)

    assert lines == ["waited 0.10 s · processed 1.00 s · 1.10 s"]
