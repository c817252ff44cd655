from pathlib import Path

import pytest

from lockgate.doctor import programs


@pytest.fixture
def pinned(project_root: Path) -> Path:
    """A project that pins a CDK CLI."""
    (project_root / "package.json").write_text('{"devDependencies": {"aws-cdk": "2.1148.1"}}')
    return project_root


def prints(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "run", lambda _: text)


def test_old_node_is_missing_a_newer_one(monkeypatch: pytest.MonkeyPatch) -> None:
    prints("v18.19.0\n", monkeypatch)

    finding = programs.check_node()

    assert (finding.verdict, finding.detail) == ("missing", "18.19.0; 20 or newer is needed")


def test_recent_node_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    prints("v22.1.0\n", monkeypatch)

    assert programs.check_node().verdict == "ok"


def test_absent_node_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    prints("", monkeypatch)

    assert "install Node.js 20" in programs.check_node().fix


def test_absent_npm_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    prints("", monkeypatch)

    assert programs.check_npm().verdict == "missing"


def test_absent_cdk_is_installed_by_npm_ci(pinned: Path) -> None:
    assert programs.check_cdk(pinned).fix == "npm ci"


def test_other_cdk_than_the_pinned_one_is_missing(
    pinned: Path, cdk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prints("2.1000.0 (build 1234)\n", monkeypatch)

    assert programs.check_cdk(pinned).detail == "2.1000.0; package.json pins 2.1148.1"


def test_pinned_cdk_is_fine(pinned: Path, cdk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prints("2.1148.1 (build 1234)\n", monkeypatch)

    assert programs.check_cdk(pinned).verdict == "ok"


def test_program_that_does_not_exist_prints_nothing() -> None:
    assert programs.run(["no-such-program-anywhere"]) == ""
