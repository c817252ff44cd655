"""Fixtures that several parts of the tests share."""

import os
from pathlib import Path

import pytest

from infra.config.artifacts import default_cache, fetch
from infra.config.project import load_project
from infra.config.references import ReleaseReference

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def model_file() -> Path:
    """The real model that the demo uses; downloaded once into the cache."""
    release = load_project(ROOT).release(ReleaseReference("smollm2-135m-instruct", 1))
    path = fetch(release, root=ROOT, cache=default_cache(os.environ))
    assert path is not None
    return path
