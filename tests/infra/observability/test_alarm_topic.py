from typing import Any

from tests.infra.templates import Assembly


def statements(house: Assembly) -> dict[str, dict[str, Any]]:
    policy = house.one("kinds", "observability", "AWS::SNS::TopicPolicy")["PolicyDocument"]
    return {row["Effect"]: row for row in policy["Statement"]}


def test_alarms_of_this_account_may_write(house: Assembly) -> None:
    allowed = statements(house)["Allow"]
    assert allowed["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert allowed["Condition"] == {
        "ArnLike": {"aws:SourceArn": "arn:aws:cloudwatch:eu-west-1:111122223333:alarm:*"},
        "StringEquals": {"aws:SourceAccount": "111122223333"},
    }


def test_nobody_may_write_without_tls(house: Assembly) -> None:
    assert statements(house)["Deny"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_messages_are_encrypted(house: Assembly) -> None:
    assert house.one("kinds", "observability", "AWS::SNS::Topic")["KmsMasterKeyId"]
