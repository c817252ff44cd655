import asyncio
import hashlib
import io
import tarfile
import threading
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from lockgate.local.containers import artifact
from lockgate.local.containers.artifact import S3DataSource, StoredObject, materialise
from lockgate.local.containers.errors import ArtifactFailed
from tests.local.containers.waiting import until


class Bucket:
    """An S3 with one bucket, in memory, that counts what is read."""

    def __init__(self, objects: dict[str, bytes]) -> None:
        self.objects = objects
        self.reads: list[str] = []

    async def read(self, bucket: str, key: str) -> AsyncIterator[bytes]:
        assert bucket == "bucket"
        self.reads.append(key)
        content = self.objects[key]
        yield content[:2]
        await asyncio.sleep(0)
        yield content[2:]

    async def list(self, bucket: str, prefix: str) -> Sequence[StoredObject]:
        assert bucket == "bucket"
        return [
            StoredObject(key, hashlib.sha256(content).hexdigest())
            for key, content in self.objects.items()
            if key.startswith(prefix)
        ]

    async def fetch(self, source: S3DataSource, into: Path) -> Path:
        return await materialise(source, into=into, read_object=self.read, list_objects=self.list)


def one_file_archive() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        info = tarfile.TarInfo("code/inference.py")
        info.size = 4
        tar.addfile(info, io.BytesIO(b"code"))
    return buffer.getvalue()


def files(folder: Path) -> dict[str, bytes]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


OBJECT = S3DataSource("s3://bucket/assets/abc.gguf", "S3Object")


async def test_object_becomes_one_file(tmp_path: Path) -> None:
    bucket = Bucket({"assets/abc.gguf": b"weights", "assets/abc.gguf.old": b"no"})
    assert files(await bucket.fetch(OBJECT, tmp_path)) == {"abc.gguf": b"weights"}


async def test_prefix_becomes_a_tree(tmp_path: Path) -> None:
    bucket = Bucket({"m/config.json": b"{}", "m/shards/1": b"one", "other/x": b"no"})
    folder = await bucket.fetch(S3DataSource("s3://bucket/m/", "S3Prefix"), tmp_path)
    assert files(folder) == {"config.json": b"{}", "shards/1": b"one"}


async def test_unpacking_that_is_cancelled_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, gate = threading.Event(), threading.Event()

    def unpack(_archive: Path, *, into: Path, name: str) -> None:
        began.set()
        gate.wait()
        (into / name[-2:]).mkdir(parents=True)

    monkeypatch.setattr(artifact, "unpack", unpack)
    source = S3DataSource("s3://bucket/assets/abc.gz", "S3Object", "Gzip")
    fetching = asyncio.create_task(Bucket({"assets/abc.gz": b"gz"}).fetch(source, tmp_path))
    await until(began.is_set)
    fetching.cancel()
    await asyncio.sleep(0)
    gate.set()
    with pytest.raises(asyncio.CancelledError):
        await fetching
    assert list(tmp_path.iterdir()) == []


async def test_gzip_object_is_unpacked_whatever_its_name(tmp_path: Path) -> None:
    bucket = Bucket({"assets/abc.gz": one_file_archive()})
    source = S3DataSource("s3://bucket/assets/abc.gz", "S3Object", "Gzip")
    assert files(await bucket.fetch(source, tmp_path)) == {"code/inference.py": b"code"}


async def test_equal_artifact_is_read_once(tmp_path: Path) -> None:
    bucket = Bucket({"assets/abc.gguf": b"weights"})
    first = await bucket.fetch(OBJECT, tmp_path)
    assert await bucket.fetch(OBJECT, tmp_path) == first
    assert bucket.reads == ["assets/abc.gguf"]


async def test_changed_object_gets_another_folder(tmp_path: Path) -> None:
    bucket = Bucket({"assets/abc.gguf": b"weights"})
    first = await bucket.fetch(OBJECT, tmp_path)
    bucket.objects["assets/abc.gguf"] = b"others"
    second = await bucket.fetch(OBJECT, tmp_path)
    assert (files(first), files(second)) == ({"abc.gguf": b"weights"}, {"abc.gguf": b"others"})


async def test_two_at_once_share_the_folder(tmp_path: Path) -> None:
    bucket = Bucket({"assets/abc.gguf": b"weights"})
    one, two = await asyncio.gather(bucket.fetch(OBJECT, tmp_path), bucket.fetch(OBJECT, tmp_path))
    assert one == two
    assert list(tmp_path.iterdir()) == [one]


async def test_failed_artifact_leaves_nothing_behind(tmp_path: Path) -> None:
    bucket = Bucket({"assets/abc.gguf": b"weights"})
    source = S3DataSource(OBJECT.uri, "S3Object", "Gzip")
    with pytest.raises(ArtifactFailed, match=r"s3://bucket/assets/abc.gguf is no tar\.gz"):
        await bucket.fetch(source, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (S3DataSource("s3://bucket/m/", "S3Prefix", "Gzip"), "Gzip needs the S3DataType S3Object"),
        (S3DataSource("s3://bucket/m", "S3Prefix"), "it must end with a slash"),
        (S3DataSource("https://bucket/m", "S3Object"), "is no S3 location; write s3://bucket/key"),
        (S3DataSource("s3://bucket", "S3Object"), "is no S3 location"),
        (S3DataSource("s3://bucket/none", "S3Object"), "s3://bucket/none: there is no such object"),
        (S3DataSource("s3://bucket/none/", "S3Prefix"), "there is no such object"),
    ],
)
async def test_wrong_source_is_refused(tmp_path: Path, source: S3DataSource, message: str) -> None:
    with pytest.raises(ArtifactFailed, match=message):
        await Bucket({}).fetch(source, tmp_path)
