"""Ending: what SIGTERM does, once and twice, and while a model loads."""

from concurrent.futures import ThreadPoolExecutor

from tests.containers.contract.applicability import multi_model, single_model
from tests.containers.contract.asking import busy
from tests.containers.contract.hold import held
from tests.containers.contract.running import Running, is_error, new_id
from tests.containers.contract.starting import SPARE, Starter
from tests.containers.subjects.subject import Subject
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


@single_model
def test_sigterm_does_not_wait_for_a_model_that_loads(subject: Subject, starter: Starter) -> None:
    folder = starter.own_model()
    with held(folder.path / subject.weights) as hold:
        container = starter.start(SPARE, folder).container
        until(lambda: container.ping() == 503 and hold.is_asked_for)
        container.terminate()
        assert (container.wait(), hold.is_kept) == (0, True)


@multi_model
def test_sigterm_gives_up_a_load_that_the_platform_waits_for(
    subject: Subject, starter: Starter, spare: Running
) -> None:
    folder = starter.own_model()
    with held(folder.path / subject.weights) as hold, ThreadPoolExecutor() as pool:
        loading = pool.submit(spare.load, "slow", folder.path)
        until(lambda: hold.is_asked_for)
        spare.container.terminate()
        refused = loading.result()
        assert (spare.container.wait(), hold.is_kept) == (0, True)
    assert (refused.status_code, is_error(refused)) == (503, True)
