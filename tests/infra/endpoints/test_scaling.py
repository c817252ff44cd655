"""What the templates tell the function that scales variants."""

import json
from typing import Any

from tests.infra.templates import Assembly

KIND = "Custom::LockgateScaling"


def questions(house: Assembly, environment: str, stack: str) -> dict[str, dict[str, Any]]:
    """The custom resources of an endpoint, by their phase."""
    rows = house.json(environment, stack)["Resources"].values()
    return {row["Properties"]["Phase"]: row for row in rows if row["Type"] == KIND}


def scaling(house: Assembly, environment: str, stack: str, variant: str) -> dict[str, Any]:
    (told,) = {
        row["Properties"]["Variants"] for row in questions(house, environment, stack).values()
    }
    found: dict[str, Any] = json.loads(told)[variant]
    return found


def tracking(house: Assembly, environment: str, stack: str) -> dict[str, Any]:
    (policy,) = scaling(house, environment, stack, "primary")["policies"]
    assert policy["PolicyType"] == "TargetTrackingScaling"
    found: dict[str, Any] = policy["TargetTrackingScalingPolicyConfiguration"]
    return found


def test_instance_count_is_scaled_between_its_limits(house: Assembly) -> None:
    found = scaling(house, "built", "file", "primary")
    assert (found["min"], found["max"], found["instance"]) == (2, 4, "ml.c5.large")


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


def test_function_is_asked_before_the_endpoint_is_updated_and_after(house: Assembly) -> None:
    (endpoint,) = house.resources("built", "file", "AWS::SageMaker::Endpoint")
    resources = house.json("built", "file")["Resources"]
    before = [name for name in resources[endpoint]["DependsOn"] if resources[name]["Type"] == KIND]
    assert [resources[name]["Properties"]["Phase"] for name in before] == ["before"]
    assert endpoint in questions(house, "built", "file")["after"]["DependsOn"]


def test_fixed_count_is_asked_for_before_only_because_it_may_have_been_scaled(
    house: Assembly,
) -> None:
    assert set(questions(house, "remote", "hub")) == {"before"}
    assert scaling(house, "remote", "hub", "primary") == {"instance": "ml.g5.2xlarge"}


def test_logical_ids_stay_because_the_deletion_of_a_question_ends_scaling(house: Assembly) -> None:
    found = house.resources("built", "file", KIND)
    assert set(found) == {"EndpointScalingBefore3366114E", "EndpointScalingAfterCFFF1FDA"}


def test_serverless_endpoint_asks_nothing(house: Assembly) -> None:
    assert questions(house, "kinds", "spare") == {}


def test_each_variant_is_scaled_for_itself(house: Assembly) -> None:
    assert scaling(house, "kinds", "split", "steady")["max"] == 3
    assert scaling(house, "kinds", "split", "bold") == {"instance": "ml.g5.2xlarge"}


def test_function_that_cannot_answer_does_not_hang_the_deployment(house: Assembly) -> None:
    for row in questions(house, "built", "file").values():
        assert row["Properties"]["ServiceTimeout"] == 180
