"""Models of multi-model endpoints: how requests name them, and the archives that hold them."""

import json
from pathlib import Path

from infra.config.archive import Member, folder_members, pack
from infra.config.catalogue import Instance
from infra.config.digests import ArtifactError, digest_of
from infra.config.model_card import ManagedImage, Release
from infra.config.references import ReleaseReference

GPU_INSTANCES = frozenset(
    f"ml.{family}.{size}"
    for family, sizes in {
        "p2": ("xlarge",),
        "p3": ("2xlarge",),
        "g4dn": ("xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"),
        "g5": ("xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"),
    }.items()
    for size in sizes
)
"""GPU instances on which SageMaker supports multi-model endpoints; CPU instances all do.

Source: https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-support.html
"""
TRITON = "sagemaker-tritonserver"
"""The one image of AWS that the documentation names for many models, on GPUs the only one."""
LABEL = "com.amazonaws.sagemaker.capabilities.multi-models=true"
"""What the Dockerfile of a container that serves many models must say.

Source: https://docs.aws.amazon.com/sagemaker/latest/dg/build-multi-model-build-container.html
"""
MANIFEST = "lockgate.json"
"""What an archive says about its model, beside the model's files. Its `sha256` is that of the one
file, or that of the folder: names and contents of the others (`infra.config.digests`)."""


def hosts_many(instance: Instance) -> bool:
    """Whether SageMaker supports multi-model endpoints on an instance."""
    return instance.kind == "cpu" or instance.name in GPU_INSTANCES


def target_model(reference: ReleaseReference) -> str:
    """The `TargetModel` of a release, and its archive's name below the endpoint's prefix."""
    return f"{reference.model}-{reference.release}.tar.gz"


def write_archive(release: Release, reference: ReleaseReference, weights: Path, into: Path) -> Path:
    """Pack a release for a multi-model endpoint; equal releases give equal bytes.

    A container of ours gets the manifest, then the model's file, or the files of its folder; an
    image of AWS, such as Triton, gets the files of the folder as they are.

    Args:
        release: what to pack.
        reference: its name.
        weights: its file or folder on this machine, as `fetch` gives it.
        into: an existing folder.

    Returns:
        The archive, called as `target_model` says.

    Raises:
        ArtifactError: the weights are one file for an image of AWS, or a folder with a manifest of
            its own.
    """
    target = into / target_model(reference)
    pack(_members(release, reference, weights), target)
    return target


def _members(release: Release, reference: ReleaseReference, weights: Path) -> list[Member]:
    if isinstance(release.container, ManagedImage):
        if not weights.is_dir():
            raise ArtifactError(
                f"{reference} is one file, and {release.container.managed} loads a folder; "
                "name a folder as its source"
            )
        return folder_members(weights)
    members = folder_members(weights) if weights.is_dir() else [(weights.name, weights)]
    if any(name == MANIFEST for name, _ in members):
        raise ArtifactError(
            f"{reference} has a file {MANIFEST} of its own, which is what an archive begins with; "
            "remove or rename it"
        )
    return [(MANIFEST, _manifest(release, reference, weights)), *members]


def _manifest(release: Release, reference: ReleaseReference, weights: Path) -> bytes:
    content = {
        "model": reference.model,
        "release": reference.release,
        "sha256": release.sha256 or digest_of(weights),
        "settings": release.settings.model_dump(exclude_none=True),
    }
    return json.dumps(content, indent=2).encode() + b"\n"
