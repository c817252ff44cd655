"""People who ask every endpoint of the local AWS, at once and again and again."""

import math
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from infra.config.endpoints import MultiModelEndpoint
from lockgate.demo.calls import call
from lockgate.demo.questions import subjects
from lockgate.errors import CommandError
from lockgate.invocation.choice import Choice
from lockgate.invocation.subject import Subject
from lockgate.invocation.target_models import archive_name
from lockgate.project import project_root

PAUSE_S = {"realtime": 4.0, "inferentia": 4.0, "serverless": 15.0, "async": 15.0}
"""Mean pause between two questions of one person, by the kind of endpoint."""
OTHER_S = 10.0
PEOPLE = {"realtime": 2}
"""Who ask an endpoint at the same time, if it is not one."""


@contextmanager
def asking() -> Iterator[None]:
    """Ask all endpoints meanwhile; ends once everybody has got an answer.

    Raises:
        CommandError: the local AWS does not run.
    """
    ended = threading.Event()
    people = [
        threading.Thread(target=person, args=(subject, ended))
        for subject in subjects(project_root())
        for _ in range(PEOPLE.get(subject.endpoint.kind, 1))
    ]
    for one in people:
        one.start()
    try:
        yield
    finally:
        ended.set()
        for one in people:
            one.join()


def person(subject: Subject, ended: threading.Event) -> None:
    """Ask one endpoint until it is enough; an endpoint that refuses is asked again."""
    mean = PAUSE_S.get(subject.endpoint.kind, OTHER_S)
    while not ended.wait(random.expovariate(1 / (mean * wave()))):
        with suppress(CommandError):
            call(subject, lambda _: None, choice_of(subject))


def choice_of(subject: Subject) -> Choice:
    """Name the model where an endpoint has many."""
    if isinstance(subject.endpoint, MultiModelEndpoint):
        return Choice(target_model=archive_name(str(subject.endpoint.models[0])))
    return Choice()


def wave() -> float:
    """More questions in one minute than in another: between half the pause and twice of it."""
    exponent = random.Random(time.time() // 60).uniform(-1, 1)  # noqa: S311 - no secret
    return math.exp2(exponent)
