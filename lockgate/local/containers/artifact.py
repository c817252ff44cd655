"""Brings a model's artifact from S3 into a folder, as SageMaker does before a container starts."""

import asyncio
import hashlib
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from lockgate.local.containers.artifact_names import name_of_object, names_of_prefix
from lockgate.local.containers.errors import ArtifactFailed, ArtifactMissing
from lockgate.local.containers.unpacking import unpack


@dataclass(frozen=True)
class S3DataSource:
    """`ModelDataSource.S3DataSource` of a SageMaker Model."""

    uri: str
    """`s3://bucket/key`, or `s3://bucket/prefix/` with S3Prefix."""
    data_type: Literal["S3Object", "S3Prefix"]
    compression: Literal["None", "Gzip"] = "None"


@dataclass(frozen=True)
class StoredObject:
    """One object of a bucket."""

    key: str
    etag: str
    """Digest that S3 gives for the content."""


ReadObject = Callable[[str, str], AsyncIterator[bytes]]
"""Takes bucket and key; yields the content in pieces."""
ListObjects = Callable[[str, str], Awaitable[Sequence[StoredObject]]]
"""Takes bucket and prefix; returns every object whose key starts with the prefix."""


async def materialise(
    source: S3DataSource, *, into: Path, read_object: ReadObject, list_objects: ListObjects
) -> Path:
    """Return a folder below `into` with the files that a container sees in /opt/ml/model.

    The folder is named by a digest of the objects' names and ETags, so equal artifacts are read
    and unpacked once; treat it as read-only. It appears by a rename, complete or not at all.
    Raises ArtifactFailed when objects are missing, badly named or not the archive they should be.
    """
    if source.data_type == "S3Prefix" and source.compression == "Gzip":
        raise ArtifactFailed("Gzip needs the S3DataType S3Object: a prefix cannot be one archive")
    bucket, key = _location(source)
    objects = await _objects(source, bucket, key, list_objects)
    folder = into / _digest(source, objects)
    if folder.is_dir():
        return folder
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into, prefix=".partial-") as temporary:
        model = Path(temporary) / "model"
        await _download(source, bucket, objects, model, read_object)
        _publish(model, folder)
    return folder


def _location(source: S3DataSource) -> tuple[str, str]:
    bucket, _, key = source.uri.removeprefix("s3://").partition("/")
    if not source.uri.startswith("s3://") or not bucket or not key:
        raise ArtifactFailed(f"{source.uri} is no S3 location; write s3://bucket/key")
    if source.data_type == "S3Prefix" and not key.endswith("/"):
        raise ArtifactFailed(f"{source.uri} is no S3 prefix: it must end with a slash")
    return bucket, key


async def _objects(
    source: S3DataSource, bucket: str, key: str, list_objects: ListObjects
) -> dict[PurePosixPath, StoredObject]:
    found = {stored.key: stored for stored in await list_objects(bucket, key)}
    if source.data_type == "S3Object":
        found = {key: found[key]} if key in found else {}
        names = {key: name_of_object(key)}
    else:
        names = names_of_prefix(found, prefix=key)
    if not found:
        raise ArtifactMissing(f"{source.uri}: there is no such object in the bucket")
    return {names[key]: stored for key, stored in sorted(found.items())}


def _digest(source: S3DataSource, objects: dict[PurePosixPath, StoredObject]) -> str:
    lines = [str(source.compression)]
    lines += [f"{name}\0{stored.etag}" for name, stored in objects.items()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:32]


async def _download(
    source: S3DataSource,
    bucket: str,
    objects: dict[PurePosixPath, StoredObject],
    model: Path,
    read_object: ReadObject,
) -> None:
    model.mkdir()
    for name, stored in objects.items():
        target = model / name
        target.parent.mkdir(parents=True, exist_ok=True)
        await _save(read_object(bucket, stored.key), target)
        if source.compression == "Gzip":
            archive = target.rename(model.with_name("archive"))
            await _unpack(archive, into=model, name=source.uri)


async def _unpack(archive: Path, *, into: Path, name: str) -> None:
    """Unpack in a thread. When cancelled, end after it: it writes where the caller cleans up."""
    thread = asyncio.ensure_future(asyncio.to_thread(unpack, archive, into=into, name=name))
    try:
        await asyncio.shield(thread)
    except asyncio.CancelledError:
        await asyncio.wait({thread})
        raise


async def _save(content: AsyncIterator[bytes], target: Path) -> None:
    with target.open("wb") as file:
        async for piece in content:
            file.write(piece)


def _publish(model: Path, folder: Path) -> None:
    try:
        model.rename(folder)
    except OSError:
        # Another task was faster with the same artifact.
        if not folder.is_dir():
            raise
        shutil.rmtree(model)
