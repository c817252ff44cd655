import json

import pytest

from tests.infra.templates import Assembly

BUCKETS = {"Captures": "CapturesDE857D5D", "Results": "Results25575328", "Models": "ModelsC55D3500"}
"""Logical ids by name: a change of one would replace the bucket, and lose what is in it."""


def test_key_serves_only_the_log_groups_of_its_environment(house: Assembly) -> None:
    key = house.one("built", "data", "AWS::KMS::Key")
    (logs,) = [
        each for each in key["KeyPolicy"]["Statement"] if each.get("Sid") == "EncryptLogGroups"
    ]
    assert logs["Principal"] == {"Service": "logs.eu-west-1.amazonaws.com"}
    assert logs["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"] == [
        "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/sagemaker/Endpoints/built-*",
        "arn:aws:logs:eu-west-1:111122223333:log-group:lockgate-built-*",
    ]


def test_key_serves_the_messages_of_s3_and_of_alarms(house: Assembly) -> None:
    key = house.one("built", "data", "AWS::KMS::Key")
    statements = key["KeyPolicy"]["Statement"]
    (messages,) = [row for row in statements if row.get("Sid") == "EncryptMessages"]
    assert messages["Principal"] == {"Service": ["cloudwatch.amazonaws.com", "s3.amazonaws.com"]}
    assert messages["Action"] == ["kms:Decrypt", "kms:GenerateDataKey*"]


def test_key_is_rotated(house: Assembly) -> None:
    assert house.one("built", "data", "AWS::KMS::Key")["EnableKeyRotation"] is True


def test_configured_key_is_used_and_none_made(house: Assembly) -> None:
    house.template("docker", "data").resource_count_is("AWS::KMS::Key", 0)
    buckets = house.resources("docker", "data", "AWS::S3::Bucket")
    for name in BUCKETS.values():
        assert "key/11111111-2222-3333-4444-555555555555" in json.dumps(buckets[name])


@pytest.mark.parametrize("name", BUCKETS)
def test_bucket_is_private_and_encrypted(house: Assembly, name: str) -> None:
    bucket = house.resources("built", "data", "AWS::S3::Bucket")[BUCKETS[name]]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"


@pytest.mark.parametrize("name", BUCKETS)
def test_bucket_is_exported_although_nobody_uses_it(house: Assembly, name: str) -> None:
    exports = house.json("docker", "data")["Outputs"]
    assert [key for key in exports if key.startswith(f"ExportsOutputRef{name}")]


@pytest.mark.parametrize("name", BUCKETS)
def test_access_to_each_bucket_is_logged(house: Assembly, name: str) -> None:
    bucket = house.resources("built", "data", "AWS::S3::Bucket")[BUCKETS[name]]
    logged = bucket["LoggingConfiguration"]
    assert logged["LogFilePrefix"] == f"{name.lower()}/"
    assert logged["DestinationBucketName"]["Ref"].startswith("AccessLogs")


def test_access_logs_are_written_with_the_key_that_s3_can_use_for_them(house: Assembly) -> None:
    buckets = house.resources("built", "data", "AWS::S3::Bucket").items()
    (bucket,) = [row for name, row in buckets if name.startswith("AccessLogs")]
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule == {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    assert {"ExpirationInDays": 30, "Status": "Enabled"} in bucket["LifecycleConfiguration"][
        "Rules"
    ]


def test_only_buckets_of_the_account_write_access_logs(house: Assembly) -> None:
    policies = house.resources("built", "data", "AWS::S3::BucketPolicy").items()
    (policy,) = [row for name, row in policies if name.startswith("AccessLogs")]
    (allowed,) = [row for row in policy["PolicyDocument"]["Statement"] if row["Effect"] == "Allow"]
    assert allowed["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert allowed["Condition"] == {"StringEquals": {"aws:SourceAccount": "111122223333"}}


def test_captures_are_announced_to_the_queue(house: Assembly) -> None:
    bucket = house.json("kinds", "data")["Resources"][BUCKETS["Captures"]]
    (told,) = bucket["Properties"]["NotificationConfiguration"]["QueueConfigurations"]
    assert told["Event"] == "s3:ObjectCreated:*"
    assert told["Filter"] == {"S3Key": {"Rules": [{"Name": "prefix", "Value": "captures/"}]}}
    assert any(name.startswith("CaptureEventsQueuePolicy") for name in bucket["DependsOn"])


def test_results_expire(house: Assembly) -> None:
    results = house.resources("kinds", "data", "AWS::S3::Bucket")[BUCKETS["Results"]]
    rules = results["LifecycleConfiguration"]["Rules"]
    assert {"ExpirationInDays": 7, "Status": "Enabled"} in rules


def test_captures_expire(house: Assembly) -> None:
    captures = house.resources("kinds", "data", "AWS::S3::Bucket")[BUCKETS["Captures"]]
    rules = captures["LifecycleConfiguration"]["Rules"]
    assert {"ExpirationInDays": 90, "Status": "Enabled"} in rules


def test_models_do_not_expire(house: Assembly) -> None:
    bucket = house.resources("kinds", "data", "AWS::S3::Bucket")[BUCKETS["Models"]]
    (rule,) = bucket["LifecycleConfiguration"]["Rules"]
    assert set(rule) == {"AbortIncompleteMultipartUpload", "Status"}


def test_output_names_the_bucket_of_the_models(house: Assembly) -> None:
    house.template("kinds", "data").has_output(
        "ModelsBucketName", {"Value": {"Ref": BUCKETS["Models"]}}
    )


def test_protection_keeps_the_stack_and_its_data(house: Assembly) -> None:
    house.template("docker", "data").has_resource("AWS::S3::Bucket", {"DeletionPolicy": "Retain"})
    manifest = json.loads((house.folder / "assembly-docker/manifest.json").read_text("utf-8"))
    stacks = [row for row in manifest["artifacts"].values() if row["type"].endswith("stack")]
    assert {row["properties"]["terminationProtection"] for row in stacks} == {True}


def test_unprotected_data_goes_with_its_stack(house: Assembly) -> None:
    house.template("built", "data").has_resource("AWS::S3::Bucket", {"DeletionPolicy": "Delete"})
    house.template("built", "data").has_resource("AWS::KMS::Key", {"DeletionPolicy": "Delete"})
