from pathlib import Path

import pytest

from lockgate.errors import CommandError
from lockgate.project import environment_of, open_project, require_endpoint
from lockgate.project import project_root as find


def test_root_is_found_from_a_folder_inside(
    project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project_root / "models")

    assert find() == project_root


def test_outside_of_a_project_the_fix_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    with pytest.raises(CommandError, match=r"not inside a Lockgate project.*change to"):
        find()


def test_unreadable_configuration_points_to_check(project_root: Path) -> None:
    (project_root / "environments" / "dev.yaml").write_text("acount: 1\n")

    with pytest.raises(CommandError, match=r"environments/dev.yaml:1 .*run `lockgate check`"):
        open_project(project_root, only="dev")


def test_environment_without_a_file_names_the_nearest(project_root: Path) -> None:
    with pytest.raises(CommandError) as caught:
        open_project(project_root, only="locl")
    assert str(caught.value) == "there is no environment 'locl'; did you mean 'local'?"


def test_unknown_environment_names_the_nearest(project_root: Path) -> None:
    project = open_project(project_root)

    with pytest.raises(CommandError, match="no environment 'locl'; did you mean 'local'"):
        environment_of(project, "locl")


def test_unknown_endpoint_names_the_nearest(project_root: Path) -> None:
    environment = environment_of(open_project(project_root), "dev")

    with pytest.raises(CommandError, match="'dev' has no endpoint 'chta'; did you mean 'chat'"):
        require_endpoint(environment, "dev", "chta")
