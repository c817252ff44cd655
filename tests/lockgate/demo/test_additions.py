from pathlib import Path
from typing import Any

import pytest

from infra.config.endpoints import MultiModelEndpoint
from infra.config.references import ReleaseReference
from lockgate.addresses import Address
from lockgate.commands.publish import Added
from lockgate.demo import additions
from lockgate.invocation.subject import Subject, find_subject
from tests.lockgate.fakes import FakeLog, FakeRuntime, install


def many() -> tuple[Subject, MultiModelEndpoint]:
    subject = find_subject(Address("kinds", "many"))
    assert isinstance(subject.endpoint, MultiModelEndpoint)
    return subject, subject.endpoint


def test_addition_is_a_release_that_the_endpoint_does_not_have(kinds: Path) -> None:
    assert additions.addition(*many()) == ReleaseReference("tiny", 2)


def test_where_there_is_nothing_to_add_its_first_model_is_taken(kinds: Path) -> None:
    file = kinds / "environments" / "kinds.yaml"
    file.write_text(file.read_text().replace("models: [tiny@1]", "models: [tiny@2, tiny@1]"))

    assert additions.addition(*many()) == ReleaseReference("tiny", 2)


def test_published_model_is_asked_by_its_name(
    kinds: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def add(model: str, address: Address, **_: Any) -> Added:
        return Added(ReleaseReference("tiny", 2), address, many()[1], "published")

    runtime = FakeRuntime()
    install(monkeypatch, sagemaker_runtime=runtime, logs=FakeLog())
    monkeypatch.setattr(additions, "add", add)

    called = additions.publish_and_ask(*many())

    shown = capsys.readouterr().out
    assert called.answered_by == "tiny@2"
    assert runtime.sent[0]["TargetModel"] == "tiny-2.tar.gz"
    assert "tiny@2 is published to kinds/many" in shown
    assert "kinds/many  multi-model  tiny@2" in shown
