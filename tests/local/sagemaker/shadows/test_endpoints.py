"""Endpoints with a shadow: what is described, scaled, updated and stopped."""

from typing import Any

import pytest

from tests.local.in_process import InProcess
from tests.local.sagemaker.shadows.conftest import create_shadowed

pytestmark = pytest.mark.usefixtures("shadowed")


def described_shadow(aws: InProcess) -> dict[str, Any]:
    (shadow,) = aws.settle("chat")["ShadowProductionVariants"]
    return dict(shadow)


def resize(aws: InProcess, **desired: Any) -> None:
    aws.sagemaker.update_endpoint_weights_and_capacities(
        EndpointName="chat", DesiredWeightsAndCapacities=[{"VariantName": "shadow"} | desired]
    )


def test_the_shadow_is_described_apart(aws: InProcess) -> None:
    described = aws.settle("chat")
    assert [v["VariantName"] for v in described["ProductionVariants"]] == ["primary"]
    assert described_shadow(aws)["CurrentInstanceCount"] == 1


def test_a_shadow_can_be_resized(aws: InProcess) -> None:
    resize(aws, DesiredInstanceCount=2, DesiredWeight=0.5)
    shadow = described_shadow(aws)
    assert (shadow["CurrentInstanceCount"], shadow["CurrentWeight"]) == (2, 0.5)


def test_an_update_that_retains_properties_keeps_the_shadows(aws: InProcess) -> None:
    resize(aws, DesiredInstanceCount=2, DesiredWeight=0.5)
    aws.settle("chat")
    create_shadowed(aws, "next")
    aws.sagemaker.update_endpoint(
        EndpointName="chat", EndpointConfigName="next", RetainAllVariantProperties=True
    )
    shadow = described_shadow(aws)
    assert (shadow["CurrentInstanceCount"], shadow["CurrentWeight"]) == (2, 0.5)
    assert [fleet.events[-1] for fleet in aws.fleets.made[:2]] == ["drained", "drained"]


def test_a_deleted_endpoint_stops_its_shadow(aws: InProcess) -> None:
    aws.sagemaker.delete_endpoint(EndpointName="chat")
    with pytest.raises(aws.sagemaker.exceptions.ClientError, match="Could not find"):
        aws.settle("chat")
    assert [fleet.events[-1] for fleet in aws.fleets.made] == ["stopped", "stopped"]


def test_a_shadow_that_does_not_start_fails_the_update(aws: InProcess) -> None:
    aws.sagemaker.delete_model(ModelName="candidate")
    create_shadowed(aws, "broken", mode="exit")
    aws.sagemaker.update_endpoint(EndpointName="chat", EndpointConfigName="broken")
    described = aws.settle("chat")
    assert described["EndpointConfigName"] == "config"
    assert "production variant shadow did not pass" in described["FailureReason"]
