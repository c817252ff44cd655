"""Fleets of real container processes, from what a SageMaker model says."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from infra.config.dockerfile.errors import DockerfileError
from infra.config.multi_model import LABEL
from infra.config.own_labels import needs_gpu
from lockgate.local.containers.artifact import S3DataSource, StoredObject, materialise
from lockgate.local.containers.errors import ArtifactFailed
from lockgate.local.containers.fleet import Fleet as ProcessFleet
from lockgate.local.containers.instance import Instance
from lockgate.local.containers.launcher import Launcher
from lockgate.local.containers.spec import ContainerSpec
from lockgate.local.protocol.errors import invalid
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.fleets import Fleet, OnLine, Wanted
from lockgate.local.sagemaker.images import folder_of, takes_many_models
from lockgate.local.sagemaker.models import is_multi_model, only_container
from lockgate.local.sagemaker.multi_model.files import ModelFiles
from lockgate.local.sagemaker.multi_model.fleet import MultiModelFleet
from lockgate.local.sagemaker.serverless.concurrency import concurrency_of
from lockgate.local.sagemaker.serverless.fleet import ServerlessFleet
from lockgate.local.sagemaker.stand_ins import as_folder, stand_in
from lockgate.local.time_scale import REAL_TIME, TimeScale

STARTUP_TIMEOUT_S = 8 * 60
"""Time for the first healthy ping when a variant sets none: "the 8 minutes after startup", in
https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html"""
SERVERLESS_STARTUP_TIMEOUT_S = 3 * 60
"""The same for a serverless variant: SLS-02."""


class ObjectStore(Protocol):
    """Where model artifacts lie."""

    def read_object(self, scope: Scope, bucket: str, key: str) -> AsyncIterator[bytes]:
        """The content, in pieces."""

    async def list_objects(self, scope: Scope, bucket: str, prefix: str) -> Sequence[StoredObject]:
        """Every object whose key starts with the prefix."""


class ContainerFleets:
    """Makes fleets that run the containers of a project."""

    def __init__(
        self,
        *,
        root: Path,
        cache: Path,
        objects: ObjectStore,
        launcher: Launcher,
        time_scale: TimeScale = REAL_TIME,
    ) -> None:
        self._root = root
        self._cache = cache
        self._objects = objects
        self._launcher = launcher
        self._time_scale = time_scale

    def check_image(self, scope: Scope, container: Mapping[str, Any]) -> None:
        """Refuse a container whose image cannot do what it is to do.

        Raises:
            ServiceError: a multi-model container without the label, in AWS's words.
        """
        folder = folder_of(container["Image"], root=self._root, scope=scope)
        if folder is None or not is_multi_model(container):
            return
        try:
            is_labelled = takes_many_models(folder, root=self._root)
        except DockerfileError as error:
            raise invalid(str(error)) from error
        if not is_labelled:
            raise invalid(
                f"Your Ecr Image {container['Image']} does not contain required "
                f"{LABEL} Docker label(s)."
            )

    async def make(self, wanted: Wanted, on_line: OnLine) -> Fleet:
        """Find out what runs, and fetch its artifact.

        Raises:
            ContainerError: the image or its artifact cannot be had here.
        """
        container = only_container(wanted.model.request)
        if is_multi_model(container):
            fleet = self._processes(wanted, self._empty_spec(wanted, container), on_line)
            return self._multi_model(wanted.scope, container, fleet)
        spec = await self._spec(wanted, container)
        if "ServerlessConfig" in wanted.variant:
            return self._serverless(wanted, spec, on_line)
        return self._processes(wanted, spec, on_line)

    def _processes(self, wanted: Wanted, spec: ContainerSpec, on_line: OnLine) -> ProcessFleet:
        timeout_s = wanted.variant.get(
            "ContainerStartupHealthCheckTimeoutInSeconds", STARTUP_TIMEOUT_S
        )
        return ProcessFleet(
            spec,
            count=wanted.count,
            startup_timeout_s=timeout_s,
            on_line=on_line,
            launcher=self._launcher,
        )

    def _serverless(self, wanted: Wanted, spec: ContainerSpec, on_line: OnLine) -> Fleet:
        config = wanted.variant["ServerlessConfig"]
        limited = replace(spec, memory_mib=config["MemorySizeInMB"])

        def create() -> Instance:
            return Instance(
                limited,
                startup_timeout_s=SERVERLESS_STARTUP_TIMEOUT_S,
                on_line=on_line,
                launcher=self._launcher,
            )

        size = concurrency_of(config)
        return ServerlessFleet(create, size, on_notice=on_line, time_scale=self._time_scale)

    def _multi_model(
        self, scope: Scope, container: Mapping[str, Any], fleet: ProcessFleet
    ) -> Fleet:
        setting = container.get("MultiModelConfig", {}).get("ModelCacheSetting", "Enabled")
        files = ModelFiles(container["ModelDataUrl"], partial(self._materialise, scope))
        return MultiModelFleet(fleet, files, cache=setting == "Enabled")

    def _empty_spec(self, wanted: Wanted, container: Mapping[str, Any]) -> ContainerSpec:
        """What runs for a multi-model endpoint, before it has models."""
        folder = folder_of(container["Image"], root=self._root, scope=wanted.scope)
        if folder is None:
            raise ArtifactFailed(
                f"{container['Image']} cannot run on this machine, and a stand-in cannot read the "
                "models of its endpoint. Use a container of containers/ for multi-model "
                "endpoints that the local AWS is to run."
            )
        environment = container.get("Environment", {}) | {"SAGEMAKER_MULTI_MODEL": "true"}
        return ContainerSpec(folder, environment, as_folder(None, cache=self._cache))

    async def _spec(self, wanted: Wanted, container: Mapping[str, Any]) -> ContainerSpec:
        folder = folder_of(container["Image"], root=self._root, scope=wanted.scope)
        if folder is None or needs_gpu(self._root, folder.name):
            return await stand_in(
                container["Image"],
                wanted.tags,
                folder=folder,
                root=self._root,
                cache=self._cache,
            )
        model_dir = await self._artifact(wanted.scope, container)
        return ContainerSpec(folder, container.get("Environment", {}), model_dir)

    async def _artifact(self, scope: Scope, container: Mapping[str, Any]) -> Path:
        source = data_source(container)
        if source is None:
            return as_folder(None, cache=self._cache)
        return await self._materialise(scope, source)

    async def _materialise(self, scope: Scope, source: S3DataSource) -> Path:
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
