"""Starts the containers of one subject, each with a model folder of its own."""

import itertools
import shutil
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from tests.containers.contract.running import Running
from tests.containers.model_folder import ModelFolder
from tests.containers.platform import Platform
from tests.containers.subjects.subject import Subject

Change = Callable[[Path], None]
SHARED = {"LOCKGATE_PARALLEL_REQUESTS": "2"}
SPARE = {
    "LOCKGATE_PARALLEL_REQUESTS": "1",
    "LOCKGATE_QUEUE_LENGTH": "0",
    "LOCKGATE_DRAIN_SECONDS": "0",
}
"""A container in which a test sees that a request runs: others are refused meanwhile. After SIGTERM
it waits for nobody."""
PATIENT = {
    "LOCKGATE_PARALLEL_REQUESTS": "1",
    "LOCKGATE_QUEUE_LENGTH": "1",
    # Longer than any request takes, however busy the machine: the 25 of an endpoint are less.
    "LOCKGATE_DRAIN_SECONDS": "280",
}
"""A container that answers who is there when it is told to end."""


class Starter:
    """Makes model folders and starts containers; all end with it."""

    def __init__(self, subject: Subject, platform: Platform, folder: Path) -> None:
        self._subject = subject
        self._platform = platform
        self._folder = folder
        self._numbers = itertools.count()
        self._started: list[Running] = []
        self._models: list[ModelFolder] = []
        self._spare: Running | None = None

    def model(self, change: Change = lambda _folder: None) -> ModelFolder:
        """A new folder with the model, changed before it becomes read-only."""
        folder = self._new() / "model"
        folder.mkdir()
        self._subject.fill(folder)
        change(folder)
        self._models.append(ModelFolder(folder))
        return self._models[-1]

    def own_model(self) -> ModelFolder:
        """A folder whose weights are a file that no other container reads."""
        return self.model(lambda folder: _copy(folder / self._subject.weights))

    def start(self, environment: Mapping[str, str], folder: ModelFolder | None = None) -> Running:
        """Start a container; it is not yet healthy. A multi-model one has an empty folder."""
        folder = folder or self.model()
        mounted = self._new() if self._subject.multi_model else folder.path
        container = self._platform.start(
            Path("containers") / self._subject.container,
            model=mounted,
            environment={**self._subject.environment, **environment},
        )
        running = Running(self._subject, container, folder)
        self._started.append(running)
        return running

    def spare(self) -> Running:
        """A container with one slot and no queue, which a test may end: the next gets another."""
        if self._spare is None or self._spare.container.is_ending:
            spare = self.start(SPARE)
            spare.get_ready()
            self._spare = spare
        return self._spare

    def keep(self, running: Running) -> None:
        """Let later tests have a container that answers."""
        self._spare = running

    def close(self) -> None:
        """End all containers; none may have written to a model's folder."""
        with ExitStack() as ends:  # all of them, even if one fails
            for running in self._started:
                ends.callback(running.close)
        changes = {str(folder.path): folder.changes() for folder in self._models}
        assert not any(changes.values()), changes

    def _new(self) -> Path:
        folder = self._folder / str(next(self._numbers))
        folder.mkdir()
        return folder


def _copy(file: Path) -> None:
    original = file.rename(file.with_suffix(".original"))
    shutil.copyfile(original, file)
    original.unlink()
