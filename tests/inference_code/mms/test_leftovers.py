import subprocess
import sys
from pathlib import Path

from inference_code.mms.leftovers import hold, remove_leftovers

HOLD = "from pathlib import Path; from inference_code.mms.leftovers import hold; hold(Path({!r}))"


def left_behind(folder: Path) -> Path:
    """A folder whose process has ended."""
    folder.mkdir()
    subprocess.run([sys.executable, "-c", HOLD.format(str(folder))], check=True)
    (folder / "packages").mkdir()
    return folder


def test_folder_of_a_process_that_has_ended_is_deleted(tmp_path: Path) -> None:
    folder = left_behind(tmp_path / "mms-1")
    remove_leftovers(tmp_path, "mms-")
    assert not folder.exists()


def test_folder_of_a_process_that_lives_stays(tmp_path: Path) -> None:
    (tmp_path / "mms-1").mkdir()
    hold(tmp_path / "mms-1")
    remove_leftovers(tmp_path, "mms-")
    assert (tmp_path / "mms-1").exists()


def test_folder_that_is_just_being_made_stays(tmp_path: Path) -> None:
    (tmp_path / "mms-1").mkdir()
    remove_leftovers(tmp_path, "mms-")
    assert (tmp_path / "mms-1").exists()


def test_folder_of_others_stays(tmp_path: Path) -> None:
    folder = left_behind(tmp_path / "other")
    remove_leftovers(tmp_path, "mms-")
    assert folder.exists()
