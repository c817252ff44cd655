"""Fleets of real container processes, from what a SageMaker model says."""

from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from lockgate.local.containers.artifact import S3DataSource, StoredObject, materialise
from lockgate.local.containers.fleet import Fleet as ProcessFleet
from lockgate.local.containers.launcher import Launcher
from lockgate.local.containers.spec import ContainerSpec
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.fleets import Fleet, OnLine, Wanted
from lockgate.local.sagemaker.images import folder_of
from lockgate.local.sagemaker.models import only_container
from lockgate.local.sagemaker.stand_ins import as_folder, stand_in

STARTUP_TIMEOUT_S = 8 * 60
"""Time for the first healthy ping when a variant sets none: "the 8 minutes after startup", in
https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html"""


class ObjectStore(Protocol):
    """Where model artifacts lie."""

    def read_object(self, scope: Scope, bucket: str, key: str) -> AsyncIterator[bytes]:
        """The content, in pieces."""

    async def list_objects(self, scope: Scope, bucket: str, prefix: str) -> Sequence[StoredObject]:
        """Every object whose key starts with the prefix."""


class ContainerFleets:
    """Makes fleets that run the containers of a project."""

    def __init__(
        self, *, root: Path, cache: Path, objects: ObjectStore, launcher: Launcher
    ) -> None:
        self._root = root
        self._cache = cache
        self._objects = objects
        self._launcher = launcher

    async def make(self, wanted: Wanted, on_line: OnLine) -> Fleet:
        """Find out what runs, and fetch its artifact.

        Raises:
            ContainerError: the image or its artifact cannot be had here.
        """
        timeout_s = wanted.variant.get(
            "ContainerStartupHealthCheckTimeoutInSeconds", STARTUP_TIMEOUT_S
        )
        return ProcessFleet(
            await self._spec(wanted),
            count=wanted.count,
            startup_timeout_s=timeout_s,
            on_line=on_line,
            launcher=self._launcher,
        )

    async def _spec(self, wanted: Wanted) -> ContainerSpec:
        container = only_container(wanted.model.request)
        folder = folder_of(container["Image"], root=self._root, scope=wanted.scope)
        if folder is None:
            return await stand_in(
                container["Image"], wanted.tags, root=self._root, cache=self._cache
            )
        model_dir = await self._artifact(wanted.scope, container)
        return ContainerSpec(folder, container.get("Environment", {}), model_dir)

    async def _artifact(self, scope: Scope, container: Mapping[str, Any]) -> Path:
        source = data_source(container)
        if source is None:
            return as_folder(None, cache=self._cache)
        return await materialise(
            source,
            into=self._cache / "artifacts",
            read_object=partial(self._objects.read_object, scope),
            list_objects=partial(self._objects.list_objects, scope),
        )


def data_source(container: Mapping[str, Any]) -> S3DataSource | None:
    """Where a container's model lies: ModelDataSource, or ModelDataUrl (always a .tar.gz)."""
    if url := container.get("ModelDataUrl"):
        return S3DataSource(url, "S3Object", "Gzip")
    source = container.get("ModelDataSource", {}).get("S3DataSource")
    if source is None:
        return None
    return S3DataSource(source["S3Uri"], source["S3DataType"], source["CompressionType"])
