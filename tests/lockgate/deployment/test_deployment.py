from pathlib import Path
from types import SimpleNamespace

import pytest

from lockgate.aws import Target
from lockgate.deployment.deployment import is_bootstrapped, require_success, telling_lines
from lockgate.deployment.runner import Finished
from lockgate.errors import CommandError


def test_account_of_a_failure_begins_at_its_mark() -> None:
    assert telling_lines(["a | b", "❌  x failed to deploy", "why"])[0].startswith("❌")


def test_failure_without_a_mark_is_told_by_all_lines() -> None:
    assert telling_lines(["Traceback", "ImportError"]) == ["Traceback", "ImportError"]


def test_failure_names_command_exit_code_and_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "deploy.log"

    with pytest.raises(
        CommandError, match=r"cdk deploy failed with exit code 3; read .*deploy.log"
    ):
        require_success(Finished(3, ["no network"]), "cdk deploy", log)
    assert capsys.readouterr().err == "no network\n"


def test_what_was_told_before_is_not_told_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError):
        require_success(Finished(1, ["long story"]), "cdk deploy", tmp_path, told=True)

    assert capsys.readouterr().err == ""


def test_success_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    require_success(Finished(0, ["done"]), "cdk deploy", tmp_path)

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("status", "expected"), [("CREATE_COMPLETE", True), ("REVIEW_IN_PROGRESS", False)]
)
def test_bootstrap_that_was_cut_short_does_not_count(
    monkeypatch: pytest.MonkeyPatch, status: str, expected: bool
) -> None:
    client = SimpleNamespace(
        describe_stacks=lambda StackName: {"Stacks": [{"StackStatus": status}]}  # noqa: N803
    )
    monkeypatch.setattr(Target, "client", lambda *_: client)

    assert is_bootstrapped(Target("eu-west-1", "http://localhost:1")) is expected
