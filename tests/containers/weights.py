"""Weights of the project's model cards, downloaded once into the cache."""

import os
from functools import cache
from pathlib import Path

from infra.config.artifacts import default_cache, fetch
from infra.config.project import load_project
from infra.config.references import ReleaseReference
from tests.containers.platform import ROOT


@cache
def weights(name: str, release: int = 1) -> Path:
    """The file or folder of a release."""
    found = load_project(ROOT).release(ReleaseReference(name, release))
    path = fetch(found, root=ROOT, cache=default_cache(os.environ))
    assert path is not None
    return path
