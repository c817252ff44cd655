"""Takes what must not be kept out of a captured record, whatever its bodies are encoded in."""

from collections.abc import Mapping
from typing import Any

from ..body import Binary, Body, Document, Text, parse
from ..capture import INPUT, OUTPUT, Capture, Payload
from ..json_text import compact
from ..trouble import UnreadableError
from .documents import redact_document, redact_events
from .redactor import Redactor

MEMBERS = {"captureData", "eventMetadata", "eventVersion"}
KEPT = ("eventId", "inferenceTime")
"""Metadata that SageMaker makes itself."""


def redact(capture: Capture, redactor: Redactor) -> bytes:
    """The line of a record without what the redactor takes out, in SageMaker's format.

    An inference id in which something is found is gone as well: its record goes by its event's.

    Raises:
        UnreadableError: something of it cannot be read, and so may have what must not be kept.
    """
    captured = capture.document["captureData"]
    if unknown := set(captured) - {INPUT, OUTPUT}:
        raise UnreadableError(f"{len(unknown)} members of captureData are not known")
    given = capture.document["eventMetadata"]
    metadata = _without_finds(given, redactor)
    if metadata.get("inferenceId") != given.get("inferenceId"):
        del metadata["inferenceId"]
    parts = {name: _part(part, redactor) for name, part in captured.items() if part is not None}
    changed = {"captureData": parts, "eventMetadata": metadata}
    return f"{compact({**_rest(capture), **changed})}\n".encode()


def _rest(capture: Capture) -> dict[str, Any]:
    """The record as it was; members in their order."""
    if unknown := set(capture.document) - MEMBERS:
        raise UnreadableError(f"{len(unknown)} members of the record are not known")
    return capture.document


def _without_finds(metadata: Mapping[str, Any], redactor: Redactor) -> dict[str, Any]:
    patterns = Redactor(redactor.finders)
    changed: dict[str, Any] = redact_document(dict(metadata), patterns)
    return {**changed, **{name: metadata[name] for name in KEPT}}


def _part(part: Mapping[str, Any], redactor: Redactor) -> dict[str, Any]:
    """Written anew also where nothing was found: a key that comes twice may hide a value."""
    payload = Payload.of(dict(part))
    return {**part, "data": payload.with_text(_redacted(parse(payload), redactor))}


def _redacted(body: Body, redactor: Redactor) -> str:
    if isinstance(body, Binary):
        raise UnreadableError("a body is binary, and nothing can be taken out of it")
    if isinstance(body, Text):
        if body.is_broken:
            raise UnreadableError("a body that should be JSON is not, and may hide text in escapes")
        return redactor.text(body.text)
    if isinstance(body, Document):
        return Document(redact_document(body.value, redactor)).render()
    redact_events(body.pieces, redactor)
    return body.render()
