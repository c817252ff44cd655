import pytest
from rich.console import Console

from lockgate import console
from lockgate.publishing.progress import megabytes, upload_progress


def printed(capsys: pytest.CaptureFixture[str], *sizes: int, arrived: int = 0) -> list[str]:
    with upload_progress("x.tar.gz", total=100_000_000, arrived=arrived) as on_bytes:
        for size in sizes:
            on_bytes(size * 1_000_000)
    return capsys.readouterr().err.splitlines()


def test_each_quarter_is_one_line_where_there_is_no_terminal(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = printed(capsys, 24, 2, 9, 41, 24)

    assert lines == [f"{part:>3} % of 100.0 MB  x.tar.gz" for part in (26, 76, 100)]


def test_what_arrived_before_is_not_told_again(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, 5, 25, arrived=50_000_000) == [" 80 % of 100.0 MB  x.tar.gz"]


def test_terminal_shows_a_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Console(force_terminal=True, stderr=True, width=100)
    monkeypatch.setattr(console, "err", terminal)

    with upload_progress("x.tar.gz", total=100, arrived=50) as on_bytes:
        on_bytes(25)

    assert "uploading x.tar.gz" in capsys.readouterr().err


def test_sizes_are_in_megabytes() -> None:
    assert megabytes(98_362_432) == "98.4 MB"
