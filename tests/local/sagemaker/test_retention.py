from typing import Any

import pytest

from lockgate.local.protocol.errors import ServiceError
from lockgate.local.sagemaker.deployment import Deployment, ServingVariant
from lockgate.local.sagemaker.records import Definition, Endpoint
from lockgate.local.sagemaker.retention import check_scalable_targets
from tests.local.in_process import SCOPE
from tests.local.sagemaker.conftest import variant

SERVERLESS = {"VariantName": "a", "ServerlessConfig": {"MemorySizeInMB": 1024, "MaxConcurrency": 1}}


def config(*variants: dict[str, Any]) -> Definition:
    return Definition("config", "arn", {"ProductionVariants": list(variants)})


def endpoint(*variants: dict[str, Any]) -> Endpoint:
    """An endpoint that serves these variants."""
    fleet: Any = None
    serving = {one["VariantName"]: ServingVariant(one, fleet, "image", 1.0, 1) for one in variants}
    deployment = Deployment(config(*variants), serving)
    return Endpoint("chat", "arn", SCOPE, deployment.config, serving=deployment)


A, B = variant(VariantName="a"), variant(VariantName="b")


@pytest.mark.parametrize(
    "coming", [[B], [A | {"InstanceType": "ml.g6.xlarge"}, B], [SERVERLESS]], ids=str
)
def test_a_scaled_variant_keeps_its_name_and_its_instance_type(
    coming: list[dict[str, Any]],
) -> None:
    with pytest.raises(ServiceError, match="target endpoint/chat/variant/a first"):
        check_scalable_targets(endpoint(A, B), config(*coming), lambda name: name == "a")


@pytest.mark.parametrize("coming", [[A], [A, B | {"InstanceType": "ml.g6.xlarge"}]], ids=str)
def test_variants_that_are_not_scaled_may_change(coming: list[dict[str, Any]]) -> None:
    check_scalable_targets(endpoint(A, B), config(*coming), lambda name: name == "a")
