import json

from tests.infra.templates import Assembly


def test_key_serves_only_the_log_groups_of_its_environment(house: Assembly) -> None:
    key = house.one("built", "data", "AWS::KMS::Key")
    (logs,) = [each for each in key["KeyPolicy"]["Statement"] if each.get("Sid")]
    assert logs["Principal"] == {"Service": "logs.eu-west-1.amazonaws.com"}
    assert logs["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"] == [
        "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/sagemaker/Endpoints/built-*",
        "arn:aws:logs:eu-west-1:111122223333:log-group:lockgate-built-*",
    ]


def test_key_is_rotated(house: Assembly) -> None:
    assert house.one("built", "data", "AWS::KMS::Key")["EnableKeyRotation"] is True


def test_configured_key_is_used_and_none_made(house: Assembly) -> None:
    house.template("docker", "data").resource_count_is("AWS::KMS::Key", 0)
    bucket = json.dumps(house.one("docker", "data", "AWS::S3::Bucket"))
    assert "key/11111111-2222-3333-4444-555555555555" in bucket


def test_captures_are_private_and_encrypted(house: Assembly) -> None:
    bucket = house.one("built", "data", "AWS::S3::Bucket")
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"


def test_captures_are_exported_although_nobody_uses_them(house: Assembly) -> None:
    exports = house.json("docker", "data")["Outputs"]
    assert [name for name in exports if "Captures" in name]


def test_protection_keeps_the_stack_and_its_data(house: Assembly) -> None:
    house.template("docker", "data").has_resource("AWS::S3::Bucket", {"DeletionPolicy": "Retain"})
    manifest = json.loads((house.folder / "assembly-docker/manifest.json").read_text("utf-8"))
    stacks = [row for row in manifest["artifacts"].values() if row["type"].endswith("stack")]
    assert {row["properties"]["terminationProtection"] for row in stacks} == {True}


def test_unprotected_data_goes_with_its_stack(house: Assembly) -> None:
    house.template("built", "data").has_resource("AWS::S3::Bucket", {"DeletionPolicy": "Delete"})
    house.template("built", "data").has_resource("AWS::KMS::Key", {"DeletionPolicy": "Delete"})
