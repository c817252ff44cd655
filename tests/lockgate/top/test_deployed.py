import pytest
from botocore.exceptions import ClientError

from lockgate.top.deployed import DeployedVariant, describe
from tests.lockgate.fake_metrics import FakeEndpoints, serving
from tests.lockgate.fakes import refusal


def test_endpoint_that_is_not_there_is_not_deployed() -> None:
    assert describe(FakeEndpoints(), "dev-chat").status == "not deployed"


def test_other_refusals_are_errors() -> None:
    class Refusing:
        def describe_endpoint(self, **_: str) -> None:
            raise refusal("AccessDeniedException", "not authorized")

    with pytest.raises(ClientError, match="not authorized"):
        describe(Refusing(), "dev-chat")


def test_shadow_is_told_from_the_variants_that_answer() -> None:
    shadows = serving("shadow")["ProductionVariants"]
    endpoints = FakeEndpoints(dev_chat=serving("a", "b", ShadowProductionVariants=shadows))

    variants = describe(endpoints, "dev-chat").variants

    assert [(one.name, one.is_shadow) for one in variants] == [
        ("a", False),
        ("b", False),
        ("shadow", True),
    ]


def test_endpoint_that_is_being_created_has_no_variants() -> None:
    endpoints = FakeEndpoints(dev_chat={"EndpointStatus": "Creating"})

    assert describe(endpoints, "dev-chat").variants == ()


def test_serverless_variant_counts_its_warm_containers() -> None:
    config = {"CurrentServerlessConfig": {"MemorySizeInMB": 2048, "ProvisionedConcurrency": 2}}
    variant = {"VariantName": "primary"} | config
    endpoints = FakeEndpoints(
        dev_chat={"EndpointStatus": "InService", "ProductionVariants": [variant]}
    )

    assert describe(endpoints, "dev-chat").variants[0].instances == "2 warm"


@pytest.mark.parametrize(
    ("variant", "text"),
    [
        (DeployedVariant("a", 2, 2), "2"),
        (DeployedVariant("a", 1, 2), "1/2"),
        (DeployedVariant("a", 0, 0, is_on_demand=True), ""),
    ],
)
def test_instances_in_words(variant: DeployedVariant, text: str) -> None:
    assert variant.instances == text
