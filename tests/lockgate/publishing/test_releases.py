from pathlib import Path

import pytest

from infra.config.project import load_project
from infra.config.references import ReleaseReference
from lockgate.addresses import Address
from lockgate.errors import CommandError
from lockgate.publishing.releases import choose_release, require_container, require_multi_model

MANY = Address("kinds", "many")
MANAGED = """\
  3:
    source: s3://weights-of-ours/tiny/
    container: {managed: vllm, version: 0.30.0}
    settings: {context_length: 64}
"""
FOLDER = """\
  3:
    source: pypi:tiny==1.0#weights/
    container: llamacpp
    settings: {context_length: 64}
"""


def choose(root: Path, text: str) -> ReleaseReference:
    project = load_project(root)
    many = require_multi_model(MANY, project.environments["kinds"].endpoints["many"])
    return choose_release(project, text, endpoint=many)


def test_newest_release_is_the_default(kinds: Path) -> None:
    assert choose(kinds, "tiny") == ReleaseReference("tiny", 2)


def test_newer_release_of_another_container_is_not_the_default(kinds: Path) -> None:
    card = kinds / "models" / "tiny.yaml"
    card.write_text(card.read_text() + MANAGED)
    assert choose(kinds, "tiny") == ReleaseReference("tiny", 2)


def test_release_may_be_named(kinds: Path) -> None:
    assert choose(kinds, "tiny@1") == ReleaseReference("tiny", 1)


def test_unknown_model_names_the_nearest(kinds: Path) -> None:
    with pytest.raises(CommandError, match=r"there is no model 'tinny'; did you mean 'tiny'\?"):
        choose(kinds, "tinny@1")


@pytest.mark.parametrize("text", ["tiny@9", "tiny@", "tiny@x"])
def test_unknown_release_names_the_known_ones(kinds: Path, text: str) -> None:
    with pytest.raises(
        CommandError, match=r"there is no release .*; choose one of: tiny@1, tiny@2"
    ):
        choose(kinds, text)


def test_endpoint_of_another_kind_says_how_to_change_its_model(kinds: Path) -> None:
    endpoint = load_project(kinds).environments["kinds"].endpoints["chat"]

    with pytest.raises(CommandError) as caught:
        require_multi_model(Address("kinds", "chat"), endpoint)
    assert str(caught.value) == (
        "kinds/chat is of kind realtime; models are published to multi-model endpoints only; "
        "name the release in environments/kinds.yaml, then deploy: lockgate deploy kinds chat"
    )


def test_release_of_another_container_is_refused(kinds: Path) -> None:
    card = kinds / "models" / "tiny.yaml"
    card.write_text(card.read_text() + MANAGED)
    project = load_project(kinds)
    many = require_multi_model(MANY, project.environments["kinds"].endpoints["many"])

    with pytest.raises(CommandError) as caught:
        require_container(project, MANY, many, ReleaseReference("tiny", 3))
    assert str(caught.value).startswith(
        "tiny@3 runs in the managed image vllm, but kinds/many in the container llamacpp"
    )


def test_release_of_the_same_container_is_returned(kinds: Path) -> None:
    project = load_project(kinds)
    many = require_multi_model(MANY, project.environments["kinds"].endpoints["many"])

    release = require_container(project, MANY, many, ReleaseReference("tiny", 2))

    assert release == project.models["tiny"].releases[2]


def refusal(kinds: Path, release: str) -> str:
    """What is said of a third release, where the container runs llama.cpp."""
    card = kinds / "models" / "tiny.yaml"
    card.write_text(card.read_text() + release)
    dockerfile = kinds / "containers" / "llamacpp" / "Dockerfile"
    dockerfile.write_text("FROM scratch\nENV LOCKGATE_HANDLER=llamacpp\n")
    project = load_project(kinds)
    many = require_multi_model(MANY, project.environments["kinds"].endpoints["many"])
    with pytest.raises(CommandError) as caught:
        require_container(project, MANY, many, ReleaseReference("tiny", 3))
    return str(caught.value)


def test_weights_that_the_container_does_not_load_are_refused(kinds: Path) -> None:
    assert refusal(kinds, FOLDER) == (
        "tiny@3 is a folder, and the container llamacpp loads one file; name one file as the "
        "source of a new release"
    )


def test_file_that_the_container_does_not_load_is_refused(kinds: Path) -> None:
    assert refusal(kinds, FOLDER.replace("weights/", "model.bin")) == (
        "tiny@3 comes from pypi:tiny==1.0#model.bin, which is no .gguf file; name a source "
        "that has what the container llamacpp loads"
    )
