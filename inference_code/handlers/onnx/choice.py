"""Which of the waiting texts run together."""

from collections.abc import Iterable

from inference_code.handlers.onnx.job import Job, Text

PADDING = 16
"""Padding tokens that a text may cost on average; a run of its own would cost about as much."""


def choose(jobs: Iterable[Job], *, most_texts: int, most_tokens: int) -> list[Text]:
    """Take texts from the jobs, one from each in turn, until no more fit together.

    The first text of the first job is always taken; the caller changes who is first. All are padded
    to the longest, so texts of similar length join it, and no run has more than `most_tokens`
    tokens with padding, unless one text alone has.
    """
    batch = _Batch(most_texts, most_tokens)
    candidates = [job for job in jobs if job.waiting]
    while candidates:
        candidates = [job for job in candidates if batch.takes_from(job) and job.waiting]
    return batch.texts


class _Batch:
    """Texts that run together."""

    def __init__(self, most_texts: int, most_tokens: int) -> None:
        self.texts: list[Text] = []
        self._most_texts = most_texts
        self._most_tokens = most_tokens
        self._longest = 0
        self._tokens = 0

    def takes_from(self, job: Job) -> bool:
        """Take a job's next text if it fits; tell whether it did."""
        size = len(job.waiting[0].tokens)
        if fits := self._fits(size):
            self.texts.append(job.waiting.popleft())
            self._longest = max(self._longest, size)
            self._tokens += size
        return fits

    def _fits(self, size: int) -> bool:
        if not self.texts:
            return True
        count = len(self.texts) + 1
        padded = max(self._longest, size) * count
        padding = padded - self._tokens - size
        small = count <= self._most_texts and padded <= self._most_tokens
        return small and padding <= PADDING * count
