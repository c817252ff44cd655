"""Fixtures that several parts of the tests share."""

import os
from pathlib import Path

import pytest

from infra.config.artifacts import default_cache, fetch
from infra.config.project import load_project
from infra.config.references import ReleaseReference

ROOT = Path(__file__).parents[1]
TOGETHER = (
    "containers/contract",
    "containers/huggingface",
    "containers/llamacpp",
    "containers/onnx",
    "containers/toolkit",
    "infra",
    "observability/stage",
    "observability",
)
"""Folders whose tests share what is slow to make, as a synthesised app or a deployed stage."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests one of several processes runs alone, so that each makes its own things."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item)))


def _group(item: pytest.Item) -> str:
    path = item.path.relative_to(ROOT / "tests").as_posix()
    folder = next((folder for folder in TOGETHER if path.startswith(f"{folder}/")), None)
    if folder is None:
        return path
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    return f"{folder} {parameters.get('subject', '')}"


@pytest.fixture(scope="session")
def model_file() -> Path:
    """The real model that the demo uses; downloaded once into the cache."""
    release = load_project(ROOT).release(ReleaseReference("smollm2-135m-instruct", 1))
    path = fetch(release, root=ROOT, cache=default_cache(os.environ))
    assert path is not None
    return path
