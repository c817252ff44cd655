"""Rows of one object: each event once, and requests with their answers."""

from collections.abc import Iterator

from .row import Row


class Join:
    """Puts halves together by their inference id; holds no more than ids and waiting halves.

    A client may use an inference id again: then the first request that waits gets the first answer.
    """

    def __init__(self) -> None:
        self._seen: set[tuple[str, bool, bool]] = set()
        self._waiting: dict[str, list[Row]] = {}

    def add(self, row: Row) -> Iterator[Row]:
        """Take a row in; yield it if it is whole, or makes one whole."""
        identity = (row.event_id, row.has_input, row.has_output)
        if identity in self._seen:
            return
        self._seen.add(identity)
        if not row.is_half:
            yield row
            return
        waiting = self._waiting.setdefault(row.inference_id, [])
        if waiting and waiting[0].has_input != row.has_input:
            yield waiting.pop(0).with_half(row)
        else:
            waiting.append(row)

    def rest(self) -> Iterator[Row]:
        """Halves whose other one is not in this object."""
        for waiting in self._waiting.values():
            yield from waiting
