"""Endpoints with several production variants."""

from collections import Counter
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.in_process import InProcess
from tests.local.sagemaker.conftest import create_model, variant


@pytest.fixture
def two(aws: InProcess) -> str:
    """An endpoint whose variant `a` gets nine times the requests of `b`; `c` gets none."""
    create_config(aws, "config", a=0.9, b=0.1, c=0.0)
    aws.sagemaker.create_endpoint(EndpointName="chat", EndpointConfigName="config")
    aws.settle("chat")
    return "chat"


def create_config(aws: InProcess, name: str, **weights: float) -> None:
    if not aws.sagemaker.list_models()["Models"]:
        create_model(aws.sagemaker)
    variants = [variant(VariantName=name, InitialVariantWeight=w) for name, w in weights.items()]
    aws.sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=variants)


def answered_by(aws: InProcess, **members: Any) -> str:
    answer = aws.runtime.invoke_endpoint(EndpointName="chat", Body=b"", **members)
    return str(answer["InvokedProductionVariant"])


def sizes(aws: InProcess) -> dict[str, tuple[float, int]]:
    variants = aws.settle("chat")["ProductionVariants"]
    return {v["VariantName"]: (v["CurrentWeight"], v["CurrentInstanceCount"]) for v in variants}


@pytest.mark.usefixtures("two")
def test_a_weight_of_a_tenth_gets_a_tenth_of_the_requests(aws: InProcess) -> None:
    counts = Counter(answered_by(aws) for _ in range(1000))
    # Binomial with n = 1000, p = 0.1: below 57 or above 150 less than once in a million runs.
    assert 57 <= counts["b"] <= 150
    assert counts["c"] == 0


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("target", ["a", "b", "c"])
def test_a_target_variant_answers_whatever_its_weight(aws: InProcess, target: str) -> None:
    assert {answered_by(aws, TargetVariant=target) for _ in range(5)} == {target}


@pytest.mark.usefixtures("two")
def test_an_unknown_target_variant_is_refused(aws: InProcess) -> None:
    message = "Variant d of endpoint chat of account 000000000000 not found"
    with pytest.raises(ClientError, match=message):
        answered_by(aws, TargetVariant="d")


@pytest.mark.usefixtures("two")
def test_each_variant_is_counted_by_its_own_name(aws: InProcess) -> None:
    answered_by(aws, TargetVariant="b")
    aws.run(flushed(aws))
    named = {dict(d.dimensions)["VariantName"] for d in aws.recorder.data}
    assert named == {"b"}


async def flushed(aws: InProcess) -> None:
    aws.service.flush()


@pytest.mark.usefixtures("two")
def test_weights_and_counts_change_by_variant(aws: InProcess) -> None:
    desired = [
        {"VariantName": "a", "DesiredWeight": 0.0},
        {"VariantName": "b", "DesiredInstanceCount": 3},
    ]
    aws.sagemaker.update_endpoint_weights_and_capacities(
        EndpointName="chat", DesiredWeightsAndCapacities=desired
    )
    assert sizes(aws) == {"a": (0.0, 1), "b": (0.1, 3), "c": (0.0, 1)}
    assert answered_by(aws) == "b"


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(
    ("excluded", "kept"),
    [([], (0.5, 3)), (["DesiredWeight"], (7.0, 3)), (["DesiredInstanceCount"], (0.5, 1))],
)
def test_each_variant_retains_its_own_properties(
    aws: InProcess, excluded: list[str], kept: tuple[float, int]
) -> None:
    desired = {"VariantName": "b", "DesiredWeight": 0.5, "DesiredInstanceCount": 3}
    aws.sagemaker.update_endpoint_weights_and_capacities(
        EndpointName="chat", DesiredWeightsAndCapacities=[desired]
    )
    aws.settle("chat")
    create_config(aws, "next", a=7.0, b=7.0, d=2.0)
    aws.sagemaker.update_endpoint(
        EndpointName="chat",
        EndpointConfigName="next",
        RetainAllVariantProperties=True,
        ExcludeRetainedVariantProperties=[{"VariantPropertyType": kind} for kind in excluded],
    )
    assert sizes(aws)["b"] == kept
    assert sizes(aws)["d"] == (2.0, 1)
