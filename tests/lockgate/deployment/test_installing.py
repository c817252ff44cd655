from pathlib import Path

import pytest

from lockgate.deployment.installing import Installing

START = "2026-11-22 05:32:19 INFO [lockgate] "


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "local.log"
    path.write_text(f"{START}Collecting what was before\n", encoding="utf-8")
    return path


def add(log: Path, text: str) -> None:
    with log.open("a", encoding="utf-8") as file:
        file.write(text)


def test_nothing_is_told_of_what_was_before(log: Path) -> None:
    assert Installing(log)() == ""


def test_the_last_step_is_told_without_its_reason(log: Path) -> None:
    installing = Installing(log)
    add(log, f"{START}Collecting torch==2.13.0 (from -r requirements.txt (line 3))\n")

    assert (installing(), installing()) == ("Collecting torch==2.13.0",) * 2


def test_half_a_line_waits_for_its_end(log: Path) -> None:
    installing = Installing(log)
    add(log, f"{START}Downloading tor")
    assert installing() == ""
    add(log, "ch (190.1 MB)\n")
    assert installing() == "Downloading torch (190.1 MB)"


def test_what_is_installed_is_told_no_more(log: Path) -> None:
    installing = Installing(log)
    add(log, f"{START}Installing collected packages: torch\n")
    add(log, f"{START}the virtual environment is ready\n")

    assert installing() == ""


def test_a_local_aws_without_a_log_tells_nothing(tmp_path: Path) -> None:
    assert Installing(tmp_path / "local.log")() == ""
