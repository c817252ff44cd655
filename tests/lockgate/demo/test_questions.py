from dataclasses import replace
from pathlib import Path

import pytest

from infra.config.references import ReleaseReference
from lockgate.addresses import Address
from lockgate.demo import questions
from lockgate.demo.calls import QUESTION
from lockgate.invocation.choice import Choice
from lockgate.invocation.subject import Subject, find_subject
from tests.lockgate.fakes import FakeRuntime, install


@pytest.fixture
def runtime(kinds: Path, monkeypatch: pytest.MonkeyPatch) -> FakeRuntime:
    fake = FakeRuntime()
    install(monkeypatch, sagemaker_runtime=fake)
    return fake


def subject(endpoint: str) -> Subject:
    return find_subject(Address("kinds", endpoint))


def test_first_answer_is_shown_whole_and_others_in_a_line(
    runtime: FakeRuntime, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = questions.ask_all([subject("chat"), subject("pair")])

    shown = capsys.readouterr().out
    assert [called.address.endpoint for called in calls] == ["chat", "pair"]
    assert shown.count(QUESTION) == 1
    assert shown.count("     Hi there\n") == 2


def test_stand_in_is_introduced_as_such(
    runtime: FakeRuntime, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Subject, "stand_in", lambda *_: ReleaseReference("small", 3))

    questions.introduce(subject("chat"), Choice())

    assert "kinds/chat  realtime  small@3 stands in for tiny@1" in capsys.readouterr().out


def test_place_of_a_stored_answer_is_shown(
    runtime: FakeRuntime, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = questions.ask(subject("chat"))
    stored = replace(asked, place="s3://ours/result")
    monkeypatch.setattr(questions, "call", lambda *_: stored)

    questions.ask(subject("chat"))

    assert "stored as s3://ours/result" in capsys.readouterr().out
