import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lockgate.cli import app
from lockgate.commands.deploy import prepare, print_results
from lockgate.deployment import deployment
from lockgate.local.state import LocalState, StateFolder

URL = "http://localhost:4599"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["deploy", *arguments])


def test_dry_run_prints_both_commands(cdk: Path) -> None:
    lines = run("dev", "--dry-run").stdout.splitlines()

    assert f"{cdk} bootstrap aws://111122223333/eu-west-1" in lines
    assert any(line.startswith(f"{cdk} deploy 'dev/*'") for line in lines)


def test_dry_run_for_the_local_aws_shows_its_variables(cdk: Path, project_root: Path) -> None:
    folder = StateFolder(project_root)
    with folder.lock():
        folder.write(LocalState(1, 4599, URL, "now"))

        stdout = run("local", "chat", "--dry-run").stdout

    assert f"AWS_ENDPOINT_URL={URL} AWS_ACCESS_KEY_ID=test" in stdout
    assert "deploy local/chat --context environment=local --require-approval never" in stdout


def test_real_account_asks_before_permissions_change(cdk: Path) -> None:
    assert "--require-approval broadening" in run("dev", "--dry-run").stdout


def test_yes_approves_for_a_real_account(cdk: Path) -> None:
    assert "--require-approval never" in run("dev", "--yes", "--dry-run").stdout


def test_failing_cdk_gives_its_exit_code(cdk: Path) -> None:
    cdk.write_text("#!/bin/sh\nexit 3\n")

    assert run("dev").exit_code == 3


def test_unknown_endpoint_is_a_mistake(cdk: Path) -> None:
    assert "'dev' has no endpoint 'chatt'" in str(run("dev", "chatt").exception)


def test_broken_rule_stops_it_before_the_cdk_runs(cdk: Path, project_root: Path) -> None:
    file = project_root / "environments" / "dev.yaml"
    file.write_text(file.read_text().replace("ml.m5.large", "ml.huge"))

    result = run("dev")

    assert "ml.huge" in result.output
    assert "the configuration of 'dev' has 1 error" in str(result.exception)


def test_missing_cdk_is_a_mistake(project_root: Path) -> None:
    assert "the CDK CLI is not installed" in str(run("dev").exception)


def test_local_aws_that_does_not_run_is_a_mistake(cdk: Path) -> None:
    assert "the local AWS is not running" in str(run("local").exception)


def test_local_aws_that_stops_meanwhile_ends_the_deployment(
    cdk: Path, project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deployment, "is_bootstrapped", lambda _: True)
    cdk.write_text("#!/bin/sh\nrm .lockgate/local.json\nsleep 600\n")
    folder = StateFolder(project_root)
    with folder.lock():
        folder.write(LocalState(1, 4599, URL, "now"))

        result = run("local")

    assert str(result.exception).startswith("the local AWS stopped during the deployment; start it")


@pytest.mark.parametrize(("chosen", "count"), [(None, 5), ("many", 1)])
def test_deployed_endpoints_are_shown_with_the_way_to_ask_them(
    cdk: Path, kinds: Path, capsys: pytest.CaptureFixture[str], chosen: str | None, count: int
) -> None:
    print_results(prepare("kinds", chosen, approve=True))

    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Ask it:")]
    assert len(lines) == count
    assert any("lockgate invoke kinds/many --target-model tiny@1 " in line for line in lines)


def test_exports_for_other_stacks_are_not_shown(
    cdk: Path, kinds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deployment = prepare("kinds", None, approve=True)
    outputs = {"EndpointName": "kinds-chat", "ExportsOutputRef1": "hidden"}
    deployment.outputs.write_text(json.dumps({"lockgate-kinds-chat": outputs}))

    print_results(deployment)

    shown = capsys.readouterr().out
    assert "kinds-chat" in shown
    assert "hidden" not in shown
