from pathlib import Path
from typing import Any

import pytest

from lockgate.addresses import Address
from lockgate.demo import additions, questions, tour
from lockgate.demo.calls import Called
from lockgate.deployment.board import Board
from lockgate.deployment.events import StackFinished, StackStarted
from lockgate.invocation.answer import Answer
from lockgate.invocation.subject import Subject, find_subject

CHAT = Address("local", "chat")


def called(subject: Subject) -> Called:
    return Called(subject.address, subject.endpoint.kind, "tiny@1", Answer(lambda: 0.0))


def deployed(*, changed: bool) -> Board:
    """A board whose clock advances by one second at each look."""
    seconds = iter(range(100))
    board = Board(lambda: next(seconds))
    board.apply(StackStarted("lockgate-local-chat", str(CHAT), 1, 1))
    board.apply(StackFinished("lockgate-local-chat", changed=changed))
    return board


def test_multi_model_endpoint_is_asked_for_a_model_that_is_published_now(
    kinds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("many", "chat")
    subjects = [find_subject(Address("kinds", name)) for name in names]
    asked: list[str] = []

    def publish_and_ask(subject: Subject, _: Any) -> Called:
        asked.append("published")
        return called(subject)

    monkeypatch.setattr(questions, "subjects", lambda _: subjects)
    monkeypatch.setattr(questions, "ask_all", lambda some: [called(each) for each in some])
    monkeypatch.setattr(additions, "publish_and_ask", publish_and_ask)

    calls = tour.call_all(kinds)

    assert [call.address.endpoint for call in calls] == ["many", "chat"]
    assert asked == ["published"]


def test_time_to_deploy_is_that_of_the_endpoints_stack() -> None:
    assert tour.seconds_to_deploy(CHAT, deployed(changed=True)) == 1


def test_stack_that_did_not_change_has_no_time_to_deploy() -> None:
    assert tour.seconds_to_deploy(CHAT, deployed(changed=False)) is None
