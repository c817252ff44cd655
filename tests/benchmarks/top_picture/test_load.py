import threading
from pathlib import Path

import pytest

from benchmarks.top_picture import load
from infra.config.endpoints import RealtimeEndpoint
from lockgate.addresses import Address
from lockgate.errors import CommandError
from lockgate.invocation.choice import Choice
from lockgate.invocation.subject import Subject, find_subject


def test_person_asks_until_it_is_enough(kinds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended, asked = threading.Event(), []

    def call(subject: Subject, *_: object) -> None:
        asked.append(subject.address.endpoint)
        if len(asked) == 2:
            ended.set()
        raise CommandError("throttled")

    monkeypatch.setattr(load, "call", call)
    monkeypatch.setattr(load, "PAUSE_S", {"realtime": 0.001})

    load.person(find_subject(Address("kinds", "chat")), ended)

    assert asked == ["chat", "chat"]


def test_multi_model_endpoint_is_asked_for_its_first_model(kinds: Path) -> None:
    many = load.choice_of(find_subject(Address("kinds", "many")))

    assert many.target_model == "tiny-1.tar.gz"


def test_other_endpoints_are_asked_for_none(kinds: Path) -> None:
    chat = find_subject(Address("kinds", "chat"))

    assert isinstance(chat.endpoint, RealtimeEndpoint)
    assert load.choice_of(chat) == Choice()


def test_waves_are_between_half_and_twice() -> None:
    assert 0.5 <= load.wave() <= 2
