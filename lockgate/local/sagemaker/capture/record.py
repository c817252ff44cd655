"""One captured invocation, as a line of SageMaker's capture files.

Source: "View captured data" in
https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html, whose
example lines have compact JSON with the members in this order; inferenceId is described in
https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-model-quality-merge.html, and named
customAttributes in
https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-pre-and-post-processing.html. No page
shows the form of the latter: users' preprocessing scripts take the first of a list.
"""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lockgate.local.protocol.scope import Scope
from lockgate.local.sagemaker.capture.settings import INPUT, OUTPUT, Settings

_MEMBERS = {INPUT: "endpointInput", OUTPUT: "endpointOutput"}


@dataclass(frozen=True)
class Source:
    """Where a record comes from, and where it goes."""

    scope: Scope
    endpoint: str
    variant: str
    settings: Settings


@dataclass(frozen=True)
class Event:
    """What identifies an invocation."""

    id: str
    moment: datetime
    """When the request came, in UTC."""
    inference_id: str | None = None
    custom_attributes: str | None = None


@dataclass(frozen=True)
class Payload:
    """A request's or an answer's body."""

    content_type: str
    data: bytes


@dataclass(frozen=True)
class Record:
    """A captured invocation: the payloads by mode, INPUT and OUTPUT."""

    source: Source
    event: Event
    payloads: dict[str, Payload]

    @property
    def size(self) -> int:
        """Bytes of the payloads."""
        return sum(len(payload.data) for payload in self.payloads.values())

    def line(self) -> bytes:
        """The record in UTF-8, with its line feed."""
        captured = {
            _MEMBERS[mode]: _part(self.source.settings, mode, payload)
            for mode, payload in self.payloads.items()
        }
        whole = {"captureData": captured, "eventMetadata": _metadata(self.event)}
        text = json.dumps(whole | {"eventVersion": "0"}, separators=(",", ":"), ensure_ascii=False)
        return f"{text}\n".encode()


def _part(settings: Settings, mode: str, payload: Payload) -> dict[str, str]:
    data, encoding = _encoded(payload.data, settings.encoding(payload.content_type))
    return {
        "observedContentType": payload.content_type,
        "mode": mode,
        "data": data,
        "encoding": encoding,
    }


def _encoded(data: bytes, encoding: str) -> tuple[str, str]:
    """Text as it is; base64 for other types, and for text that is not UTF-8 and would be lost."""
    if encoding != "BASE64":
        try:
            return data.decode(), encoding
        except UnicodeDecodeError:
            pass
    return base64.b64encode(data).decode(), "BASE64"


def _metadata(event: Event) -> dict[str, Any]:
    metadata: dict[str, Any] = {"eventId": event.id}
    if event.custom_attributes is not None:
        metadata["customAttributes"] = [event.custom_attributes]
    if event.inference_id is not None:
        metadata["inferenceId"] = event.inference_id
    return metadata | {"inferenceTime": f"{event.moment:%Y-%m-%dT%H:%M:%SZ}"}
