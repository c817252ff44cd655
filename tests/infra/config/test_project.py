from pathlib import Path

import pytest

from infra.config.project import find_root, load_project
from infra.config.references import ReleaseReference
from infra.config.violations import ConfigurationError
from tests.infra.config.samples import environment, project, write, write_text


def test_project_holds_environments_and_models(tmp_path: Path) -> None:
    found = project(tmp_path)
    assert list(found.environments) == ["dev"]
    assert sorted(found.models) == ["large", "neuron", "small"]


def test_only_restricts_the_environments(tmp_path: Path) -> None:
    write(tmp_path, environments={"dev": environment(), "broken": environment(region=1)})
    assert list(load_project(tmp_path, only=["dev"]).environments) == ["dev"]


def test_only_names_an_environment_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigurationError, match=r"environments/dve.yaml  does not exist; did you mean 'dev'\?"
    ):
        load_project(write(tmp_path), only=["dve"])


def test_project_without_environments(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no environment is described; add environments/"):
        load_project(write(tmp_path, environments={}))


def test_file_with_another_ending_is_not_passed_over(tmp_path: Path) -> None:
    write_text(tmp_path, "models/large.yml", "name: large")
    with pytest.raises(
        ConfigurationError, match=r"models/large.yml  is not read; rename it large.yaml, or remove"
    ):
        load_project(write(tmp_path))


def test_hidden_files_of_editors_are_passed_over(tmp_path: Path) -> None:
    write_text(tmp_path, "environments/.#dev.yaml", "half: [writ")
    assert list(project(tmp_path).environments) == ["dev"]


def test_release_by_reference(tmp_path: Path) -> None:
    release = project(tmp_path).release(ReleaseReference("small", 1))
    assert release.container == "tiny"


def test_release_of_an_unknown_model(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"there is no smal@1; did you mean 'small'\?"):
        project(tmp_path).release(ReleaseReference("smal", 1))


def test_unknown_release_of_a_model(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="there is no small@2; small has the releases: 1"):
        project(tmp_path).release(ReleaseReference("small", 2))


def test_root_is_found_from_below(tmp_path: Path) -> None:
    write_text(tmp_path, "cdk.json", "{}")
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert find_root(tmp_path / "a" / "b") == tmp_path.resolve()


def test_no_root_is_found(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"no cdk.json here or above"):
        find_root(tmp_path)
