from pathlib import Path

import pytest

from lockgate.deployment.installing import Installing
from lockgate.local.containers.virtual_environment import BUILDING, FAILED, READY

START = "2026-11-22 05:32:19 INFO [lockgate] "


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "local.log"
    path.write_text(f"{START}{BUILDING}what was before\n", encoding="utf-8")
    return path


@pytest.fixture
def installing(log: Path) -> Installing:
    """While one environment is built."""
    installing = Installing(log)
    add(log, f"{START}{BUILDING}a.txt\n")
    return installing


def add(log: Path, text: str) -> None:
    with log.open("a", encoding="utf-8") as file:
        file.write(text)


def test_nothing_is_told_of_what_was_before(log: Path) -> None:
    assert Installing(log)() == ""


def test_the_last_step_is_told_without_its_reason(log: Path, installing: Installing) -> None:
    add(log, f"{START}Collecting torch==2.13.0 (from -r requirements.txt (line 3))\n")

    assert (installing(), installing()) == ("Collecting torch==2.13.0",) * 2


def test_half_a_line_waits_for_its_end(log: Path, installing: Installing) -> None:
    add(log, f"{START}Downloading tor")
    assert installing() == "building the virtual environment of a.txt"
    add(log, "ch (190.1 MB)\n")
    assert installing() == "Downloading torch (190.1 MB)"


@pytest.mark.parametrize("end", [READY, FAILED])
def test_what_is_installed_or_cannot_be_is_told_no_more(
    log: Path, installing: Installing, end: str
) -> None:
    add(log, f"{START}Installing collected packages: torch\n{START}{end}a.txt\n")

    assert installing() == ""


def test_of_two_at_a_time_the_second_is_told_on(log: Path, installing: Installing) -> None:
    add(log, f"{START}{BUILDING}b.txt\n{START}Collecting torch\n{START}{READY}a.txt\n")
    assert installing() == "Collecting torch"
    add(log, f"{START}{READY}b.txt\n")
    assert installing() == ""


def test_other_lines_of_the_local_aws_are_no_steps(log: Path) -> None:
    installing = Installing(log)
    add(log, f"{START}local-chat: all traffic moves at once\n")

    assert installing() == ""


def test_a_local_aws_without_a_log_tells_nothing(tmp_path: Path) -> None:
    assert Installing(tmp_path / "local.log")() == ""
