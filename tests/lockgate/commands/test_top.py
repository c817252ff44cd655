from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lockgate.cli import app
from tests.lockgate.fake_metrics import FakeEndpoints, FakeMetrics, serving
from tests.lockgate.fakes import install, refusal


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["top", *arguments])


def test_without_a_terminal_one_table_is_printed(
    project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoints = FakeEndpoints(dev_chat=serving("primary"))
    install(monkeypatch, sagemaker=endpoints, cloudwatch=FakeMetrics())

    result = run("dev")

    assert result.exit_code == 0
    assert "dev in eu-west-1" in result.stdout
    assert "● chat" in result.stdout
    assert "no data in the last 20 min" in result.stdout


def test_window_is_that_of_the_figures(project_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    metrics = FakeMetrics()
    install(monkeypatch, sagemaker=FakeEndpoints(dev_chat=serving("a")), cloudwatch=metrics)

    assert "window 30 min" in run("dev", "--once", "--window", "30m").stdout
    first = metrics.asked[0]
    assert (first["EndTime"] - first["StartTime"]).total_seconds() == 1800


def test_unknown_environment_names_the_nearest(project_root: Path) -> None:
    assert "there is no environment 'devv'; did you mean 'dev'" in str(run("devv").exception)


def test_environment_without_endpoints_is_a_mistake(project_root: Path) -> None:
    empty = 'account: "111122223333"\nregion: eu-west-1\n'
    (project_root / "environments" / "dev.yaml").write_text(empty)

    assert str(run("dev").exception) == (
        "environment 'dev' has no endpoints; add one in environments/dev.yaml"
    )


def test_local_aws_that_does_not_run_is_a_mistake(project_root: Path) -> None:
    assert "lockgate local up --detach" in str(run("local").exception)


def test_refusal_of_aws_is_one_message(project_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing:
        def describe_endpoint(self, **_: str) -> None:
            raise refusal("ThrottlingException", "Rate exceeded")

    install(monkeypatch, sagemaker=Refusing(), cloudwatch=FakeMetrics())

    assert str(run("dev").exception) == "AWS answered ThrottlingException: Rate exceeded"


@pytest.mark.parametrize("option", [("--window", "90s"), ("--interval", "x")])
def test_time_that_cannot_be_is_a_mistake(project_root: Path, option: tuple[str, str]) -> None:
    assert option[0] in str(run("dev", *option).exception)
