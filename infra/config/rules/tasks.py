"""Rules for HF_TASK, with which a model card or an endpoint chooses a task of Transformers."""

from collections.abc import Iterator, Mapping

from infra.config.nearest import nearest
from infra.config.own_variables import HUGGINGFACE
from infra.config.pipelines import TASKS, is_task
from infra.config.rules.subjects import ReleaseSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.rules.variant_subjects import VariantSubject

VARIABLE = "HF_TASK"


def unknown_in_release(subject: ReleaseSubject) -> Iterator[Breach]:
    """Tasks of a release that its container does not know."""
    yield from _unknown(subject.release.container, subject.release.environment)


def unknown_in_variant(subject: VariantSubject) -> Iterator[Breach]:
    """Tasks of an endpoint or a variant that the container of its release does not know."""
    if subject.release is not None:
        path = subject.where("environment")
        yield from _unknown(subject.release.container, subject.variant.environment, path)


def _unknown(
    container: object, variables: Mapping[str, str], path: tuple[str, ...] = ("environment",)
) -> Iterator[Breach]:
    """Images of AWS have other versions of Transformers, with other tasks. An empty variable leaves
    the task to the files of the model."""
    task = variables.get(VARIABLE)
    own = isinstance(container, str) and container.startswith(HUGGINGFACE)
    if task and own and not is_task(task):
        yield breach(*path, VARIABLE, task=task, container=container, hint=nearest(task, TASKS))


_UNKNOWN = ("containers/{container} knows no task {task!r}", "{hint}")
VARIANT_TASKS: list[Rule[VariantSubject]] = [Rule("CONTAINER", unknown_in_variant, *_UNKNOWN)]
RELEASE_TASKS: list[Rule[ReleaseSubject]] = [Rule("CONTAINER", unknown_in_release, *_UNKNOWN)]
