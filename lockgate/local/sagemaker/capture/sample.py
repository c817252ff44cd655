"""An invocation that was chosen to be captured, while its answer comes."""

from collections.abc import Callable

from lockgate.local.sagemaker.capture.record import Event, Payload, Record, Source
from lockgate.local.sagemaker.capture.settings import INPUT, OUTPUT


class Sample:
    """Collects the answer, and hands on the record once.

    An answer that breaks off is captured as far as it came. One that never ends with `end`, such
    as an error of the container, is not captured: it is no inference.
    """

    def __init__(
        self,
        source: Source,
        event: Event,
        request: Payload,
        hand_on: Callable[[Record], None],
        *,
        most_bytes: int,
    ) -> None:
        self._source = source
        self._event = event
        self._request = request
        self._hand_on = hand_on
        self._most_bytes = most_bytes
        self._answer = bytearray()
        self._has_ended = False

    def add(self, piece: bytes) -> None:
        """Keep a piece of the answer; an answer that is too long to be captured is not kept on."""
        if self._has(OUTPUT) and len(self._answer) <= self._most_bytes:
            self._answer += piece

    def end(self, content_type: str) -> None:
        """The answer, of this content type, is complete or will not go on."""
        if self._has_ended:
            return
        self._has_ended = True
        payloads = {INPUT: self._request, OUTPUT: Payload(content_type, bytes(self._answer))}
        captured = {mode: payload for mode, payload in payloads.items() if self._has(mode)}
        self._hand_on(Record(self._source, self._event, captured))

    def _has(self, mode: str) -> bool:
        return mode in self._source.settings.modes
