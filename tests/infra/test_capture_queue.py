"""The queue that hears of captures, as the data stack has it."""

from typing import Any

from infra.capture_queue import VISIBILITY_S
from infra.observability.capture_function import TIMEOUT_S
from tests.infra.templates import Assembly


def queue(house: Assembly, name: str) -> dict[str, Any]:
    queues = house.resources("kinds", "data", "AWS::SQS::Queue").items()
    (properties,) = [row for key, row in queues if key[:-8] == f"CaptureEvents{name}"]
    return properties


def statements(house: Assembly, name: str) -> dict[str, dict[str, Any]]:
    policies = house.resources("kinds", "data", "AWS::SQS::QueuePolicy").items()
    (properties,) = [row for key, row in policies if key.startswith(f"CaptureEvents{name}")]
    return {row["Effect"]: row for row in properties["PolicyDocument"]["Statement"]}


def test_messages_that_fail_five_times_are_kept_for_somebody(house: Assembly) -> None:
    redrive = queue(house, "Queue")["RedrivePolicy"]
    assert redrive["maxReceiveCount"] == 5
    assert redrive["deadLetterTargetArn"]["Fn::GetAtt"][0].startswith("CaptureEventsDeadLetters")


def test_messages_are_encrypted_with_the_environments_key(house: Assembly) -> None:
    for name in ("Queue", "DeadLetters"):
        assert queue(house, name)["KmsMasterKeyId"]["Fn::GetAtt"][0].startswith("Key")


def test_messages_stay_hidden_while_the_function_may_have_them(house: Assembly) -> None:
    assert queue(house, "Queue")["VisibilityTimeout"] == VISIBILITY_S
    assert VISIBILITY_S >= 6 * TIMEOUT_S


def test_only_buckets_of_the_account_may_write(house: Assembly) -> None:
    allowed = statements(house, "QueuePolicy")["Allow"]
    assert allowed["Principal"] == {"Service": "s3.amazonaws.com"}
    assert allowed["Condition"]["StringEquals"] == {"aws:SourceAccount": "111122223333"}


def test_nobody_may_use_the_queues_without_tls(house: Assembly) -> None:
    for name in ("QueuePolicy", "DeadLettersPolicy"):
        denied = statements(house, name)["Deny"]
        assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_queue_stays_exported_whether_somebody_uses_it_or_not(house: Assembly) -> None:
    exports = house.json("kinds", "data")["Outputs"]
    for name in ("CaptureEventsQueue", "CaptureEventsDeadLetters"):
        assert any(key.startswith(f"ExportsOutputFnGetAtt{name}") for key in exports)
