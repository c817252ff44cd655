from pathlib import Path

import pytest

from tests.infra.config.conftest import Broken
from tests.infra.config.samples import COMMIT, small_card, small_release, write_text


def found(broken: Broken, root: Path, dockerfile: str, **release: str) -> list[str]:
    """What is wrong with a container of the project."""
    write_text(root, "containers/mine/Dockerfile", dockerfile)
    card = small_card(releases={"1": small_release(container="mine", **release)})
    return broken(models={"small": card})


def test_dockerfile_that_does_not_parse(broken: Broken, tmp_path: Path) -> None:
    assert found(broken, tmp_path, "FROM scratch\nENV NAME\n") == [
        "releases.1.container  containers/mine/Dockerfile:2 is wrong: ENV takes NAME=VALUE: NAME; "
        "correct it  [CONTAINER]"
    ]


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("containers/none", "no such file in the build context {root}"),
        ("models", "images copy from containers and inference_code only"),
    ],
)
def test_dockerfile_that_copies_what_it_cannot(
    broken: Broken, tmp_path: Path, source: str, problem: str
) -> None:
    assert found(broken, tmp_path, f"FROM a AS b\nCOPY {source} x\nFROM c\n") == [
        f"releases.1.container  containers/mine/Dockerfile:2 is wrong: COPY {source}: "
        f"{problem.format(root=tmp_path)}; correct it  [CONTAINER]"
    ]


def test_entry_point_in_a_shell(broken: Broken, tmp_path: Path) -> None:
    assert found(broken, tmp_path, "FROM scratch\nENTRYPOINT python serve.py\n") == [
        "releases.1.container  ENTRYPOINT python serve.py of containers/mine runs in a shell, "
        "which hands on neither the argument `serve` nor the signal to stop; write it as a list: "
        'ENTRYPOINT ["python", "-m", "MODULE"]  [BYOC-01]'
    ]


def test_entry_point_as_a_list_is_allowed(broken: Broken, tmp_path: Path) -> None:
    assert found(broken, tmp_path, 'FROM scratch\nENTRYPOINT ["python", "serve.py"]\n') == []


BOTH_WAYS = "LABEL com.amazonaws.sagemaker.capabilities.bidirectional-streaming=true\n"


def test_server_of_this_project_does_not_stream_both_ways(broken: Broken, tmp_path: Path) -> None:
    start = 'ENTRYPOINT ["python", "-m", "inference_code"]\n'
    assert found(broken, tmp_path, f"FROM scratch\n{BOTH_WAYS}{start}") == [
        "releases.1.container  containers/mine says LABEL com.amazonaws.sagemaker.capabilities."
        "bidirectional-streaming=true, and its server, inference_code, streams answers only; "
        "remove the label  [BYOC-09]"
    ]


def test_server_of_your_own_may_stream_both_ways(broken: Broken, tmp_path: Path) -> None:
    start = 'ENTRYPOINT ["python", "-m", "mine"]\n'
    assert found(broken, tmp_path, f"FROM scratch\n{BOTH_WAYS}{start}") == []


def test_hub_source_for_a_container_that_does_not_download(broken: Broken, tmp_path: Path) -> None:
    assert (
        "releases.1.source  containers/mine does not download from Hugging Face: its Dockerfile "
        "does not say LABEL ai.lockgate.downloads=huggingface; use pypi:, file: or s3://, or a "
        "container that does  [SOURCE]"
    ) in found(broken, tmp_path, "FROM scratch\n", source=f"hf:org/small@{COMMIT}")


def test_hub_source_for_a_container_that_downloads(broken: Broken, tmp_path: Path) -> None:
    dockerfile = "FROM scratch\nLABEL ai.lockgate.downloads=huggingface\n"
    texts = found(broken, tmp_path, dockerfile, source=f"hf:org/small@{COMMIT}")
    assert not [text for text in texts if "releases.1" in text]
