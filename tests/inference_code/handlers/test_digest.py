import hashlib
from pathlib import Path

import pytest

from inference_code.handler import LoadError
from inference_code.handlers.digest import check_digest, folder_digest
from infra.config import digests


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "model.gguf"
    file.write_bytes(b"weights")
    return file


def test_file_with_its_digest_passes(file: Path) -> None:
    check_digest(file, hashlib.sha256(b"weights").hexdigest())


def test_file_that_nobody_pinned_passes(file: Path) -> None:
    check_digest(file, None)


def test_other_digest_is_refused_with_both(file: Path) -> None:
    actual = hashlib.sha256(b"weights").hexdigest()
    with pytest.raises(LoadError) as raised:
        check_digest(file, "0" * 64)
    assert str(raised.value) == (
        f"the sha256 of {file} is {actual}, and lockgate.json says {'0' * 64}; "
        "publish the model again"
    )


def folder(base: Path) -> Path:
    for name in ("b.json", "a/z.bin", "a.json", "a/b/c.txt"):
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_text(name)
    return base


def test_digest_of_a_folder_is_the_one_of_the_configuration(tmp_path: Path) -> None:
    assert folder_digest(folder(tmp_path)) == digests.folder_digest(tmp_path)


def test_manifest_is_no_part_of_the_folder(tmp_path: Path) -> None:
    pinned = folder_digest(folder(tmp_path))
    (tmp_path / "lockgate.json").write_text("{}")
    check_digest(tmp_path, pinned)


def test_changed_file_of_a_folder_is_refused(tmp_path: Path) -> None:
    pinned = folder_digest(folder(tmp_path))
    (tmp_path / "a/z.bin").write_text("other")
    with pytest.raises(LoadError, match=f"the sha256 of {tmp_path} is .*says {pinned}"):
        check_digest(tmp_path, pinned)
