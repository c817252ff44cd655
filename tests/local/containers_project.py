"""A project of test containers, and the services of the local AWS that run them in this process."""

import io
import tarfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import md5
from pathlib import Path

from lockgate.local.containers.artifact import StoredObject
from lockgate.local.containers.launcher import Launcher
from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.container_fleets import ContainerFleets
from lockgate.local.sagemaker.runtime.limits import Limits
from lockgate.local.time_scale import TimeScale
from tests.local import in_process
from tests.local.in_process import InProcess

PROGRAMS = {"echo": "echo_container.py", "many": "multi_model_container.py"}
DOCKERFILE = """\
FROM python:3.11-slim
{label}
WORKDIR /opt/program
COPY containers/{name}/{program} ./
ENTRYPOINT ["python", "{program}"]
"""
LABEL = "LABEL com.amazonaws.sagemaker.capabilities.multi-models=true"


@dataclass
class Bucket:
    """The objects of every bucket, by key."""

    objects: dict[str, bytes] = field(default_factory=dict)

    def put_archive(self, key: str, **files: str) -> None:
        """Keep a tar.gz with these files."""
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as tar:
            for name, text in files.items():
                member = tarfile.TarInfo(name)
                member.size = len(text)
                tar.addfile(member, io.BytesIO(text.encode()))
        self.objects[key] = packed.getvalue()

    async def read_object(self, _scope: Scope, _bucket: str, key: str) -> AsyncIterator[bytes]:
        yield self.objects[key]

    async def list_objects(self, _scope: Scope, _bucket: str, prefix: str) -> list[StoredObject]:
        return [
            StoredObject(key, md5(content, usedforsecurity=False).hexdigest())
            for key, content in self.objects.items()
            if key.startswith(prefix)
        ]


def write_project(root: Path) -> Path:
    """Write the containers `echo` and `many`; only the second may host many models."""
    for name, program in PROGRAMS.items():
        folder = root / "containers" / name
        folder.mkdir(parents=True)
        label = LABEL if name == "many" else ""
        text = DOCKERFILE.format(name=name, program=program, label=label)
        (folder / "Dockerfile").write_text(text)
        (folder / program).write_text(Path(__file__).with_name(program).read_text())
    return root


@contextmanager
def running(
    root: Path, cache: Path, bucket: Bucket, *, factor: float = 1, limits: Limits | None = None
) -> Iterator[InProcess]:
    """The services with real containers, stopped at the end."""
    scale = TimeScale(factor)
    launcher = Launcher(root=root, cache=cache)
    fleets = ContainerFleets(
        root=root, cache=cache, objects=bucket, launcher=launcher, time_scale=scale
    )
    # Only the containers' time is scaled: metrics are flushed by hand.
    with in_process.running("", limits, fleets=fleets) as services:
        yield services
