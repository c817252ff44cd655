"""Clients that go away in the midst of their answer."""

from tests.containers.contract.applicability import streams
from tests.containers.contract.asking import busy
from tests.containers.contract.running import Running
from tests.containers.log import PATIENCE_S


def test_client_that_leaves_frees_its_slot_and_has_one_line(spare: Running) -> None:
    with busy(spare) as asking:
        asking.leave()
        fields = spare.line(asking.request_id)
    assert fields["finish_reason"] == "cancelled"
    assert spare.ask(spare.subject.smallest()).status_code == 200
    assert spare.line(asking.request_id) == fields


@streams
def test_client_that_leaves_a_stream_leaves_the_rest_uncomputed(spare: Running) -> None:
    with busy(spare) as asking:
        assert asking.begun.wait(PATIENCE_S)
        asking.leave()
        fields = spare.line(asking.request_id)
    assert (fields["status"], fields["finish_reason"]) == (200, "cancelled")
    assert (fields["completion_tokens"] or 0) < spare.subject.long()["max_tokens"]
