"""The model artifact of a release: where SageMaker gets the weights from."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from infra.config.archive import Member, folder_members, pack
from infra.config.digests import digest_of
from infra.config.model_card import Release
from infra.config.sources import S3Source
from infra.staging import stage_archive, stage_file

S3Data = sagemaker.CfnModel.S3DataSourceProperty
ModelData = sagemaker.CfnModel.ModelDataSourceProperty


@dataclass(frozen=True)
class Artifact:
    """Weights in S3.

    Source of the allowed combinations:
    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3ModelDataSource.html
    """

    bucket: str
    key: str
    kind: str = "S3Object"
    """`S3Object`, or `S3Prefix` for all objects under the key."""
    compression: str = "None"
    """`Gzip` for a tar.gz that SageMaker unpacks, else `None`."""

    def data_source(self) -> ModelData:
        """As the model names it."""
        return ModelData(
            s3_data_source=S3Data(
                s3_uri=self.url,
                s3_data_type=self.kind,
                compression_type=self.compression,
            )
        )

    @property
    def url(self) -> str:
        """As `ModelDataUrl` names it."""
        return f"s3://{self.bucket}/{self.key}"

    def object_pattern(self) -> str:
        """The key, or the pattern of the keys, that the execution role must read."""
        return f"{self.key}*" if self.kind == "S3Prefix" else self.key


def artifact_of(
    scope: Construct, release: Release, path: Path | None, *, cache: Path
) -> Artifact | None:
    """The artifact of a release, for instances.

    Args:
        scope: a construct of the stack that deploys the release.
        release: the release.
        path: its file or folder on this machine, if it has one.
        cache: folder of this machine for archives.

    Returns:
        The artifact, or None when the container fetches the weights itself.
    """
    if isinstance(release.source, S3Source):
        return _in_s3(release.source)
    if path is None:
        return None
    if path.is_dir():
        return _packed(scope, release.sha256 or digest_of(path), folder_members(path), cache)
    return _of_file(scope, path, digest=release.sha256 or digest_of(path))


def packed_artifact_of(
    scope: Construct, release: Release, path: Path | None, *, cache: Path
) -> Artifact | None:
    """The artifact as one tar.gz, whatever it is: serverless endpoints take no other (SLS-04)."""
    if path is None or path.is_dir() or is_packed(path.name):
        return artifact_of(scope, release, path, cache=cache)
    digest = release.sha256 or digest_of(path)
    return _packed(scope, digest, [(path.name, path)], cache)


def _in_s3(source: S3Source) -> Artifact:
    if source.key.endswith("/"):
        return Artifact(source.bucket, source.key, kind="S3Prefix")
    return Artifact(source.bucket, source.key, compression=_compression(source.key))


def _of_file(scope: Construct, path: Path, *, digest: str) -> Artifact:
    # CDK names an asset after its last suffix alone, and SageMaker knows archives by both.
    named = f"{digest}.tar" if path.name.endswith(".tar.gz") else digest
    location = stage_file(scope, path, digest=named)
    return Artifact(location.bucket_name, location.object_key, compression=_compression(path.name))


def _packed(scope: Construct, digest: str, members: Sequence[Member], cache: Path) -> Artifact:
    location = stage_archive(scope, digest=digest, cache=cache, write=partial(pack, members))
    return Artifact(location.bucket_name, location.object_key, compression="Gzip")


def _compression(name: str) -> str:
    return "Gzip" if is_packed(name) else "None"


def is_packed(name: str) -> bool:
    """Whether a name is that of an archive that SageMaker unpacks."""
    return name.endswith((".tar.gz", ".tgz"))
