from typing import Any

import pytest

from infra.endpoints.realtime import RealtimeVariant
from tests.infra.templates import Assembly

CONFIGURATION = "AWS::SageMaker::EndpointConfig"
MODEL = "AWS::SageMaker::Model"


def variants(house: Assembly, stack: str, kind: str = "ProductionVariants") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = house.one("kinds", stack, CONFIGURATION)[kind]
    return found


def environment(house: Assembly, stack: str, variant: dict[str, Any]) -> dict[str, str]:
    model = house.resources("kinds", stack, MODEL)[variant["ModelName"]["Fn::GetAtt"][0]]
    found: dict[str, str] = model["PrimaryContainer"]["Environment"]
    return found


def test_variants_share_the_traffic_by_weight(house: Assembly) -> None:
    weights = {row["VariantName"]: row["InitialVariantWeight"] for row in variants(house, "split")}
    assert weights == {"steady": 9, "bold": 1}


def test_variant_has_a_model_of_its_own_release(house: Assembly) -> None:
    steady, bold = variants(house, "split")
    assert environment(house, "split", steady)["LOCKGATE_MODEL_NAME"] == "tiny"
    assert environment(house, "split", bold)["SM_VLLM_MODEL"] == "acme/tiny"


def test_variant_runs_on_its_own_instances_or_on_the_endpoints(house: Assembly) -> None:
    steady, bold = variants(house, "split")
    assert (steady["InstanceType"], steady["InitialInstanceCount"]) == ("ml.c5.large", 1)
    assert (bold["InstanceType"], bold["InitialInstanceCount"]) == ("ml.g5.2xlarge", 2)


def test_ami_is_the_one_that_the_variants_image_needs(house: Assembly) -> None:
    steady, bold = variants(house, "split")
    assert "InferenceAmiVersion" not in steady
    assert bold["InferenceAmiVersion"] == "al2023-ami-sagemaker-inference-gpu-4-1"


def test_key_is_left_out_where_one_variant_has_nvme(house: Assembly) -> None:
    assert "KmsKeyId" not in house.one("kinds", "split", CONFIGURATION)


def test_each_production_variant_has_alarms_and_the_shadow_none(house: Assembly) -> None:
    alarms = house.resources("kinds", "split", "AWS::CloudWatch::Alarm").values()
    latency = [row["Dimensions"][1]["Value"] for row in alarms if "Dimensions" in row]
    assert latency == ["steady", "bold"]
    house.template("kinds", "shaded").resource_count_is("AWS::CloudWatch::Alarm", 2)


def test_alarms_of_all_variants_roll_an_update_back(house: Assembly) -> None:
    endpoint = house.one("kinds", "split", "AWS::SageMaker::Endpoint")
    named = endpoint["DeploymentConfig"]["AutoRollbackConfiguration"]["Alarms"]
    made = house.resources("kinds", "split", "AWS::CloudWatch::Alarm")
    assert {row["AlarmName"]["Ref"] for row in named} == set(made)


def test_shadow_gets_its_share_of_copies(house: Assembly) -> None:
    (shadow,) = variants(house, "shaded", "ShadowProductionVariants")
    assert (shadow["VariantName"], shadow["InitialVariantWeight"]) == ("shadow", 0.5)
    assert shadow["InstanceType"] == "ml.c5.large"
    assert environment(house, "shaded", shadow)["A"] == "b"


def test_endpoint_without_a_shadow_says_nothing_of_one(house: Assembly) -> None:
    assert "ShadowProductionVariants" not in house.one("kinds", "split", CONFIGURATION)


def test_role_reads_what_every_variant_and_the_shadow_need(house: Assembly) -> None:
    policies = house.resources("kinds", "shaded", "AWS::IAM::Policy")
    releases = [row for name, row in policies.items() if "RoleRelease" in name]
    read = [row["PolicyDocument"]["Statement"][1]["Resource"] for row in releases]
    assert {resource.rpartition(".")[2] for resource in read} == {"gguf", "gz"}


@pytest.mark.parametrize("variant", ["steady", "shadow"])
def test_metrics_of_a_variant_can_be_had_by_its_name(variant: str) -> None:
    metric = RealtimeVariant("kinds-split", variant).metric_invocations()
    assert metric.dimensions == {"EndpointName": "kinds-split", "VariantName": variant}
