"""The examples of docs/requests.md, run as they are written."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.requests_page.endpoints import BREAKING, running
from tests.test_docs import ROOT, blocks

PAGE = ROOT / "docs" / "requests.md"
SECTIONS = re.split(r"^##+ ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
LOCAL = "localhost:4566"


def examples(language: str, mark: str) -> list[object]:
    """Code of a language that has a mark, by the heading above it."""
    code = re.compile(rf"```{language}\n(.*?)```", re.DOTALL)
    return [
        pytest.param(block, id=section.partition("\n")[0])
        for section in SECTIONS
        for block in code.findall(section)
        if mark in block
    ]


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with running(tmp_path_factory.mktemp("model")) as port:
        yield port


def done(command: list[str], **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env={"PATH": os.environ["PATH"]} | environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def with_boto3(example: str, port: int, home: Path) -> subprocess.CompletedProcess[str]:
    [exports] = [block for block in blocks(PAGE, "sh") if "AWS_ENDPOINT_URL" in block]
    environ = dict(re.findall(r"(AWS_\w+)=(\S+)", exports.replace(LOCAL, f"localhost:{port}")))
    return done([sys.executable, "-c", example], HOME=str(home), **environ)


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")
@pytest.mark.parametrize("example", examples("sh", "curl "))
def test_example_of_curl_is_answered(example: str, port: int) -> None:
    assert LOCAL in example
    said = done(["bash", "-c", example.replace(LOCAL, f"localhost:{port}")])
    assert said.returncode == 0, said.stderr
    assert said.stdout.startswith(("{", "[", "data: {", "data:{"))
    assert '"error"' not in said.stdout


@pytest.mark.parametrize("example", examples("python", "boto3"))
def test_example_of_boto3_is_answered(example: str, port: int, tmp_path: Path) -> None:
    said = with_boto3(example, port, tmp_path)
    assert said.returncode == 0, said.stderr
    assert said.stdout.strip()


@pytest.mark.parametrize("example", examples("python", "with_response_stream"))
def test_example_of_a_stream_raises_the_error_in_which_it_ends(
    example: str, port: int, tmp_path: Path
) -> None:
    said = with_boto3(example.replace("local-smoke", BREAKING), port, tmp_path)
    assert (said.returncode, said.stdout) == (1, "A")
    assert said.stderr.endswith("RuntimeError: the engine broke\n")


def test_every_operation_has_an_example_of_each() -> None:
    texts = ["Text", "Streamed text", "Text for vllm"]
    others = ["Embeddings", "Classification", "Many models", "Other tasks", "Other tasks"]
    for language, mark in (("sh", "curl "), ("python", "boto3")):
        sections = [example.id for example in examples(language, mark)]  # type: ignore[attr-defined]
        assert sections == ["Chat", "Streamed chat", *texts, *others]
