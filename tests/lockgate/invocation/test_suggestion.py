from pathlib import Path

import pytest

from infra.config.references import ReleaseReference
from lockgate.addresses import Address
from lockgate.invocation.subject import find_subject
from lockgate.invocation.suggestion import invoke_command


def suggested(endpoint: str, model: ReleaseReference | None = None) -> str:
    subject = find_subject(Address("kinds", endpoint))
    return invoke_command(subject.address, subject.endpoint, project=subject.project, model=model)


@pytest.mark.parametrize("endpoint", ["chat", "pair", "later", "burst"])
def test_endpoint_is_asked_by_its_name(kinds: Path, endpoint: str) -> None:
    assert suggested(endpoint) == f'lockgate invoke kinds/{endpoint} "What is a canal lock?"'


def test_multi_model_endpoint_is_asked_for_a_model(kinds: Path) -> None:
    assert "kinds/many --target-model tiny@1 " in suggested("many")
    assert "--target-model tiny@2 " in suggested("many", ReleaseReference("tiny", 2))


def test_model_that_continues_a_text_is_sent_one(kinds: Path) -> None:
    card = kinds / "models" / "tiny.yaml"
    card.write_text(card.read_text().replace("task: chat", "task: completion"))
    assert (
        suggested("chat") == """lockgate invoke kinds/chat --body '{"inputs": "A canal lock is"}'"""
    )


def test_model_that_takes_no_text_is_sent_json(kinds: Path) -> None:
    card = kinds / "models" / "tiny.yaml"
    text = card.read_text().replace("task: chat", "task: classification")
    card.write_text(text.replace(", max_context: 64", ""))
    assert suggested("chat") == "lockgate invoke kinds/chat --body JSON"
