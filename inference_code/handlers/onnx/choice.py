"""Which of the waiting texts run together."""

from collections.abc import Iterable
from dataclasses import dataclass

from inference_code.handlers.onnx.job import Job, Text


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How large a run may be, and when a text is better left for another."""

    texts: int
    """Texts of one run."""
    tokens: int
    """Tokens of one run, padding included, unless one text alone has more."""
    saving: int
    """Tokens that the engine computes in the time that a run costs beside its tokens."""


def choose(jobs: Iterable[Job], limits: Limits) -> list[Text]:
    """Take texts from the jobs, one from each in turn, until no more fit together.

    The first text of the first job is always taken; the caller changes who is first. All texts of a
    run are padded to its longest. So another joins if that makes fewer tokens of padding than a run
    of its own would cost.
    """
    batch = _Batch(limits)
    candidates = [job for job in jobs if job.waiting]
    while candidates:
        candidates = [job for job in candidates if batch.takes_from(job) and job.waiting]
    return batch.texts


class _Batch:
    """Texts that run together."""

    def __init__(self, limits: Limits) -> None:
        self.texts: list[Text] = []
        self._limits = limits
        self._longest = 0

    def takes_from(self, job: Job) -> bool:
        """Take a job's next text if it fits; tell whether it did."""
        size = len(job.waiting[0].tokens)
        if fits := self._fits(size):
            self.texts.append(job.waiting.popleft())
            self._longest = max(self._longest, size)
        return fits

    def _fits(self, size: int) -> bool:
        if not self.texts:
            return True
        present, longest = len(self.texts), max(self._longest, size)
        padded = (present + 1) * longest
        added_padding = padded - present * self._longest - size
        return (
            present < self._limits.texts
            and padded <= self._limits.tokens
            and added_padding <= self._limits.saving
        )
