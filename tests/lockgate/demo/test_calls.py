from pathlib import Path

import pytest

from infra.config.references import ReleaseReference
from lockgate.addresses import Address
from lockgate.demo import calls
from lockgate.demo.calls import Called, call
from lockgate.invocation.choice import Choice
from lockgate.invocation.subject import Subject, find_subject
from tests.lockgate.fakes import (
    AsyncRuntime,
    FakeLog,
    FakeObjects,
    FakeRuntime,
    FakeStacks,
    install,
)

STACK = FakeStacks("lockgate-kinds-later", InputsPrefix="s3://ours/inputs/")


@pytest.fixture
def runtime(kinds: Path, monkeypatch: pytest.MonkeyPatch) -> FakeRuntime:
    fake = FakeRuntime()
    install(monkeypatch, sagemaker_runtime=fake, logs=FakeLog())
    return fake


def called(endpoint: str, choice: Choice | None = None) -> tuple[Called, list[str]]:
    """Call an endpoint; return what came of it, and the pieces of text."""
    pieces: list[str] = []
    subject = find_subject(Address("kinds", endpoint))
    return call(subject, pieces.append, choice), pieces


def test_streaming_endpoint_is_called_once(runtime: FakeRuntime) -> None:
    result, pieces = called("chat")

    assert (result.kind, result.answered_by, result.note) == ("realtime", "tiny@1", "")
    assert pieces == ["Hi", " there"]
    assert len(runtime.sent) == 1


def test_serverless_endpoint_that_had_to_start_is_called_again(
    runtime: FakeRuntime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "COLD_S", 0.0)

    result, pieces = called("burst")

    assert result.note == "cold start"
    assert result.again is not None
    assert result.answers == [result.answer, result.again]
    assert (pieces, len(runtime.sent)) == (["Hi there"], 2)


def test_serverless_endpoint_that_was_warm_is_called_once(
    runtime: FakeRuntime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "COLD_S", 1000.0)

    result, _ = called("burst")

    assert (result.note, result.again, len(runtime.sent)) == ("warm", None, 1)


def test_multi_model_endpoint_answers_with_the_model_that_was_named(runtime: FakeRuntime) -> None:
    result, _ = called("many", Choice(target_model="tiny-2.tar.gz"))

    assert (result.answered_by, result.note) == ("tiny@2", "published")
    assert runtime.sent[0]["TargetModel"] == "tiny-2.tar.gz"


def test_async_endpoint_shows_where_its_result_lies(
    kinds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    objects = FakeObjects()
    install(
        monkeypatch,
        cloudformation=STACK,
        s3=objects,
        sagemaker_runtime=AsyncRuntime(objects),
        sagemaker=None,
        logs=FakeLog(),
    )

    result, pieces = called("later")

    assert (result.note, result.place) == ("from S3", "s3://ours/result")
    assert pieces == ["Hi there"]


def test_stand_in_is_named_with_the_model_it_stands_for(
    runtime: FakeRuntime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Subject, "stand_in", lambda *_: ReleaseReference("small", 3))

    result, _ = called("chat")

    assert (result.answered_by, result.in_place_of) == ("small@3", "tiny@1")
