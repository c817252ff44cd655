"""Started containers, shared by the tests that leave them as they were."""

from collections.abc import Iterator

import pytest

from tests.containers.contract.applicability import MARK, chosen
from tests.containers.contract.running import Running
from tests.containers.contract.starting import PATIENT, SHARED, Starter
from tests.containers.platform import Platform
from tests.containers.subjects.subject import Subject


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test with each subject that it is about."""
    if "subject" in metafunc.fixturenames:
        subjects = chosen(list(metafunc.definition.iter_markers(MARK)))
        metafunc.parametrize("subject", subjects, ids=str, scope="session")


@pytest.fixture(scope="session")
def starter(
    subject: Subject,
    platform: Platform,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Starter]:
    starter = Starter(subject, platform, tmp_path_factory.mktemp("models"))
    yield starter
    starter.close()


@pytest.fixture(scope="session")
def running(starter: Starter) -> Running:
    """A container with two slots that the tests share; each leaves it as it was."""
    running = starter.start(SHARED)
    running.get_ready()
    return running


@pytest.fixture
def spare(starter: Starter) -> Running:
    """A container with one slot and no queue; a test may end it, and the next gets another."""
    return starter.spare()


@pytest.fixture
def patient(starter: Starter) -> Running:
    """A container with one slot and one place before it, for a test that ends it."""
    patient = starter.start(PATIENT)
    patient.get_ready()
    return patient
