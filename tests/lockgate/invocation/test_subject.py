from pathlib import Path

import pytest

from infra.config.references import ReleaseReference
from lockgate.addresses import Address
from lockgate.errors import CommandError
from lockgate.invocation.choice import Choice
from lockgate.invocation.subject import Subject, find_subject

FIRST, SECOND = ReleaseReference("tiny", 1), ReleaseReference("tiny", 2)


def subject(endpoint: str) -> Subject:
    return find_subject(Address("kinds", endpoint))


@pytest.mark.parametrize("endpoint", ["chat", "later", "burst", "many"])
def test_one_release_answers_where_there_are_no_variants(kinds: Path, endpoint: str) -> None:
    assert subject(endpoint).answering(Choice()) == FIRST


def test_variant_that_answered_decides_the_release(kinds: Path) -> None:
    assert subject("pair").answering(Choice(), "b") == SECOND


def test_chosen_variant_decides_the_release(kinds: Path) -> None:
    assert subject("pair").answering(Choice(target_variant="b")) == SECOND


def test_target_model_decides_the_release(kinds: Path) -> None:
    assert subject("many").answering(Choice(target_model="tiny-2.tar.gz")) == SECOND


def test_target_model_of_no_card_has_no_release(kinds: Path) -> None:
    assert subject("many").answering(Choice(target_model="other.tar.gz")) is None


def test_real_endpoint_has_no_stand_in(kinds: Path) -> None:
    assert subject("chat").stand_in(FIRST) is None


def test_model_of_another_task_is_a_mistake(kinds: Path) -> None:
    card = kinds / "models" / "tiny.yaml"
    card.write_text(card.read_text().replace("task: chat", "task: embedding"))

    with pytest.raises(CommandError, match="kinds/pair runs tiny, whose task is embedding"):
        subject("pair").require_chat(Choice())


def test_target_model_of_no_card_may_be_asked(kinds: Path) -> None:
    subject("many").require_chat(Choice(target_model="other.tar.gz"))
