from pathlib import Path

import pytest
from typer.testing import CliRunner

from lockgate.cli import app
from lockgate.commands import doctor
from lockgate.doctor.findings import Finding

THERE = Finding("Python", "ok", "3.12.1")
OPTIONAL = Finding("AWS credentials", "note", "none found", "aws configure sso")
MISSING = Finding("Node.js", "missing", "not on the PATH", "install Node.js")


def run(findings: list[Finding], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    monkeypatch.setattr(doctor, "examine", lambda: findings)
    result = CliRunner().invoke(app, ["doctor"])
    return result.exit_code, result.output


def test_missing_thing_fails_with_its_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    exit_code, output = run([THERE, MISSING], monkeypatch)

    assert exit_code == 1
    assert "install Node.js" in output
    assert "Missing: Node.js" in output


def test_optional_thing_does_not_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    exit_code, output = run([THERE, OPTIONAL], monkeypatch)

    assert exit_code == 0
    assert "Everything that is needed is there." in output


def test_everything_is_examined(project_root: Path) -> None:
    (project_root / "package.json").write_text('{"devDependencies": {"aws-cdk": "2.0.0"}}')

    subjects = [finding.subject for finding in doctor.examine()]

    assert subjects == [
        "Python", "pip", "Node.js", "npm", "CDK CLI", "Java", "Disk", "Cache",
        "Local AWS", "AWS credentials",
    ]  # fmt: skip
