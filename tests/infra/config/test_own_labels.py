from pathlib import Path

import pytest

from infra.config.own_labels import CUDA, GPU, cuda_of, labels_of, needs_gpu
from tests.infra.config.samples import write_text

ROOT = Path(__file__).parents[3]


def labelled(root: Path, *labels: str) -> Path:
    lines = "".join(f"LABEL {label}\n" for label in labels)
    write_text(root, "containers/one/Dockerfile", f"FROM scratch AS build\nFROM scratch\n{lines}")
    return root


def test_labels_are_those_of_the_last_stage(tmp_path: Path) -> None:
    assert labels_of(labelled(tmp_path, "a=b"), "one") == {"a": "b"}


@pytest.mark.parametrize("text", ["LABEL a=b", "FROM a\nLABEL"])
def test_dockerfile_that_does_not_parse_has_none(tmp_path: Path, text: str) -> None:
    write_text(tmp_path, "containers/one/Dockerfile", text)
    assert labels_of(tmp_path, "one") == {}


def test_container_that_is_missing_has_none(tmp_path: Path) -> None:
    assert labels_of(tmp_path, "one") == {}


def test_container_that_says_so_needs_a_gpu(tmp_path: Path) -> None:
    assert needs_gpu(labelled(tmp_path, GPU), "one")
    assert not needs_gpu(labelled(tmp_path, "ai.lockgate.processor=cpu"), "one")


@pytest.mark.parametrize(
    ("label", "version"), [("13.0", (13, 0)), ("12.9", (12, 9)), ("13", None), ("cu130", None)]
)
def test_cuda_version_is_read(tmp_path: Path, label: str, version: tuple[int, int] | None) -> None:
    assert cuda_of(labelled(tmp_path, f"{CUDA}={label}"), "one") == version


def test_vllm_says_what_it_needs() -> None:
    assert needs_gpu(ROOT, "vllm")
    assert cuda_of(ROOT, "vllm") == (13, 0)


def test_llamacpp_needs_nothing() -> None:
    assert not needs_gpu(ROOT, "llamacpp")
    assert cuda_of(ROOT, "llamacpp") is None
