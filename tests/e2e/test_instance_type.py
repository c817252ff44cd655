"""The instance type of a scaled endpoint changes in one deployment, in this order."""

from typing import Any

import pytest

from tests.e2e.conftest import Project, bootstrap

pytestmark = [pytest.mark.local_aws, pytest.mark.model]
ENVIRONMENT = """\
account: "000000000000"
region: eu-west-1
images: local
network: {{vpc: none}}
endpoints:
  chat:
    kind: realtime
    model: smollm2-135m-instruct@1
    instance: {instance}
    scale: {{min: 1, max: 2, concurrent_requests_per_instance: 4}}
    rollout: {{wait: 0s, termination_wait: 0s}}
    environment: {environment}
"""
NAME = "local-chat"
VARIANT = f"endpoint/{NAME}/variant/primary"
BROKEN = "{LOCKGATE_CONTEXT_LENGTH: not-a-number}"


def deploy(project: Project, instance: str, *, environment: str = "{}") -> Any:
    """Deploy the one endpoint on an instance type."""
    text = ENVIRONMENT.format(instance=instance, environment=environment)
    (project.root / "environments" / "local.yaml").write_text(text)
    return project.cdk("deploy", "local/*", "--require-approval", "never")


def instance(project: Project) -> str:
    """Instance type that the endpoint runs on."""
    sagemaker = project.aws.client("sagemaker")
    config = sagemaker.describe_endpoint(EndpointName=NAME)["EndpointConfigName"]
    (variant,) = sagemaker.describe_endpoint_config(EndpointConfigName=config)["ProductionVariants"]
    found: str = variant["InstanceType"]
    return found


def scaling(project: Project) -> list[tuple[int, str]]:
    """Most instances and policy of each target that Application Auto Scaling knows."""
    client = project.aws.client("application-autoscaling")
    targets = client.describe_scalable_targets(ServiceNamespace="sagemaker")["ScalableTargets"]
    policies = client.describe_scaling_policies(ServiceNamespace="sagemaker")["ScalingPolicies"]
    assert {each["ResourceId"] for each in (*targets, *policies)} <= {VARIANT}
    names = [policy["PolicyName"] for policy in policies if policy["Alarms"]]
    return [(target["MaxCapacity"], name) for target in targets for name in names]


@pytest.fixture(scope="module")
def scaled(project: Project) -> Project:
    bootstrap(project)
    done = deploy(project, "ml.c5.large")
    assert done.returncode == 0, done.stdout
    return project


def test_new_endpoint_is_scaled(scaled: Project) -> None:
    assert instance(scaled) == "ml.c5.large"
    assert scaling(scaled) == [(2, "Concurrency")]


def test_instance_type_changes_and_the_endpoint_is_scaled_again(scaled: Project) -> None:
    done = deploy(scaled, "ml.c5.xlarge")
    assert done.returncode == 0, done.stdout
    assert instance(scaled) == "ml.c5.xlarge"
    assert scaling(scaled) == [(2, "Concurrency")]


def test_update_that_fails_leaves_the_old_type_and_its_scaling(scaled: Project) -> None:
    failed = deploy(scaled, "ml.m5.large", environment=BROKEN)
    assert failed.returncode != 0
    assert "LOCKGATE_CONTEXT_LENGTH is 'not-a-number'" in failed.stdout
    assert instance(scaled) == "ml.c5.xlarge"
    assert scaling(scaled) == [(2, "Concurrency")]


def test_destroying_leaves_no_scaling(scaled: Project) -> None:
    destroyed = scaled.cdk("destroy", "local/*", "--force")
    assert destroyed.returncode == 0, destroyed.stdout
    assert scaling(scaled) == []
