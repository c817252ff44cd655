"""Rules for the Dockerfiles of containers of ours: what SageMaker demands of a container."""

from infra.config.dockerfile.errors import DockerfileError
from infra.config.own_images import (
    copied_sources,
    own_image,
    read_own_image,
    started_module,
    starts_our_server,
)
from infra.config.own_labels import BOTH_WAYS, FETCHES, says
from infra.config.rules.subjects import ReleaseSubject
from infra.config.rules.table import Breach, Rule, breach
from infra.config.sources import HuggingFaceSource

SHELL = ("/bin/sh", "-c")


def not_built(subject: ReleaseSubject) -> list[Breach]:
    """Dockerfiles that do not parse, or copy what is not there or may not be copied."""
    root, container = subject.project.root, subject.release.container
    try:
        if isinstance(container, str) and read_own_image(root, container):
            list(copied_sources(root, container))
    except DockerfileError as error:
        file = error.file.relative_to(subject.project.root)
        return [breach("container", file=file, line=error.line, problem=error.message)]
    return []


def runs_in_a_shell(subject: ReleaseSubject) -> list[Breach]:
    """Entry points in shell form, which hear neither arguments nor signals."""
    image = own_image(subject.project.root, subject.release.container)
    if image is None or image.entrypoint is None or image.entrypoint[:2] != SHELL:
        return []
    return [breach("container", name=subject.release.container, command=image.entrypoint[2])]


def streams_one_way(subject: ReleaseSubject) -> list[Breach]:
    """Containers that promise streams in both directions, and start a server of this project."""
    root, container = subject.project.root, subject.release.container
    image = own_image(root, container)
    if image is None or not isinstance(container, str) or not says(root, container, BOTH_WAYS):
        return []
    if not starts_our_server(image):
        return []
    return [breach("container", name=container, label=BOTH_WAYS, module=started_module(image))]


def not_fetched(subject: ReleaseSubject) -> list[Breach]:
    """Hub sources for containers of ours that do not download."""
    release = subject.release
    if not isinstance(release.source, HuggingFaceSource) or not isinstance(release.container, str):
        return []
    if says(subject.project.root, release.container, FETCHES):
        return []
    return [breach("source", name=release.container, label=FETCHES)]


RELEASE_OWN_CONTAINERS: list[Rule[ReleaseSubject]] = [
    Rule("CONTAINER", not_built, "{file}:{line} is wrong: {problem}", "correct it"),
    Rule(
        "BYOC-01",
        runs_in_a_shell,
        "ENTRYPOINT {command} of containers/{name} runs in a shell, which hands on neither the "
        "argument `serve` nor the signal to stop",
        'write it as a list: ENTRYPOINT ["python", "-m", "MODULE"]',
    ),
    Rule(
        "BYOC-09",
        streams_one_way,
        "containers/{name} says LABEL {label}, and its server, {module}, streams answers only",
        "remove the label",
    ),
    Rule(
        "SOURCE",
        not_fetched,
        "containers/{name} does not download from Hugging Face: its Dockerfile does not say LABEL "
        "{label}",
        "use pypi:, file: or s3://, or a container that does",
    ),
]
