"""What the tests run with is what the images get: each installed package has its pin."""

import asyncio
import os
from importlib.metadata import distributions
from pathlib import Path

import pytest

from infra.config.artifacts import default_cache
from infra.images.pins import CONSTRAINTS, normal
from lockgate.local.containers.virtual_environment import build_environment
from tests.containers.platform import ROOT

FILES = [
    *(f"{name}/requirements.txt" for name in ("huggingface", "llamacpp", "onnx", "toolkit")),
    "onnx/export-requirements.txt",
]
OF_PYTHON = {"pip", "setuptools"}
"""What each environment brings along, in the version of its Python, unless it is required."""


def installed(requirements: Path) -> dict[str, str]:
    """Versions of the packages in a container's environment, without the build behind a plus."""
    cache = default_cache(os.environ) / "environments"
    environment = asyncio.run(build_environment([requirements], folder=cache, report=print))
    (packages,) = environment.glob("lib/python*/site-packages")
    found = distributions(path=[str(packages)])
    return {normal(each.name): each.version.partition("+")[0] for each in found}


def pins(requirements: Path) -> dict[str, str]:
    """Versions that a container's requirements and constraints name."""
    files = {requirements, requirements.with_name("requirements.txt")}
    lines = [
        line.partition("#")[0].partition("==")
        for file in (*files, requirements.with_name(CONSTRAINTS))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    return {normal(name): version.strip() for name, equals, version in lines if equals}


@pytest.mark.model
@pytest.mark.parametrize("file", FILES)
def test_each_installed_package_is_pinned(file: str) -> None:
    requirements = ROOT / "containers" / file
    found, pinned = installed(requirements), pins(requirements)
    loose = {name: version for name, version in found.items() if pinned.get(name) != version}
    assert loose.keys() <= OF_PYTHON, f"{loose} have no such pin: run `make pins`"
