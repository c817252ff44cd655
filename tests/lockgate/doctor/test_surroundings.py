import os
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from lockgate.doctor import surroundings
from lockgate.local.state import LocalState, StateFolder

Usage = namedtuple("Usage", "total used free")


def with_free_space(gib: float, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = Usage(0, 0, gib * surroundings.GIB)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)


def test_full_disk_is_missing_space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_free_space(1, monkeypatch)

    finding = surroundings.check_disk(tmp_path)

    assert (finding.verdict, finding.detail) == ("missing", "1 GiB free; 2 GiB are needed")


def test_folder_that_is_not_there_yet_is_judged_by_the_one_above(tmp_path: Path) -> None:
    assert surroundings.existing(tmp_path / "a" / "b") == tmp_path


def test_cache_of_the_user_is_named(tmp_path: Path) -> None:
    finding = surroundings.check_cache({"LOCKGATE_CACHE": str(tmp_path)})

    assert (finding.verdict, finding.detail) == ("ok", str(tmp_path))


def test_read_only_cache_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)

    assert "LOCKGATE_CACHE" in surroundings.check_cache({"LOCKGATE_CACHE": "/x"}).fix


def test_stopped_local_aws_is_only_noted(tmp_path: Path) -> None:
    assert surroundings.check_local_aws(tmp_path).verdict == "note"


def test_running_local_aws_is_named(tmp_path: Path) -> None:
    folder = StateFolder(tmp_path)
    with folder.lock():
        folder.write(LocalState(7, 4566, "http://localhost:4566", "now"))

        assert surroundings.check_local_aws(tmp_path).detail == "http://localhost:4566, pid 7"


def test_absent_credentials_are_only_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")

    assert surroundings.check_credentials().verdict == "note"


def test_profile_that_does_not_exist_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "no-such-profile")

    assert "no-such-profile" in surroundings.check_credentials().detail
