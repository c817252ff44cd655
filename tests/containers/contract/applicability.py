"""Which conditions of the contract apply to which containers."""

from collections.abc import Callable

import pytest

from tests.containers.subjects import SUBJECTS
from tests.containers.subjects.subject import Subject

Applies = Callable[[Subject], bool]
MARK = "of_subjects"


def of_subjects(applies: Applies) -> pytest.MarkDecorator:
    """Mark a test, or with `pytestmark` a module, that is about some subjects only."""
    return pytest.mark.of_subjects.with_args(applies)


streams = of_subjects(lambda subject: subject.streams)
multi_model = of_subjects(lambda subject: subject.multi_model)
single_model = of_subjects(lambda subject: not subject.multi_model)
with_workers = of_subjects(lambda subject: subject.has_workers)
in_one_process = of_subjects(lambda subject: not subject.has_workers)


def chosen(marks: list[pytest.Mark]) -> list[Subject]:
    """The subjects that some marks leave."""
    conditions: list[Applies] = [mark.args[0] for mark in marks if mark.name == MARK]
    return [each for each in SUBJECTS if all(applies(each) for applies in conditions)]
