from pathlib import Path

import pytest
from typer.testing import CliRunner

from infra.config.violations import Violation
from lockgate.cli import app
from lockgate.commands import check

ERROR = Violation("environments/dev.yaml", 14, "endpoints.chat.instance", "too small", "FIT")
WARNING = Violation("models/tiny.yaml", None, "license", "none is given", "LIC", "warn")


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch, project_root: Path) -> list[Violation]:
    """What the check finds; tests fill it."""
    violations: list[Violation] = []
    monkeypatch.setattr(check, "find_violations", lambda *_: (violations, 2))
    return violations


def run(*arguments: str) -> tuple[int, list[str]]:
    result = CliRunner().invoke(app, ["check", *arguments])
    return result.exit_code, result.output.splitlines()


def test_violation_is_one_line_with_file_line_path_and_rule(found: list[Violation]) -> None:
    found.append(ERROR)

    assert run()[1][0] == str(ERROR)


def test_errors_fail_the_command_and_are_counted(found: list[Violation]) -> None:
    found += [ERROR, ERROR, WARNING]

    assert (run()[0], run()[1][-1]) == (1, "2 errors, 1 warning in 2 environments")


def test_warnings_say_so_and_do_not_fail(found: list[Violation]) -> None:
    found.append(WARNING)

    exit_code, lines = run()

    assert exit_code == 0
    assert lines[0] == "models/tiny.yaml  license  warn: none is given  [LIC]"


def test_nothing_found_is_said(found: list[Violation]) -> None:
    assert run() == (0, ["0 errors, 0 warnings in 2 environments"])


def test_unreadable_files_are_reported_like_broken_rules(project_root: Path) -> None:
    (project_root / "environments" / "dev.yaml").write_text("acount: 1\n")

    exit_code, lines = run()

    assert exit_code == 1
    assert any(line.startswith("environments/dev.yaml:1  acount  ") for line in lines)
    assert lines[-1].endswith("in 2 environments")


def test_unreadable_file_does_not_hide_what_is_wrong_in_others(project_root: Path) -> None:
    (project_root / "environments" / "broken.yaml").write_text("acount: 1\n")
    dev = project_root / "environments" / "dev.yaml"
    dev.write_text(dev.read_text().replace("eu-west-1", "eu-wst-1"))

    lines = run()[1]

    assert any(line.startswith("environments/broken.yaml:1  acount  ") for line in lines)
    assert any("did you mean 'eu-west-1'?" in line for line in lines)


def test_unknown_environment_names_the_known_ones(project_root: Path) -> None:
    exit_code, lines = run("production")

    assert exit_code == 1
    assert "known are: dev, local" in lines[0]
