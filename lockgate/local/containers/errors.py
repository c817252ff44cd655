# ruff: noqa: N818 - these names say what happened, as AWS's exception names do
"""What can go wrong when a container runs as a process."""

from collections.abc import Sequence


class ContainerError(Exception):
    """Base of every error of this package."""


class ImageUnusable(ContainerError):
    """A Dockerfile does not parse, or names files that are not there; with file and line."""


class ProgramFailed(ContainerError):
    """A program failed; its last lines are quoted, on one line, as CloudFormation shows it."""

    def __init__(self, reason: str, last_lines: Sequence[str] = ()) -> None:
        quoted = f" Last output: {' | '.join(last_lines)}" if last_lines else " It printed nothing."
        super().__init__(reason + quoted)
        self.reason = reason
        self.last_lines = tuple(last_lines)


class EnvironmentFailed(ProgramFailed):
    """The virtual environment of a container could not be built."""


class ContainerFailed(ProgramFailed):
    """A container ended, or did not answer `GET /ping` in time."""


class NoHealthyInstance(ContainerError):
    """No instance of a fleet can take a request now."""


class Throttled(ContainerError):
    """A fleet has as many requests under way as it may have."""


class FleetStopped(ContainerError):
    """A fleet was stopped or drained while it started instances, or before."""


class ArtifactFailed(ContainerError):
    """A model artifact is missing, or is not what its description says."""


class ArtifactMissing(ArtifactFailed):
    """There is no such object."""


class ModelDownloadFailed(ContainerError):
    """A model of a multi-model endpoint cannot be had; the text is AWS's answer."""


class ModelLoadFailed(ContainerError):
    """A container does not load a model of a multi-model endpoint."""

    def __init__(self, status: int, text: str, instance: str) -> None:
        super().__init__(f"the container answered {status} to the load of a model: {text}")
        self.status = status
        self.text = text
        self.instance = instance
