from pathlib import Path

import pytest

from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.images import folder_of, takes_many_models

SCOPE = Scope("000000000000", "eu-west-1")
REGISTRY = "000000000000.dkr.ecr.eu-west-1.amazonaws.com"
MANAGED = "763104351884.dkr.ecr.eu-west-1.amazonaws.com"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "containers" / "vllm"
    folder.mkdir(parents=True)
    (folder / "Dockerfile").touch()
    return tmp_path


@pytest.mark.parametrize(
    "image",
    [
        f"{REGISTRY}/lockgate/vllm:abc",
        f"{REGISTRY}/lockgate/vllm@sha256:abc",
        f"{REGISTRY}/team/lockgate/vllm:abc",
        f"{REGISTRY}/vllm:abc",
        f"{MANAGED}/lockgate/vllm:abc",
    ],
)
def test_an_image_of_ours_means_its_folder(root: Path, image: str) -> None:
    assert folder_of(image, root=root, scope=SCOPE) == Path("containers/vllm")


@pytest.mark.parametrize(
    "image",
    [
        f"{MANAGED}/vllm:0.30.0-gpu",  # AWS's own, though it has the name of a folder
        f"{REGISTRY}/lockgate/other:abc",
        "public.ecr.aws/vllm:latest",
        "vllm",
    ],
)
def test_any_other_image_means_none(root: Path, image: str) -> None:
    assert folder_of(image, root=root, scope=SCOPE) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("LABEL com.amazonaws.sagemaker.capabilities.multi-models=true", True),
        ("LABEL com.amazonaws.sagemaker.capabilities.multi-models=false", False),
        ("", False),
    ],
)
def test_the_label_says_whether_an_image_takes_many_models(
    root: Path, line: str, expected: bool
) -> None:
    folder = Path("containers") / "vllm"
    (root / folder / "Dockerfile").write_text(f'FROM a\n{line}\nENTRYPOINT ["run"]\n')
    assert takes_many_models(folder, root=root) is expected
