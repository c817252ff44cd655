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


def test_release_that_the_local_aws_runs_has_no_stand_in(project_root: Path) -> None:
    card = project_root / "models" / "tiny.yaml"
    card.write_text(f"{card.read_text()}stand_in: tiny@2\n")
    assert find_subject(Address("local", "chat")).stand_in(FIRST) is None


def test_release_that_the_local_aws_cannot_run_has_the_stand_in_of_its_card(
    project_root: Path,
) -> None:
    card = project_root / "models" / "tiny.yaml"
    text = card.read_text().replace("container: llamacpp", "container: {managed: vllm}")
    card.write_text(f"{text}stand_in: tiny@2\n")
    assert find_subject(Address("local", "chat")).stand_in(FIRST) == SECOND


def test_card_is_that_of_the_model_that_answers(kinds: Path) -> None:
    card = subject("many").card(Choice(target_model="tiny-2.tar.gz"))
    assert card is not None
    assert card.name == "tiny"


def test_target_model_of_no_card_may_be_asked(kinds: Path) -> None:
    assert subject("many").card(Choice(target_model="other.tar.gz")) is None


def test_variants_of_different_tasks_must_be_chosen_from(kinds: Path) -> None:
    tiny = (kinds / "models" / "tiny.yaml").read_text()
    other = tiny.replace("name: tiny", "name: other").replace("task: chat", "task: embedding")
    (kinds / "models" / "other.yaml").write_text(other)
    file = kinds / "environments" / "kinds.yaml"
    file.write_text(file.read_text().replace("b: {model: tiny@2", "b: {model: other@2"))

    with pytest.raises(CommandError) as caught:
        subject("pair").card(Choice())
    assert str(caught.value) == (
        "the variants of kinds/pair have different tasks: a chat, b embedding; "
        "choose one with --target-variant"
    )


def test_container_that_sends_whole_answers_does_not_stream(kinds: Path) -> None:
    dockerfile = kinds / "containers" / "llamacpp" / "Dockerfile"
    dockerfile.write_text("FROM scratch\nENV LOCKGATE_HANDLER=multi-model-server\n")
    assert subject("chat").why_unstreamed(Choice()) == (
        "Multi Model Server, in containers/llamacpp, sends whole answers only"
    )


def test_other_container_streams_where_its_endpoint_does(kinds: Path) -> None:
    assert subject("chat").why_unstreamed(Choice()) is None
    assert subject("many").why_unstreamed(Choice()) is not None
