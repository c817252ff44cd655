import tarfile
from typing import Any

from tests.infra.house import FILES
from tests.infra.templates import Assembly

CONFIGURATION = "AWS::SageMaker::EndpointConfig"
MODEL = "AWS::SageMaker::Model"
OF_INSTANCES = {
    "InstanceType",
    "InitialInstanceCount",
    "VolumeSizeInGB",
    "RoutingConfig",
    "InferenceAmiVersion",
    "ContainerStartupHealthCheckTimeoutInSeconds",
    "ModelDataDownloadTimeoutInSeconds",
}


def variant(house: Assembly) -> dict[str, Any]:
    (only,) = house.one("kinds", "spare", CONFIGURATION)["ProductionVariants"]
    found: dict[str, Any] = only
    return found


def test_memory_and_concurrency_are_as_configured(house: Assembly) -> None:
    assert variant(house)["ServerlessConfig"] == {
        "MemorySizeInMB": 3072,
        "MaxConcurrency": 10,
        "ProvisionedConcurrency": 2,
    }


def test_nothing_is_said_of_instances(house: Assembly) -> None:
    assert OF_INSTANCES & variant(house).keys() == set()


def test_model_data_is_one_archive_by_url(house: Assembly) -> None:
    container = house.one("kinds", "spare", MODEL)["PrimaryContainer"]
    bucket = "cdk-hnb659fds-assets-111122223333-eu-west-1"
    digest = FILES["models/tiny.yaml"].partition("sha256: ")[2].split()[0]
    assert container["ModelDataUrl"] == f"s3://{bucket}/{digest}.tar.gz"
    assert "ModelDataSource" not in container


def test_archive_holds_the_model_file(house: Assembly) -> None:
    digest = FILES["models/tiny.yaml"].partition("sha256: ")[2].split()[0]
    with tarfile.open(house.folder / f"asset.{digest}.tar.gz") as archive:
        assert archive.getnames() == ["tiny.gguf"]


def test_what_serverless_does_not_support_is_left_out(house: Assembly) -> None:
    assert {"VpcConfig", "EnableNetworkIsolation"} & house.one(
        "kinds", "spare", MODEL
    ).keys() == set()
    assert "DataCaptureConfig" not in house.one("kinds", "spare", CONFIGURATION)


def test_update_is_rolled_back_by_the_alarms(house: Assembly) -> None:
    endpoint = house.one("kinds", "spare", "AWS::SageMaker::Endpoint")
    assert len(endpoint["DeploymentConfig"]["AutoRollbackConfiguration"]["Alarms"]) == 2
