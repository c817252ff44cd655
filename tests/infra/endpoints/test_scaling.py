from typing import Any

from tests.infra.templates import Assembly

TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"
POLICY = "AWS::ApplicationAutoScaling::ScalingPolicy"


def tracking(house: Assembly, environment: str, stack: str) -> dict[str, Any]:
    policy = house.one(environment, stack, POLICY)
    found: dict[str, Any] = policy["TargetTrackingScalingPolicyConfiguration"]
    return found


def test_instance_count_is_scaled_between_its_limits(house: Assembly) -> None:
    house.template("built", "file").has_resource_properties(
        TARGET,
        {
            "MinCapacity": 2,
            "MaxCapacity": 4,
            "ResourceId": "endpoint/built-file/variant/primary",
            "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
            "ServiceNamespace": "sagemaker",
        },
    )


def test_concurrency_is_tracked_in_high_resolution(house: Assembly) -> None:
    policy = tracking(house, "built", "file")
    metric = policy["PredefinedMetricSpecification"]["PredefinedMetricType"]
    assert metric == "SageMakerVariantConcurrentRequestsPerModelHighResolution"
    assert policy["TargetValue"] == 5
    assert (policy["ScaleInCooldown"], policy["ScaleOutCooldown"]) == (300, 60)


def test_invocations_are_tracked_when_asked_for(house: Assembly) -> None:
    policy = tracking(house, "docker", "folder")
    metric = policy["PredefinedMetricSpecification"]["PredefinedMetricType"]
    assert metric == "SageMakerVariantInvocationsPerInstance"
    assert policy["TargetValue"] == 60


def test_target_is_registered_after_the_endpoint(house: Assembly) -> None:
    template = house.json("built", "file")["Resources"]
    (target,) = [row for row in template.values() if row["Type"] == TARGET]
    (endpoint,) = house.resources("built", "file", "AWS::SageMaker::Endpoint")
    assert endpoint in target["DependsOn"]


def test_fixed_count_is_not_scaled(house: Assembly) -> None:
    house.template("remote", "hub").resource_count_is(TARGET, 0)
