import filecmp
from pathlib import Path

import pytest

from tests.infra.conftest import run_app
from tests.infra.templates import Assembly


def files(folder: Path) -> dict[str, Path]:
    """Files by their place; without the report that only cdk-nag leaves."""
    found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    return {name: path for name, path in found.items() if name != "validation-report.json"}


def test_two_runs_write_the_same_bytes(
    project_assembly: Assembly, nagged_assembly: Assembly
) -> None:
    first, second = files(project_assembly.folder), files(nagged_assembly.folder)
    assert first.keys() == second.keys()
    differing = [name for name in first if not filecmp.cmp(first[name], second[name], False)]
    assert differing == []


def test_synth_asks_aws_for_nothing(project_assembly: Assembly) -> None:
    manifests = project_assembly.folder.rglob("manifest.json")
    assert [path for path in manifests if '"missing"' in path.read_text("utf-8")] == []


def test_context_limits_the_environments(tmp_path: Path, model_cache: Path) -> None:
    done = run_app(tmp_path, model_cache, environment="local")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in tmp_path.glob("assembly-*")] == ["assembly-local"]


def test_unknown_environment_is_an_error_without_a_traceback(
    tmp_path: Path, model_cache: Path
) -> None:
    done = run_app(tmp_path, model_cache, environment="produktion")
    assert done.returncode == 1
    assert "produktion" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("environment", ["dev", "staging", "prod", "local", "containers"])
def test_cdk_nag_accepts_every_environment(nagged_assembly: Assembly, environment: str) -> None:
    assert (nagged_assembly.folder / f"assembly-{environment}").is_dir()
