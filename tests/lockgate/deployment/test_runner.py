import signal
import sys
from pathlib import Path

import pytest

from lockgate.deployment.command_line import CommandLine
from lockgate.deployment.runner import run_in_terminal, run_watched


def python(code: str, cwd: Path) -> CommandLine:
    return CommandLine([sys.executable, "-c", code], cwd)


def test_lines_are_passed_on_and_logged(tmp_path: Path) -> None:
    seen: list[str] = []

    run_watched(
        python("print('a'); print('b')", tmp_path), log=tmp_path / "log", on_line=seen.append
    )

    assert seen == ["a", "b"]
    assert (tmp_path / "log").read_text() == "a\nb\n"


def test_errors_are_read_like_the_rest(tmp_path: Path) -> None:
    code = "import sys; sys.stderr.write('why\\n'); sys.exit(3)"

    done = run_watched(python(code, tmp_path), log=tmp_path / "log", on_line=print)

    assert done.exit_code == 3
    assert done.last_lines == ["why"]


def test_cdk_is_asked_for_output_that_can_be_read(tmp_path: Path) -> None:
    seen: list[str] = []
    code = "import sys; print(*sys.argv[1:])"

    run_watched(python(code, tmp_path), log=tmp_path / "log", on_line=seen.append)

    assert seen == ["--progress events --no-color --no-notices"]


def test_run_that_is_no_longer_worth_it_is_ended(tmp_path: Path) -> None:
    done = run_watched(
        python("import signal; signal.pause()", tmp_path),
        log=tmp_path / "log",
        on_line=print,
        worth_it=lambda: False,
    )

    assert done.exit_code == -signal.SIGTERM


def test_terminal_run_returns_the_exit_code(tmp_path: Path) -> None:
    assert run_in_terminal(python("raise SystemExit(7)", tmp_path)) == 7


def test_jsii_keeps_quiet_about_the_oldest_node_that_is_supported(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", raising=False)
    code = "import os; print(os.environ.get('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION'))"

    run_in_terminal(python(code, tmp_path))

    assert capfd.readouterr().out == "20\n"
