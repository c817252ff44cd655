from pathlib import Path

import pytest

from inference_code.handlers.onnx import description
from inference_code.vllm.model import CONFIG
from infra.config.model_card import Release
from infra.config.own_folders import NEEDED, lack_of
from tests.infra.config.samples import small_release, write_text

DOCKERFILES = {
    "llamacpp": "FROM x\nENV LOCKGATE_HANDLER=llamacpp\n",
    "onnx": "FROM x\nENV LOCKGATE_HANDLER=onnx\n",
    "vllm": 'FROM x\nENTRYPOINT ["python3", "-m", "inference_code.vllm"]\n',
    "other": 'FROM x\nENTRYPOINT ["serve"]\n',
}


def lack(root: Path, container: str, *files: str, source: str = "file:made") -> str | None:
    """What a folder with these files lacks for a container."""
    for file in files:
        write_text(root, f"made/{file}", "")
    write_text(root, f"containers/{container}/Dockerfile", DOCKERFILES[container])
    return lack_of(root, Release.model_validate(small_release(container=container, source=source)))


@pytest.mark.parametrize(
    ("container", "files"),
    [
        ("llamacpp", ["model.gguf", "README.md"]),
        ("onnx", ["model.onnx", "tokenizer.json", "config.json"]),
        ("vllm", ["config.json", "model.safetensors"]),
        ("other", ["code/inference.py"]),
    ],
)
def test_whole_folder_lacks_nothing(tmp_path: Path, container: str, files: list[str]) -> None:
    assert lack(tmp_path, container, *files) is None


@pytest.mark.parametrize(
    ("container", "files", "expected"),
    [
        ("llamacpp", ["below/model.gguf"], "has no *.gguf"),
        ("llamacpp", ["a.gguf", "b.gguf"], "has 2 .gguf files, of which there must be one"),
        ("onnx", ["model.onnx"], "has no tokenizer.json and no config.json"),
        ("vllm", ["model.safetensors"], "has no config.json"),
    ],
)
def test_lack_is_what_the_container_would_not_start_without(
    tmp_path: Path, container: str, files: list[str], expected: str
) -> None:
    assert lack(tmp_path, container, *files) == expected


@pytest.mark.parametrize("source", ["file:made/model.bin", "pypi:small==1.0#small/model.bin"])
def test_file_that_llama_cpp_does_not_read(tmp_path: Path, source: str) -> None:
    assert lack(tmp_path, "llamacpp", "model.bin", source=source) == "is no .gguf file"


@pytest.mark.parametrize("source", ["file:none", "s3://bucket/model/", "pypi:small==1.0#small/"])
def test_of_weights_that_are_not_here_nothing_is_known(tmp_path: Path, source: str) -> None:
    assert lack(tmp_path, "onnx", source=source) is None


def test_names_are_those_that_the_servers_look_for() -> None:
    names = {description.MODEL, description.TOKENIZER, description.CONFIG}
    assert set(NEEDED["onnx"]) == names
    assert NEEDED["inference_code.vllm"] == (CONFIG,)
