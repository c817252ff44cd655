from typing import Any

from tests.infra.templates import Assembly

CONFIGURATION = "AWS::SageMaker::EndpointConfig"


def variant(house: Assembly, environment: str, stack: str) -> dict[str, Any]:
    configuration = house.one(environment, stack, CONFIGURATION)
    (only,) = configuration["ProductionVariants"]
    found: dict[str, Any] = only
    return found


def test_variant_starts_with_the_fewest_instances(house: Assembly) -> None:
    built = variant(house, "built", "file")
    assert built["VariantName"] == "primary"
    assert built["InitialInstanceCount"] == 2
    assert built["VolumeSizeInGB"] == 20


def test_volume_is_encrypted_where_there_is_one(house: Assembly) -> None:
    assert "KmsKeyId" in house.one("built", "file", CONFIGURATION)


def test_local_nvme_gets_no_key(house: Assembly) -> None:
    assert "KmsKeyId" not in house.one("remote", "hub", CONFIGURATION)


def test_ami_is_named_when_the_image_needs_a_newer_driver(house: Assembly) -> None:
    ami = variant(house, "remote", "hub")["InferenceAmiVersion"]
    assert ami == "al2023-ami-sagemaker-inference-gpu-4-1"


def test_ami_is_left_alone_on_a_cpu(house: Assembly) -> None:
    assert "InferenceAmiVersion" not in variant(house, "built", "file")


def test_requests_go_to_the_least_busy_instance(house: Assembly) -> None:
    routing = variant(house, "built", "file")["RoutingConfig"]
    assert routing == {"RoutingStrategy": "LEAST_OUTSTANDING_REQUESTS"}
