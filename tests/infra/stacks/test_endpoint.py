import pytest

from tests.infra.templates import Assembly

LOGICAL_IDS = {
    ("file", "AWS::Logs::LogGroup"): "EndpointLogsGroup1E41D548",
    ("file", "AWS::SageMaker::Endpoint"): "Endpoint8024A810",
    ("data", "AWS::KMS::Key"): "Key961B73FD",
    ("data", "AWS::S3::Bucket"): "CapturesDE857D5D",
    ("images", "AWS::ECR::Repository"): "llamacppRepository977F7843",
}
TAGGED = ["Model", "EndpointConfig", "Endpoint"]


@pytest.mark.parametrize(("stack", "kind"), LOGICAL_IDS)
def test_logical_id_of_what_has_state_is_fixed(house: Assembly, stack: str, kind: str) -> None:
    assert set(house.resources("built", stack, kind)) == {LOGICAL_IDS[stack, kind]}


@pytest.mark.parametrize("kind", TAGGED)
def test_tags_say_environment_endpoint_and_model(house: Assembly, kind: str) -> None:
    tags = house.one("built", "file", f"AWS::SageMaker::{kind}")["Tags"]
    assert {tag["Key"]: tag["Value"] for tag in tags} == {
        "lockgate:environment": "built",
        "lockgate:endpoint": "file",
        "lockgate:model": "tiny@1",
        "team": "search",
    }


def test_tags_of_the_environment_are_on_shared_resources(house: Assembly) -> None:
    tags = house.one("built", "data", "AWS::S3::Bucket")["Tags"]
    assert {"Key": "team", "Value": "platform"} in tags
