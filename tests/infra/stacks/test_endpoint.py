from typing import Any

import pytest

from tests.infra.templates import Assembly

LOGICAL_IDS = {
    ("file", "AWS::Logs::LogGroup"): "EndpointLogsGroup1E41D548",
    ("file", "AWS::SageMaker::Endpoint"): "Endpoint8024A810",
    ("data", "AWS::KMS::Key"): "Key961B73FD",
    ("images", "AWS::ECR::Repository"): "llamacppRepository977F7843",
}
TAGGED = ["Model", "EndpointConfig", "Endpoint"]


def tags(properties: dict[str, Any]) -> dict[str, str]:
    return {tag["Key"]: tag["Value"] for tag in properties["Tags"]}


@pytest.mark.parametrize(("stack", "kind"), LOGICAL_IDS)
def test_logical_id_of_what_has_state_is_fixed(house: Assembly, stack: str, kind: str) -> None:
    assert set(house.resources("built", stack, kind)) == {LOGICAL_IDS[stack, kind]}


@pytest.mark.parametrize("kind", TAGGED)
def test_tags_say_environment_endpoint_and_model(house: Assembly, kind: str) -> None:
    assert tags(house.one("built", "file", f"AWS::SageMaker::{kind}")) == {
        "lockgate:environment": "built",
        "lockgate:endpoint": "file",
        "lockgate:model": "tiny@1",
        "team": "search",
    }


def test_tags_of_the_environment_are_on_shared_resources(house: Assembly) -> None:
    assert tags(house.one("built", "data", "AWS::KMS::Key"))["team"] == "platform"


def test_model_of_a_variant_has_the_tag_of_its_own_release(house: Assembly) -> None:
    models = house.resources("kinds", "split", "AWS::SageMaker::Model").values()
    assert [tags(model)["lockgate:model"] for model in models] == ["tiny@1", "tiny@4"]


def test_what_variants_share_has_the_tags_of_all_their_releases(house: Assembly) -> None:
    endpoint = house.one("kinds", "split", "AWS::SageMaker::Endpoint")
    assert tags(endpoint)["lockgate:model"] == "tiny@1 tiny@4"
