import asyncio
import os
import sys
from pathlib import Path

import pytest

from infra.config.artifacts import Run
from lockgate.local.containers.errors import ArtifactFailed
from lockgate.local.containers.spec import ContainerSpec
from lockgate.local.sagemaker import stand_ins
from lockgate.local.sagemaker.stand_ins import stand_in

IMAGE = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/vllm:0.30.0"
SMALL = """\
name: small
task: chat
license: Apache-2.0
architecture: {parameters: 1000, layers: 1, kv_heads: 1, head_dim: 1, max_context: 64}
releases:
  1:
    source: file:weights.gguf
    sha256: %s
    container: echo
    settings: {context_length: 32, parallel_requests: 2}
    environment: {GREETING: hello}
"""
LARGE = """\
name: large
task: chat
license: Apache-2.0
architecture: {parameters: 1000, layers: 1, kv_heads: 1, head_dim: 1, max_context: 64}
%s
releases:
  1:
    source: hf:org/large@main
    container: {managed: vllm}
    settings: {context_length: 32}
"""
DIGEST = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # of nothing


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "dev.yaml").write_text("broken: [")  # nobody needs it here
    (tmp_path / "weights.gguf").touch()
    (tmp_path / "models" / "small.yaml").write_text(SMALL % DIGEST)
    return tmp_path


async def prepare(root: Path, stand_in_line: str, tag: str = "large@1") -> ContainerSpec:
    (root / "models" / "large.yaml").write_text(LARGE % stand_in_line)
    return await stand_in(IMAGE, {"lockgate:model": tag}, root=root, cache=root / "cache")


async def test_the_stand_in_of_the_models_card_answers(root: Path) -> None:
    spec = await prepare(root, "stand_in: small@1")
    assert spec.folder == Path("containers/echo")
    assert spec.notice == "lockgate: stand-in small@1 answers for large@1"
    assert [file.name for file in spec.model_dir.iterdir()] == ["weights.gguf"]


async def test_a_stand_in_that_comes_up_again_leaves_one_folder(root: Path) -> None:
    first = await prepare(root, "stand_in: small@1")
    again = await prepare(root, "stand_in: small@1")
    assert first.model_dir == again.model_dir
    assert first.model_dir.is_relative_to(root / "cache")


async def test_the_stand_in_knows_both_names_and_its_own_settings(root: Path) -> None:
    spec = await prepare(root, "stand_in: small@1")
    assert spec.environment == {
        "LOCKGATE_MODEL_NAME": "small",
        "LOCKGATE_MODEL_ALIASES": "large",
        "LOCKGATE_CONTEXT_LENGTH": "32",
        "LOCKGATE_PARALLEL_REQUESTS": "2",
        "GREETING": "hello",
    }


async def test_a_download_ends_with_the_operation_that_it_is_for(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = root / "pipe"
    os.mkfifo(pipe)

    def download(*_: object, run: Run, **__: object) -> None:
        run(
            [sys.executable, "-c", f"import signal; end = open({str(pipe)!r}, 'w'); signal.pause()"]
        )

    monkeypatch.setattr(stand_ins, "fetch", download)
    preparing = asyncio.create_task(prepare(root, "stand_in: small@1"))
    with await asyncio.to_thread(pipe.open) as reader:
        preparing.cancel()
        assert await asyncio.to_thread(reader.read) == ""


async def test_a_card_without_a_stand_in_says_how_to_name_one(root: Path) -> None:
    message = "add 'stand_in: MODEL@RELEASE' to models/large.yaml"
    with pytest.raises(ArtifactFailed, match=message):
        await prepare(root, "")


def needs_gpu(root: Path, container: str) -> Path:
    folder = Path("containers") / container
    (root / folder).mkdir(parents=True)
    (root / folder / "Dockerfile").write_text("FROM a\nLABEL ai.lockgate.processor=gpu\n")
    return folder


async def test_container_that_needs_a_gpu_says_why_it_cannot_run(root: Path) -> None:
    folder = needs_gpu(root, "vllm")
    with pytest.raises(ArtifactFailed) as failed:
        await stand_in("lockgate/vllm:1", {}, root=root, cache=root / "cache", folder=folder)
    assert str(failed.value) == (
        "containers/vllm needs a GPU (LABEL ai.lockgate.processor=gpu), and the local AWS has none "
        "for it, and the model has no tag lockgate:model that names a model card with a stand_in."
    )


async def test_a_stand_in_that_needs_a_gpu_is_refused(root: Path) -> None:
    needs_gpu(root, "echo")
    with pytest.raises(
        ArtifactFailed, match=r"needs a GPU too \(LABEL ai\.lockgate\.processor=gpu"
    ):
        await prepare(root, "stand_in: small@1")


async def test_a_model_without_the_tag_cannot_run(root: Path) -> None:
    with pytest.raises(ArtifactFailed, match="has no tag lockgate:model that names a model card"):
        await stand_in(IMAGE, {}, root=root, cache=root / "cache")


async def test_a_stand_in_that_needs_a_managed_image_is_refused(root: Path) -> None:
    with pytest.raises(ArtifactFailed, match="large@1, the stand_in of large@1, needs a managed"):
        await prepare(root, "stand_in: large@1")


async def test_a_tag_that_names_no_release_is_told(root: Path) -> None:
    with pytest.raises(ArtifactFailed, match=r"The stand-in cannot be prepared: .*large@7"):
        await prepare(root, "stand_in: small@1", tag="large@7")
