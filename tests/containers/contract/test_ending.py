"""Ending: what SIGTERM does, once and twice, and while a model loads."""

from concurrent.futures import ThreadPoolExecutor

from tests.containers.contract.applicability import multi_model, single_model
from tests.containers.contract.asking import full, is_broken_off
from tests.containers.contract.hold import held
from tests.containers.contract.running import Running, is_error, new_id
from tests.containers.contract.starting import SPARE, Starter
from tests.containers.subjects.subject import Subject
from tests.local.polling import until


def test_requests_that_run_or_wait_are_answered_after_sigterm_and_new_ones_are_refused(
    patient: Running,
) -> None:
    with full(patient, times=2) as present:
        patient.container.terminate()
        until(lambda: patient.container.ping() == 503)
        refused = patient.ask(patient.subject.smallest(), request_id=(late := new_id()))
        for each in present:
            each.join()
    assert patient.container.wait() == 0
    assert [each.status for each in present] == [200, 200]
    assert patient.subject.is_whole(present[0].body)
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")
    assert is_error(refused)
    ids = [*(each.request_id for each in present), late]
    assert [patient.line(each)["status"] for each in ids] == [200, 200, 503]


def test_second_sigterm_does_not_wait_for_the_running_request(patient: Running) -> None:
    with full(patient, times=3) as (asking, _):
        patient.container.terminate()
        until(lambda: patient.container.ping() == 503)
        patient.container.terminate()
        assert patient.container.wait() == 0
        asking.join()
    assert is_broken_off(patient, asking)


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
