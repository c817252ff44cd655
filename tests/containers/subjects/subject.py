"""What the contract suite must know of a container beside the contract."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Subject(ABC):
    """One container in one mode, with a model and requests that fit it."""

    name: str
    """What tests and the table call it."""
    container: str
    """Its folder below containers/."""
    environment: Mapping[str, str] = {}
    """Variables beside those that all get."""
    operation: str | None = None
    """Operation that telemetry names for its questions; None if nothing tells it."""
    weights: str
    """File of the model folder that is read while the model loads."""
    streams: bool = False
    """Whether it answers in pieces."""
    multi_model: bool = False
    """Whether the platform loads its models through the multi-model API."""
    has_workers: bool = False
    """Whether models run in processes of their own, so that the server outlives them."""
    damages: Mapping[str, str]
    """What is said (a regular expression) of a folder that is `empty`, `garbage` or `short`."""
    malformed: Mapping[str, bytes] = {}
    """Bodies that are wrong for it only, by what is wrong with them."""
    accepted: frozenset[str] = frozenset()
    """Names of bodies that others refuse and it takes, because its schema is free."""

    @abstractmethod
    def fill(self, folder: Path) -> None:
        """Put the model into an empty folder."""

    @abstractmethod
    def question(self, number: int, text: str = "") -> Any:
        """A short request; those of other numbers, or with another text, have other answers."""

    @abstractmethod
    def raw(self, text: bytes) -> bytes:
        """The body of a question with some JSON, or something else, in place of its text."""

    @abstractmethod
    def long(self, times: int = 1) -> Any:
        """A request that keeps the engine busy for seconds, or that many times as long; streamed
        if it can be."""

    @abstractmethod
    def smallest(self) -> Any:
        """A request that takes as little time as can be."""

    @abstractmethod
    def are_same(self, one: Any, other: Any) -> bool:
        """Whether two answers, decoded, are to the same question."""

    def is_whole(self, body: bytes) -> bool:
        """Whether the answer to a long request has arrived to its end."""
        return body.endswith(b"data: [DONE]\n\n") if self.streams else body.endswith((b"}", b"]"))

    def is_worker(self, command: str) -> bool:
        """Whether a process with this command line computes answers."""
        return "inference_code.worker" in command

    def multilingual(self) -> dict[str, Any]:
        """A request whose answer has characters of several bytes; of those that stream."""
        raise NotImplementedError

    def streamed(self, events: list[Any]) -> str:
        """The text of a streamed answer; of those that stream."""
        raise NotImplementedError

    @property
    def model_name(self) -> str:
        """What lines call its model: the name that the platform gave, or the setting."""
        return "one" if self.multi_model else "tiny"

    def words(self, answer: Any) -> str:
        """Text of an answer that must be in no log; empty if there is none."""
        return ""

    @property
    def path(self) -> str:
        """Where it is asked."""
        return "/models/one/invoke" if self.multi_model else "/invocations"

    def __str__(self) -> str:
        return self.name
