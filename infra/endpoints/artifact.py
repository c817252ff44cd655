"""The model artifact of a release: where SageMaker gets the weights from."""

from dataclasses import dataclass
from pathlib import Path

from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from infra.config.model_card import Release
from infra.config.sources import S3Source
from infra.endpoints.archive import file_digest, folder_digest, write_archive
from infra.staging import stage_file, staging_path

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
                s3_uri=f"s3://{self.bucket}/{self.key}",
                s3_data_type=self.kind,
                compression_type=self.compression,
            )
        )

    def object_pattern(self) -> str:
        """The key, or the pattern of the keys, that the execution role must read."""
        return f"{self.key}*" if self.kind == "S3Prefix" else self.key


def artifact_of(scope: Construct, release: Release, path: Path | None) -> Artifact | None:
    """The artifact of a release.

    Args:
        scope: a construct of the stack that deploys the release.
        release: the release.
        path: its file or folder on this machine, if it has one.

    Returns:
        The artifact, or None when the container fetches the weights itself.
    """
    if isinstance(release.source, S3Source):
        return _in_s3(release.source)
    if path is None:
        return None
    if path.is_dir():
        return _of_folder(scope, path)
    return _of_file(scope, path, digest=release.sha256 or file_digest(path))


def _in_s3(source: S3Source) -> Artifact:
    if source.key.endswith("/"):
        return Artifact(source.bucket, source.key, kind="S3Prefix")
    packed = source.key.endswith((".tar.gz", ".tgz"))
    return Artifact(source.bucket, source.key, compression="Gzip" if packed else "None")


def _of_file(scope: Construct, path: Path, *, digest: str) -> Artifact:
    location = stage_file(scope, path, digest=digest)
    packed = path.name.endswith((".tar.gz", ".tgz"))
    return Artifact(
        location.bucket_name, location.object_key, compression="Gzip" if packed else "None"
    )


def _of_folder(scope: Construct, folder: Path) -> Artifact:
    digest = folder_digest(folder)
    archive = staging_path(scope, digest, suffix=".gz")
    if not archive.exists():
        write_archive(folder, archive)
    location = stage_file(scope, archive, digest=digest)
    return Artifact(location.bucket_name, location.object_key, compression="Gzip")
