from pathlib import Path
from typing import Any

from infra.config.model_card import Release
from infra.config.project import load_project
from infra.config.references import ReleaseReference
from infra.config.sources import S3Source
from infra.endpoints.artifact import artifact_of
from tests.infra.conftest import ROOT
from tests.infra.house import FILES
from tests.infra.templates import Assembly


def data_source(house: Assembly, environment: str, stack: str) -> dict[str, Any]:
    model = house.one(environment, stack, "AWS::SageMaker::Model")
    source: dict[str, Any] = model["PrimaryContainer"]["ModelDataSource"]["S3DataSource"]
    return source


def release(source: S3Source) -> Release:
    settings = {"context_length": 1, "parallel_requests": 1}
    return Release.model_validate(
        {"source": str(source), "container": "llamacpp", "settings": settings}
    )


def test_file_lands_in_s3_under_the_digest_of_its_card(house: Assembly) -> None:
    source = data_source(house, "built", "file")
    (digest,) = [
        line.split()[-1] for line in FILES["models/tiny.yaml"].splitlines() if "sha256" in line
    ]
    bucket = "cdk-hnb659fds-assets-111122223333-eu-west-1"
    assert source["S3Uri"] == f"s3://{bucket}/{digest}.gguf"
    assert (source["S3DataType"], source["CompressionType"]) == ("S3Object", "None")


def test_file_is_part_of_the_assembly(house: Assembly) -> None:
    (asset,) = house.folder.glob("asset.*.gguf")
    assert asset.read_text("utf-8") == FILES["weights/tiny.gguf"]


def test_folder_is_packed(house: Assembly) -> None:
    source = data_source(house, "docker", "folder")
    assert source["S3Uri"].endswith(".gz")
    assert (source["S3DataType"], source["CompressionType"]) == ("S3Object", "Gzip")


def test_folder_of_a_wheel_is_packed_under_the_digest_of_its_card(
    project_assembly: Assembly,
) -> None:
    release = load_project(ROOT).release(ReleaseReference("all-minilm-l6-v2", 1))
    source = data_source(project_assembly, "containers", "embeddings")
    assert source["S3Uri"].endswith(f"/{release.sha256}.tar.gz")
    assert (source["S3DataType"], source["CompressionType"]) == ("S3Object", "Gzip")


def test_prefix_is_read_where_it_is(house: Assembly) -> None:
    assert data_source(house, "docker", "prefix") == {
        "S3Uri": "s3://weights-bucket/tiny/",
        "S3DataType": "S3Prefix",
        "CompressionType": "None",
    }


def test_hub_repository_has_no_artifact(house: Assembly) -> None:
    model = house.one("remote", "hub", "AWS::SageMaker::Model")
    assert "ModelDataSource" not in model["PrimaryContainer"]


def test_packed_object_in_s3_is_unpacked() -> None:
    source = S3Source("bucket-1", "model.tar.gz")
    artifact = artifact_of(None, release(source), None, cache=Path())  # type: ignore[arg-type]
    assert artifact is not None
    assert (artifact.kind, artifact.compression) == ("S3Object", "Gzip")


def test_single_object_in_s3_is_taken_as_it_is() -> None:
    source = S3Source("bucket-1", "model.gguf")
    artifact = artifact_of(None, release(source), Path(), cache=Path())  # type: ignore[arg-type]
    assert artifact is not None
    assert (artifact.kind, artifact.compression) == ("S3Object", "None")
