import pytest

from tests.containers.images.conftest import BASE, Spoil
from tests.containers.images.content import (
    files_of_other_images,
    loose_bases,
    one_stage,
    secrets,
    tools_of_a_build,
)

LAST = f"FROM {BASE}\nLABEL"
PACKAGES = "COPY --from=build /install /usr/local"
DIGEST = f"@sha256:{'0' * 64}"


@pytest.mark.parametrize("base", ["python", "python:latest", "python:3.11", "host/cuda:13-runtime"])
def test_base_that_is_no_exact_release(spoil: Spoil, base: str) -> None:
    assert loose_bases(spoil(LAST, f"FROM {base}\nLABEL")) == [f"{base} is no exact release"]


@pytest.mark.parametrize("base", ["nvcr.io/nvidia/cuda:13.0.2-runtime", f"a/b:v0.30.0{DIGEST}"])
def test_release_and_digest_are_exact(spoil: Spoil, base: str) -> None:
    assert loose_bases(spoil(LAST, f"FROM {base}\nLABEL")) == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("RUN apt-get install gcc", "the last stage has gcc"),
        ("RUN apt-get update && apt-get install -y libssl-dev", "the last stage has libssl-dev"),
        ("RUN apt-get install build-essential=12", "the last stage has build-essential=12"),
        ("RUN python -m pip list", "the last stage runs pip; install in a stage before it"),
    ],
)
def test_last_stage_with_tools_of_a_build(spoil: Spoil, line: str, problem: str) -> None:
    assert tools_of_a_build(spoil(PACKAGES, line)) == [problem]


def test_base_with_compilers(spoil: Spoil) -> None:
    base = "nvcr.io/nvidia/cuda:13.0.2-devel-ubuntu24.04"
    (found,) = tools_of_a_build(spoil(LAST, f"FROM {base}\nLABEL"))
    assert found == f"{base} has compilers; take the runtime variant"


def test_last_stage_that_takes_nothing_from_another(spoil: Spoil) -> None:
    assert one_stage(spoil(PACKAGES, "")) == ["the last stage copies nothing from another stage"]


def test_copy_from_an_image_that_no_stage_names(spoil: Spoil) -> None:
    found = spoil(PACKAGES, f"{PACKAGES}\nCOPY --from=docker.io/uv:latest /uv /uv")
    assert files_of_other_images(found) == [
        "one of --from=build, --from=docker.io/uv:latest names no stage"
    ]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("ENV HF_TOKEN=x", "HF_TOKEN"),
        ("ARG DB_PASSWORD=x", "DB_PASSWORD"),
        ("COPY containers/plain/.netrc /root/", "COPY containers/plain/.netrc"),
        ("COPY containers/plain/key.pem /root/", "COPY containers/plain/key.pem"),
    ],
)
def test_secret_in_a_layer(spoil: Spoil, line: str, name: str) -> None:
    assert secrets(spoil(PACKAGES, line)) == [f"{name} looks like a secret"]


def test_word_that_only_begins_like_a_secret(spoil: Spoil) -> None:
    assert secrets(spoil(PACKAGES, "ENV TOKENIZERS_PARALLELISM=false")) == []
