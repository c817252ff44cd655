from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from lockgate.local.containers.artifact import S3DataSource, StoredObject
from lockgate.local.containers.errors import ArtifactFailed
from lockgate.local.containers.launcher import Launcher
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.container_fleets import ContainerFleets, data_source
from lockgate.local.sagemaker.fleets import Wanted
from lockgate.local.sagemaker.records import Definition
from tests.local.sagemaker.conftest import IMAGE, variant

SCOPE = Scope("000000000000", "eu-west-1")
SOURCE = {"S3Uri": "s3://models/weights.gguf", "S3DataType": "S3Object", "CompressionType": "None"}


class Objects:
    """A bucket with one object."""

    async def read_object(self, _scope: Scope, _bucket: str, _key: str) -> AsyncIterator[bytes]:
        yield b"weights"

    async def list_objects(self, _scope: Scope, _bucket: str, prefix: str) -> list[StoredObject]:
        found = [StoredObject("weights.gguf", "etag")]
        return [stored for stored in found if stored.key.startswith(prefix)]


@pytest.fixture
def fleets(tmp_path: Path) -> ContainerFleets:
    folder = tmp_path / "containers" / "echo"
    folder.mkdir(parents=True)
    (folder / "Dockerfile").touch()
    launcher = Launcher(root=tmp_path, cache=tmp_path / "cache")
    return ContainerFleets(
        root=tmp_path, cache=tmp_path / "cache", objects=Objects(), launcher=launcher
    )


def wanted(**container: Any) -> Wanted:
    request = {"PrimaryContainer": {"Image": IMAGE} | container}
    model = Definition("model", "arn", request)
    return Wanted(SCOPE, "chat", variant(), model, {}, count=1)


async def test_the_artifact_is_fetched_before_the_fleet_starts(
    fleets: ContainerFleets, tmp_path: Path
) -> None:
    await fleets.make(wanted(ModelDataSource={"S3DataSource": SOURCE}), lambda *_: None)
    (weights,) = (tmp_path / "cache" / "artifacts").glob("*/weights.gguf")
    assert weights.read_bytes() == b"weights"


async def test_an_artifact_that_is_not_there_is_told(fleets: ContainerFleets) -> None:
    source = SOURCE | {"S3Uri": "s3://models/other.gguf"}
    with pytest.raises(ArtifactFailed, match=r"s3://models/other.gguf: there is no such object"):
        await fleets.make(wanted(ModelDataSource={"S3DataSource": source}), lambda *_: None)


async def test_a_container_that_needs_a_gpu_has_no_fleet_of_its_own(
    fleets: ContainerFleets, tmp_path: Path
) -> None:
    file = tmp_path / "containers" / "echo" / "Dockerfile"
    file.write_text("FROM a\nLABEL ai.lockgate.processor=gpu\n")
    with pytest.raises(ArtifactFailed, match=r"containers/echo needs a GPU .* has no tag lockgate"):
        await fleets.make(wanted(), lambda *_: None)


async def test_a_model_without_data_gets_an_empty_folder(fleets: ContainerFleets) -> None:
    assert await fleets.make(wanted(), lambda *_: None)


def test_a_model_data_url_is_an_archive() -> None:
    container = {"ModelDataUrl": "s3://models/model.tar.gz"}
    expected = S3DataSource("s3://models/model.tar.gz", "S3Object", "Gzip")
    assert data_source(container) == expected


def test_a_data_source_is_taken_as_it_is() -> None:
    expected = S3DataSource("s3://models/weights.gguf", "S3Object", "None")
    assert data_source({"ModelDataSource": {"S3DataSource": SOURCE}}) == expected
