import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from inference_code.mms.folder import RunFolder
from inference_code.settings import SettingsError


def test_folder_is_private_and_goes_away() -> None:
    folder = RunFolder.create()
    assert folder.path.stat().st_mode & 0o077 == 0
    folder.remove()
    assert not folder.path.exists()


def test_worker_of_the_folder_is_ours() -> None:
    folder = RunFolder.create()
    text = (folder.home / "mms" / "model_service_worker.py").read_text()
    folder.remove()
    assert text.startswith("from inference_code.mms.worker import main\n")


def test_folder_in_which_sockets_cannot_be_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("x" * 80)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    with pytest.raises(SettingsError, match=r"^TMPDIR is /.*xx; below it the paths .* than 103 "):
        RunFolder.create()
    assert not [*deep.iterdir()]


def test_folder_of_a_killed_server_is_deleted_by_the_next(
    short_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(short_path))
    killed = "import os; from inference_code.mms.folder import *; RunFolder.create(); os._exit(9)"
    environ = os.environ | {"TMPDIR": str(short_path)}
    subprocess.run([sys.executable, "-c", killed], env=environ, check=False)
    [left] = short_path.iterdir()
    new = RunFolder.create()
    assert list(short_path.iterdir()) == [new.path]
    assert left != new.path
