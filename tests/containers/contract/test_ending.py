"""Ending: what SIGTERM does, once and twice."""

from tests.containers.contract.asking import busy
from tests.containers.contract.running import Running, is_error, new_id
from tests.local.polling import until


def test_running_request_is_answered_after_sigterm_and_new_ones_are_refused(
    spare: Running,
) -> None:
    with busy(spare) as asking:
        spare.container.terminate()
        until(lambda: spare.container.ping() == 503)
        refused = spare.ask(spare.subject.smallest(), request_id=(late := new_id()))
        asking.join()
    assert spare.container.wait() == 0
    assert (asking.status, spare.subject.is_whole(asking.body)) == (200, True)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert is_error(refused)
    assert [spare.line(each)["status"] for each in (asking.request_id, late)] == [200, 503]


def test_second_sigterm_does_not_wait_for_the_running_request(spare: Running) -> None:
    with busy(spare) as asking:
        spare.container.terminate()
        until(lambda: spare.container.ping() == 503)
        spare.container.terminate()
        assert spare.container.wait() == 0
        asking.join()
    assert not spare.subject.is_whole(asking.body) or asking.status == 503
    assert spare.line(asking.request_id)["finish_reason"] == "error"
