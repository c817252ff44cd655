from typing import Any

from tests.infra.templates import Assembly


def days(house: Assembly) -> dict[str, int]:
    bucket = house.one("kinds", "observability", "AWS::S3::Bucket")
    rules: list[dict[str, Any]] = bucket["LifecycleConfiguration"]["Rules"]
    return {row["Prefix"]: row["ExpirationInDays"] for row in rules if "Prefix" in row}


def test_records_are_kept_for_their_days(house: Assembly) -> None:
    kept = days(house)
    assert {kept[name] for name in ("records/", "quarantine/", "aws/lambda/")} == {365}


def test_what_is_derived_of_captures_goes_with_them(house: Assembly) -> None:
    assert days(house)["quality/"] == 90


def test_results_of_queries_go_after_a_week(house: Assembly) -> None:
    assert days(house)["athena/"] == 7


def test_notes_of_what_was_published_outlive_what_can_be_published(house: Assembly) -> None:
    assert days(house)["published/"] > 14


def test_bucket_is_private_encrypted_and_logged(house: Assembly) -> None:
    bucket = house.one("kinds", "observability", "AWS::S3::Bucket")
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
    assert bucket["LoggingConfiguration"]["LogFilePrefix"] == "records/"


def test_protection_keeps_the_records(house: Assembly) -> None:
    template = house.template("docker", "observability")
    template.has_resource("AWS::S3::Bucket", {"DeletionPolicy": "Retain"})
