"""Synthesised apps. Synth takes seconds, so each is made once."""

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam

from infra.config.artifacts import fetch
from infra.config.project import load_project
from infra.config.sources import PypiSource, Source
from infra.function_code import PACKAGE, requirements_of
from infra.function_packages import LAMBDA, THIS_MACHINE, packages_folder
from infra.stage import EnvironmentStage
from infra.synthesis import new_app
from tests.infra.house import write_house
from tests.infra.templates import Assembly

ROOT = Path(__file__).parents[2]


def context() -> dict[str, Any]:
    """The feature flags that the CDK CLI hands to the app."""
    flags: dict[str, Any] = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
    return flags


@pytest.fixture(scope="session")
def house_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("house")
    write_house(root)
    fill_packages(root / "cache")
    return root


@pytest.fixture(scope="session")
def house(house_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    """The small project, with a caller that is allowed to invoke an endpoint."""
    out = tmp_path_factory.mktemp("house.out")
    app = new_app(out=str(out), context=context())
    stages = house_stages(app, house_root)
    for stack in (stages["remote"].endpoints["hub"], stages["kinds"].endpoints["queue"]):
        caller = iam.Role(stack, "Caller", assumed_by=iam.AccountRootPrincipal())
        stack.endpoint.grant_invoke(caller)
    app.synth()
    return Assembly(out)


def house_stages(
    app: cdk.App, root: Path, *, only: list[str] | None = None
) -> dict[str, EnvironmentStage]:
    """The stages of the small project, or of some environments of it, by environment."""
    project, cache = load_project(root, only=only), root / "cache"
    artifacts = partial(fetch, root=root, cache=cache)
    return {
        name: EnvironmentStage(app, name, project=project, fetch=artifacts, cache=cache)
        for name in project.environments
    }


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A filled cache, so that synth has nothing to download. Its file stands for the weights."""
    cache = tmp_path_factory.mktemp("cache")
    for card in load_project(ROOT).models.values():
        for release in card.releases.values():
            if release.sha256:
                fill_model(cache / "models" / release.sha256, release.source)
    fill_packages(cache)
    return cache


def fill_model(folder: Path, source: Source) -> None:
    """Put a file, or a folder with one, in place of the weights of a release."""
    path = folder / Path(str(source)).name
    file = path / "weights" if isinstance(source, PypiSource) and source.is_folder else path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"weights")


def fill_packages(cache: Path) -> None:
    """Put a file in place of the packages of each function into a cache."""
    for folder in (ROOT / PACKAGE).iterdir():
        if (requirements := requirements_of(folder.name)).is_file():
            for platform in (LAMBDA, THIS_MACHINE):
                package = packages_folder(requirements, platform, cache=cache) / "package"
                package.mkdir(parents=True)
                (package / "__init__.py").write_text(f'PLATFORM = "{platform.name}"\n')


def run_app(out: Path, cache: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run app.py as the CDK CLI does, but with no credentials and no way to a package index."""
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(cache),
        "CDK_OUTDIR": str(out),
        "CDK_CONTEXT_JSON": json.dumps({**context(), **more}),
        "LOCKGATE_CACHE": str(cache),
        "PIP_NO_INDEX": "1",
    }
    command = [sys.executable, str(ROOT / "app.py")]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def project_assembly(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Assembly:
    """The project's own environments, by app.py."""
    out = tmp_path_factory.mktemp("project.out")
    done = run_app(out, model_cache)
    assert done.returncode == 0, done.stderr
    return Assembly(out)


@pytest.fixture(scope="session")
def nagged_assembly(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Assembly:
    """The same, with cdk-nag: synth fails on a finding that is not acknowledged."""
    out = tmp_path_factory.mktemp("nagged.out")
    done = run_app(out, model_cache, nag="true")
    assert done.returncode == 0, done.stderr
    return Assembly(out)
