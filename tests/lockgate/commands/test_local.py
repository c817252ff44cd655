from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from infra.config.project import Project
from lockgate.aws import Target
from lockgate.cli import app
from lockgate.local import detached, lifecycle
from lockgate.local.state import LocalState, StateFolder

STATE = LocalState(7, 4566, "http://localhost:4566", "now")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["local", *arguments])


def test_up_runs_with_account_and_region_of_the_local_environment(
    project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    got: dict[str, object] = {}
    monkeypatch.setattr(lifecycle, "run", lambda root, **others: got.update(others, root=root))

    run("up", "--port", "4700")

    assert got["root"] == project_root
    assert (got["port"], got["account"], got["region"]) == (4700, "000000000000", "eu-west-1")


def test_detached_up_says_what_to_do_next(
    project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detached, "start_detached", lambda root, **_: STATE)

    output = run("up", "--detach").output

    assert "The local AWS answers at http://localhost:4566" in output
    assert "lockgate deploy local" in output


@pytest.mark.parametrize("arguments", [(), ("--detach",)])
def test_time_scale_is_handed_on(
    project_root: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    got: dict[str, object] = {}

    def start(_root: Path, **others: object) -> LocalState:
        got.update(others)
        return STATE

    monkeypatch.setattr(lifecycle, "run", start)
    monkeypatch.setattr(detached, "start_detached", start)

    run("up", "--time-scale", "60", *arguments)

    assert got["time_scale"] == 60


@pytest.mark.parametrize("scale", ["0", "-1", "nan", "x"])
def test_time_scale_that_stops_the_clock_is_a_usage_error(project_root: Path, scale: str) -> None:
    assert run("up", "--time-scale", scale).exit_code == 2


@pytest.mark.parametrize("port", ["0", "65536", "x"])
def test_port_that_is_none_is_a_usage_error(project_root: Path, port: str) -> None:
    assert run("up", "--port", port).exit_code == 2


def test_down_says_what_has_stopped(project_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lifecycle, "stop", lambda _: STATE)

    assert run("down").output == "The local AWS at http://localhost:4566 has stopped.\n"


def test_down_without_a_local_aws_is_no_error(project_root: Path) -> None:
    result = run("down")

    assert (result.exit_code, result.output) == (0, "The local AWS was not running.\n")


def test_status_without_a_local_aws_says_how_to_start_it(project_root: Path) -> None:
    result = run("status")

    assert result.exit_code == 1
    assert "lockgate local up --detach" in result.output


class NoEndpoints:
    def get_paginator(self, _: str) -> "NoEndpoints":
        return self

    def paginate(self, **_: str) -> list[dict[str, list[str]]]:
        return [{"Endpoints": []}]


def test_status_before_the_first_deployment(
    project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Target, "client", lambda *_: NoEndpoints())
    folder = StateFolder(project_root)
    with folder.lock():
        folder.write(STATE)

        output = run("status").output

    assert "answers at http://localhost:4566 (pid 7)" in output
    assert "It has no endpoints: lockgate deploy local" in output


def test_status_knows_endpoints_of_every_environment_that_loads(
    project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project_root / "environments" / "broken.yaml").write_text("account: 5\n")
    known: list[str] = []

    def read_endpoints(_: object, project: Project, __: object) -> list[object]:
        known.extend(project.environments)
        return []

    monkeypatch.setattr(Target, "client", lambda *_: None)
    monkeypatch.setattr("lockgate.local.overview.read_endpoints", read_endpoints)
    folder = StateFolder(project_root)
    with folder.lock():
        folder.write(STATE)
        run("status")

    assert sorted(known) == ["dev", "local"]


def test_status_tells_the_time_scale(project_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Target, "client", lambda *_: NoEndpoints())
    folder = StateFolder(project_root)
    with folder.lock():
        folder.write(replace(STATE, time_scale=30))

        assert "A minute of AWS's waits lasts 2 s here." in run("status").output


def test_logs_of_an_unknown_endpoint_name_the_nearest(project_root: Path) -> None:
    folder = StateFolder(project_root)
    with folder.lock():
        folder.write(STATE)

        assert "did you mean 'chat'" in str(run("logs", "chatt").exception)


def test_logs_of_a_real_account_are_read_with_the_aws_cli(project_root: Path) -> None:
    assert str(run("logs", "dev/chat").exception) == (
        "dev/chat does not run in the local AWS; read its log: "
        "aws logs tail /aws/sagemaker/Endpoints/dev-chat --region eu-west-1"
    )


def test_logs_need_a_running_local_aws(project_root: Path) -> None:
    assert "the local AWS is not running" in str(run("logs", "chat").exception)
