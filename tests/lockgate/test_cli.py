import subprocess
import sys

import pytest

from lockgate import cli
from lockgate.errors import CommandError


def exit_code(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["lockgate", *arguments])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return caught.value.code


def fail(error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def app() -> None:
        raise error

    monkeypatch.setattr(cli, "app", app)


def test_mistake_is_one_line_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail(CommandError("port 1 is taken", fix="choose another"), monkeypatch)

    assert exit_code(monkeypatch) == 1
    assert capsys.readouterr().err == "error: port 1 is taken; choose another\n"


def test_interrupt_exits_as_shells_expect(monkeypatch: pytest.MonkeyPatch) -> None:
    fail(KeyboardInterrupt(), monkeypatch)

    assert exit_code(monkeypatch) == 130


def test_mistake_of_our_own_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    fail(RuntimeError("a bug"), monkeypatch)

    with pytest.raises(RuntimeError, match="a bug"):
        cli.main()


def test_unknown_command_is_a_usage_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert exit_code(monkeypatch, "chekc") == 2


def test_reader_that_leaves_is_no_traceback() -> None:
    script = f"{sys.executable} -m lockgate --help | true"

    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)

    assert done.stderr == ""


def test_check_imports_nothing_slow() -> None:
    code = "import sys, lockgate.cli, infra.config.project, infra.config.rules; print(*sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert {"boto3", "botocore", "aws_cdk", "ministack"}.isdisjoint(done.stdout.split())
