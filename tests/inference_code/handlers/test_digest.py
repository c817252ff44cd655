import hashlib
from pathlib import Path

import pytest

from inference_code.handler import LoadError
from inference_code.handlers.digest import check_digest


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
