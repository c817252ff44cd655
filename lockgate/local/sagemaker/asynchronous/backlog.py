"""The requests of one endpoint that wait or are being processed."""

from collections import deque

from lockgate.local.sagemaker.asynchronous.request import AsyncRequest


class Backlog:
    """First in, first out. Times are those of the event loop, in seconds."""

    def __init__(self) -> None:
        self._waiting: deque[AsyncRequest] = deque()
        self._running: set[AsyncRequest] = set()

    def __len__(self) -> int:
        """Requests that wait or are being processed: AWS's ApproximateBacklogSize."""
        return len(self._waiting) + len(self._running)

    @property
    def has_waiting(self) -> bool:
        """Whether a request waits for an instance."""
        return bool(self._waiting)

    def add(self, request: AsyncRequest) -> None:
        """Put a request at the end."""
        self._waiting.append(request)

    def begin(self) -> AsyncRequest:
        """Take the first waiting request into processing."""
        request = self._waiting.popleft()
        self._running.add(request)
        return request

    def put_back(self, request: AsyncRequest) -> None:
        """Let a request that no container has seen wait again, before all others."""
        self._running.discard(request)
        self._waiting.appendleft(request)

    def end(self, request: AsyncRequest) -> None:
        """Forget a request that has been processed."""
        self._running.discard(request)

    def clear(self) -> None:
        """Forget all."""
        self._waiting.clear()
        self._running.clear()

    def take_older(self, age_limit_factor: float, time: float) -> list[AsyncRequest]:
        """Remove and return the waiting requests that are older than their TTL.

        Args:
            age_limit_factor: real seconds in a second of a TTL.
            time: the present.
        """
        expired = [r for r in self._waiting if time - r.arrived > r.ttl_s * age_limit_factor]
        for request in expired:
            self._waiting.remove(request)
        return expired

    def age(self, time: float) -> float:
        """Seconds since the oldest request came; 0 without requests."""
        return max((time - r.arrived for r in [*self._waiting, *self._running]), default=0.0)
