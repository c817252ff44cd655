"""Starting: when a container is healthy, and what it does until then."""

from concurrent.futures import ThreadPoolExecutor

from tests.containers.contract.applicability import multi_model, single_model
from tests.containers.contract.hold import held
from tests.containers.contract.running import Running, is_error
from tests.containers.contract.starting import SPARE, Starter
from tests.containers.subjects.subject import Subject
from tests.local.polling import until


@single_model
def test_pings_are_answered_while_a_slow_model_loads_and_healthy_only_afterwards(
    subject: Subject, starter: Starter
) -> None:
    folder = starter.own_model()
    with held(folder.path / subject.weights) as hold:
        running = starter.start(SPARE, folder)
        until(lambda: running.container.ping() == 503 and hold.is_asked_for)
        until(lambda: running.container.answers_pings(503))
        early = running.ask(subject.smallest())
    assert (early.status_code, is_error(early)) == (503, True)
    running.get_ready()
    assert running.ask(subject.smallest()).status_code == 200
    starter.keep(running)


@multi_model
def test_other_models_answer_while_a_slow_one_loads(
    subject: Subject, starter: Starter, running: Running
) -> None:
    folder = starter.own_model()
    with ThreadPoolExecutor() as pool:
        with held(folder.path / subject.weights) as hold:
            loading = pool.submit(running.load, "slow", folder.path)
            until(lambda: hold.is_asked_for)
            until(lambda: running.container.answers_pings(200))
            assert running.ask(subject.smallest()).status_code == 200
        assert loading.result().status_code == 200
    assert running.client.delete("/models/slow").status_code == 200


def test_pings_before_the_first_healthy_one_say_503(running: Running) -> None:
    assert {*running.container.pings[:-1]} <= {0, 503}  # 0: not listening yet


def test_first_request_after_the_first_healthy_ping_is_answered(running: Running) -> None:
    assert running.first is not None
    assert running.first.status_code == 200


def test_model_folder_is_left_as_it_was(running: Running) -> None:
    assert running.folder.changes() == []
