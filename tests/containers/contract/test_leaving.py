"""Answers that are broken off: their client goes away, or the time after SIGTERM is over."""

from tests.containers.contract.applicability import streams
from tests.containers.contract.asking import busy, is_broken_off
from tests.containers.contract.running import Running
from tests.containers.log import PATIENCE_S
from tests.containers.process_tree import command
from tests.local.polling import until


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


def test_running_request_is_broken_off_when_its_time_after_sigterm_is_over(spare: Running) -> None:
    processes = spare.container.processes()
    with busy(spare, times=3) as asking:
        spare.container.terminate()
        assert spare.container.wait() == 0
        asking.join()
    assert is_broken_off(spare, asking)
    until(lambda: not any(map(command, processes)))
