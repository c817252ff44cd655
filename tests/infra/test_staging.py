import errno
import os
from pathlib import Path

import pytest
from constructs import RootConstruct

from infra.staging import link_or_copy, stage_file


def test_file_is_linked_and_not_copied(tmp_path: Path) -> None:
    source = tmp_path / "weights"
    source.write_bytes(b"x")
    link_or_copy(source, tmp_path / "staged")
    assert (tmp_path / "staged").samefile(source)


def test_file_is_copied_from_another_file_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EXDEV, "cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    source = tmp_path / "weights"
    source.write_bytes(b"x")
    link_or_copy(source, tmp_path / "staged")
    assert (tmp_path / "staged").read_bytes() == b"x"


def test_asset_outside_an_app_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "weights"
    file.write_bytes(b"x")
    with pytest.raises(ValueError, match="alone is in no App or Stage"):
        stage_file(RootConstruct("alone"), file, digest="d")
