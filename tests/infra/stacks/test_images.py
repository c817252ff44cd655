import json
import re
from pathlib import Path

from aws_cdk.assertions import Match

from infra.images.context import content_tag
from tests.infra.templates import Assembly

WILD = {"ecr:GetAuthorizationToken", "lambda:InvokeFunction"}


def test_repository_scans_and_never_moves_a_tag(house: Assembly) -> None:
    house.template("built", "images").has_resource_properties(
        "AWS::ECR::Repository",
        {
            "ImageScanningConfiguration": {"ScanOnPush": True},
            "ImageTagMutability": "IMMUTABLE",
            "EncryptionConfiguration": {"EncryptionType": "KMS"},
            "LifecyclePolicy": Match.any_value(),
        },
    )


def test_build_is_asked_for_by_the_contents_tag(house: Assembly, house_root: Path) -> None:
    house.template("built", "images").has_resource_properties(
        "Custom::LockgateImage", {"Tag": content_tag(house_root, "llamacpp")}
    )


def test_source_of_the_build_is_the_staged_context(house: Assembly) -> None:
    (context,) = house.folder.glob("asset.*.zip")
    project = house.one("built", "images", "AWS::CodeBuild::Project")
    bucket = "cdk-hnb659fds-assets-111122223333-eu-west-1"
    assert project["Source"]["Location"] == f"{bucket}/{context.name.removeprefix('asset.')}"


def test_build_writes_a_manifest_that_sagemaker_takes(house: Assembly) -> None:
    project = house.one("built", "images", "AWS::CodeBuild::Project")
    commands = json.loads(project["Source"]["BuildSpec"])["phases"]["build"]["commands"]
    (build,) = [command for command in commands if command.startswith("docker buildx build")]
    assert "--platform linux/amd64 --output type=docker --provenance=false" in build


def test_build_ends_before_the_wait_for_it_and_the_wait_before_cloudformations(
    house: Assembly,
) -> None:
    project = house.one("built", "images", "AWS::CodeBuild::Project")
    waiter = house.one("built", "images", "AWS::StepFunctions::StateMachine")
    text = str(waiter["DefinitionString"])
    (interval,) = re.findall(r'"IntervalSeconds":(\d+)', text)
    (attempts,) = re.findall(r'"MaxAttempts":(\d+)', text)
    assert project["TimeoutInMinutes"] * 60 < int(interval) * int(attempts) < 3600


def test_roles_have_no_managed_policies(house: Assembly) -> None:
    roles = house.resources("built", "images", "AWS::IAM::Role").values()
    assert [role for role in roles if "ManagedPolicyArns" in role] == []


def test_only_the_registry_login_is_allowed_on_all_resources(house: Assembly) -> None:
    statements = house.statements("built", "images")
    assert [each["Action"] for each in statements if each["Resource"] == "*"] == [
        "ecr:GetAuthorizationToken"
    ]


def test_build_may_write_the_sboms_of_its_own_container_and_read_none(house: Assembly) -> None:
    statements = [each for each in house.statements("built", "images") if "s3" in str(each)]
    (write,) = [each for each in statements if each["Action"] == "s3:PutObject"]
    bucket, keys = write["Resource"]["Fn::Join"][1]
    assert bucket["Fn::GetAtt"][0].startswith("Sboms")
    assert keys == "/sboms/llamacpp/*"
    assert [each for each in statements if str(bucket) in str(each)] == [write]


def test_sboms_are_kept_in_an_encrypted_logged_bucket(house: Assembly) -> None:
    bucket = house.one("built", "images", "AWS::S3::Bucket")
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert bucket["LoggingConfiguration"]["LogFilePrefix"] == "sboms/"


def test_build_knows_the_bucket_of_sboms(house: Assembly) -> None:
    project = house.one("built", "images", "AWS::CodeBuild::Project")
    variables = {
        row["Name"]: row["Value"] for row in project["Environment"]["EnvironmentVariables"]
    }
    assert variables["BUCKET"]["Ref"].startswith("Sboms")


def test_functions_are_packed_alone(house: Assembly) -> None:
    function = house.resources("built", "images", "AWS::Lambda::Function")
    handlers = {row["Handler"]: row["Code"]["S3Key"] for row in function.values()}
    key = handlers["image_build.handler.on_event"].removesuffix(".zip")
    packed = {path.name for path in (house.folder / f"asset.{key}").iterdir()}
    assert packed == {"image_build"}


def test_environment_without_own_containers_builds_nothing(project_assembly: Assembly) -> None:
    names = [path.name for path in (project_assembly.folder / "assembly-prod").iterdir()]
    assert [name for name in names if name.startswith("prodimages")] == []
