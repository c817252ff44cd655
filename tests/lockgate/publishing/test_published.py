from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from botocore.response import StreamingBody

from infra.config.model_card import Release, Settings
from infra.config.multi_model import write_archive
from infra.config.references import ReleaseReference
from infra.config.sources import FileSource
from lockgate.publishing.archive import Archive, describe
from lockgate.publishing.published import find, known_digests, read_manifest
from lockgate.publishing.uploads import DIGEST
from lockgate.s3_uris import S3Uri
from tests.lockgate.fakes import refusal

PLACE = S3Uri("ours", "many/tiny-1.tar.gz")
Packed = Callable[..., Archive]


@pytest.fixture
def packed(tmp_path: Path) -> Packed:
    """Packs a model file into an archive."""

    def pack(*, weights: bytes = b"weights", context_length: int = 64) -> Archive:
        file = tmp_path / "tiny.gguf"
        file.write_bytes(weights)
        release = Release(
            source=FileSource("tiny.gguf"),
            container="llamacpp",
            settings=Settings(context_length=context_length),
        )
        return describe(write_archive(release, ReleaseReference("tiny", 1), file, tmp_path))

    return pack


class FakeS3:
    """One object, with what S3 says about it."""

    def __init__(self, content: bytes, **head: Any) -> None:
        self.content = content
        self.head = head

    def head_object(self, **_: Any) -> dict[str, Any]:
        return self.head

    def get_object(self, *, Range: str = "bytes=0-99999999", **_: Any) -> dict[str, Any]:  # noqa: N803
        first, last = map(int, Range.removeprefix("bytes=").split("-"))
        body = self.content[first : last + 1]
        return {"Body": StreamingBody(BytesIO(body), len(body))}


def test_nothing_is_there(packed: Packed) -> None:
    class Empty:
        def head_object(self, **_: Any) -> Any:
            raise refusal("404")

    assert find(Empty(), packed(), PLACE) == "nothing"


def test_equal_digest_is_the_same(packed: Packed) -> None:
    archive = packed()

    assert find(FakeS3(b"", Metadata={DIGEST: archive.sha256}), archive, PLACE) == "the same"


def test_equal_manifest_is_the_same_whoever_compressed_it(packed: Packed) -> None:
    archive = packed()

    assert find(FakeS3(archive.path.read_bytes()), archive, PLACE) == "the same"


@pytest.mark.parametrize("change", [{"weights": b"others"}, {"context_length": 32}])
def test_other_contents_are_another(packed: Packed, change: dict[str, Any]) -> None:
    theirs = packed(**change).path.read_bytes()

    assert find(FakeS3(theirs), packed(), PLACE) == "another"


@pytest.mark.parametrize(
    ("theirs", "found"), [(b"files", "the same"), (b"other", "another"), (b"less", "another")]
)
def test_archive_without_a_manifest_is_read_whole(
    tmp_path: Path, theirs: bytes, found: str
) -> None:
    (tmp_path / "triton-1.tar.gz").write_bytes(b"files")
    archive = describe(tmp_path / "triton-1.tar.gz")

    assert find(FakeS3(theirs, ContentLength=len(theirs)), archive, PLACE) == found


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08broken"])
def test_what_is_no_archive_is_another(packed: Packed, content: bytes) -> None:
    assert find(FakeS3(content), packed(), PLACE) == "another"


def test_refusal_of_s3_is_no_absence(packed: Packed) -> None:
    class Closed:
        def head_object(self, **_: Any) -> Any:
            raise refusal("403")

    with pytest.raises(Exception, match="403"):
        find(Closed(), packed(), PLACE)


def test_checksum_of_the_whole_is_a_digest() -> None:
    head = {"ChecksumSHA256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}

    assert known_digests(head | {"ChecksumType": "FULL_OBJECT"}) == {
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    }
    assert known_digests(head | {"ChecksumType": "COMPOSITE"}) == set()


def test_manifest_is_read_from_the_beginning_of_an_archive(packed: Packed) -> None:
    beginning = packed(weights=bytes(range(256)) * 4000).path.read_bytes()[:1024]

    assert b'"model": "tiny"' in (read_manifest(beginning) or b"")
