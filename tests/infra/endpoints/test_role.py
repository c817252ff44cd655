from typing import Any

from tests.infra.templates import Assembly

UNNAMEABLE = {
    "ecr:GetAuthorizationToken",
    "cloudwatch:PutMetricData",
    "ec2:DescribeDhcpOptions",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
}


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def statement(house: Assembly, environment: str, stack: str, action: str) -> dict[str, Any]:
    (found,) = [
        each for each in house.statements(environment, stack) if action in as_list(each["Action"])
    ]
    return found


def test_only_actions_without_resources_are_allowed_on_all(house: Assembly) -> None:
    statements = house.statements("built", "file")
    unnamed = [each for each in statements if "*" in as_list(each["Resource"])]
    assert {action for each in unnamed for action in as_list(each["Action"])} <= UNNAMEABLE


def test_no_action_is_a_wildcard(house: Assembly) -> None:
    statements = house.statements("built", "file")
    assert [a for each in statements for a in as_list(each["Action"]) if "*" in a] == []


def test_role_has_no_managed_policy(house: Assembly) -> None:
    assert "ManagedPolicyArns" not in house.one("built", "file", "AWS::IAM::Role")


def test_role_is_for_sagemaker_of_this_account_and_region(house: Assembly) -> None:
    role = house.one("built", "file", "AWS::IAM::Role")
    (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "sagemaker.amazonaws.com"}
    assert trust["Condition"] == {
        "ArnLike": {"aws:SourceArn": "arn:aws:sagemaker:eu-west-1:111122223333:*"}
    }


def test_artifact_is_read_by_its_own_key_only(house: Assembly) -> None:
    (asset,) = house.folder.glob("asset.*.gguf")
    bucket = "arn:aws:s3:::cdk-hnb659fds-assets-111122223333-eu-west-1"
    allowed = statement(house, "built", "file", "s3:GetObject")["Resource"]
    assert allowed == f"{bucket}/{asset.name.removeprefix('asset.')}"


def test_prefix_is_read_below_it_only(house: Assembly) -> None:
    allowed = statement(house, "docker", "prefix", "s3:GetObject")["Resource"]
    assert allowed == "arn:aws:s3:::weights-bucket/tiny/*"


def test_metrics_are_limited_to_the_namespaces_of_sagemaker(house: Assembly) -> None:
    allowed = statement(house, "built", "file", "cloudwatch:PutMetricData")
    assert allowed["Condition"] == {
        "StringLike": {"cloudwatch:namespace": ["AWS/SageMaker", "/aws/sagemaker/*"]}
    }


def test_managed_image_is_pulled_from_the_repository_of_aws(house: Assembly) -> None:
    allowed = statement(house, "remote", "hub", "ecr:BatchGetImage")["Resource"]
    assert allowed == "arn:aws:ecr:eu-west-1:763104351884:repository/vllm"


def test_captures_are_written_below_the_endpoints_own_prefix(house: Assembly) -> None:
    allowed = statement(house, "built", "file", "s3:PutObject")["Resource"]
    assert allowed["Fn::Join"][1][-1] == "/captures/built-file/*"


def test_endpoint_without_capture_may_not_write_to_s3(house: Assembly) -> None:
    actions = [a for each in house.statements("remote", "hub") for a in as_list(each["Action"])]
    assert "s3:PutObject" not in actions


def test_interfaces_are_created_in_the_endpoints_subnets(house: Assembly) -> None:
    allowed = statement(house, "remote", "hub", "ec2:CreateNetworkInterface")["Resource"]
    assert "arn:aws:ec2:eu-west-1:111122223333:subnet/subnet-1234abcd" in allowed
    assert "arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1234abcd" in allowed


def test_policy_of_a_release_is_replaced_with_it(house: Assembly) -> None:
    names = [
        name
        for environment, stack in (("built", "file"), ("remote", "hub"))
        for name in house.resources(environment, stack, "AWS::IAM::Policy")
        if "Release" in name
    ]
    assert len(set(names)) == 2
