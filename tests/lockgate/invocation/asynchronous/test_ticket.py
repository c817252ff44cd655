from datetime import timedelta

from lockgate.invocation.asynchronous.ticket import Limits, Ticket
from lockgate.s3_uris import S3Uri


def test_request_has_ended_after_queue_and_work() -> None:
    assert Limits(timedelta(hours=1), timedelta(minutes=1)).patience_s == 3660


def test_ticket_without_a_failure_location_names_none() -> None:
    ticket = Ticket("1", S3Uri("ours", "a"), None)

    assert ticket.members() == {"InferenceId": "1", "OutputLocation": "s3://ours/a"}
