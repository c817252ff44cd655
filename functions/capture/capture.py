"""One line of a captured object: a request, its answer, or both.

Source: CAP-04 and
https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-data-capture-endpoint.html
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

from .trouble import UnreadableError

INPUT, OUTPUT = "endpointInput", "endpointOutput"
ENCODINGS = ("JSON", "CSV", "BASE64")


@dataclass(frozen=True)
class Payload:
    """The body of a request or of an answer, as it was captured."""

    content_type: str
    encoding: str
    data: str

    @classmethod
    def of(cls, part: dict[str, Any]) -> Self:
        """Read `endpointInput` or `endpointOutput`.

        Raises:
            UnreadableError: it is none.
        """
        data, encoding = part.get("data"), part.get("encoding")
        if not isinstance(data, str) or encoding not in ENCODINGS:
            raise UnreadableError("a payload has no data in JSON, CSV or BASE64")
        return cls(str(part.get("observedContentType") or ""), encoding, data)

    @property
    def media_type(self) -> str:
        """In lower case, without parameters."""
        return self.content_type.partition(";")[0].strip().lower()

    def text(self) -> str | None:
        """What was sent; None if it is no text.

        Raises:
            UnreadableError: its base64 is broken.
        """
        if self.encoding != "BASE64":
            return self.data
        try:
            return base64.b64decode(self.data, validate=True).decode(self._charset())
        except binascii.Error as error:
            raise UnreadableError("the base64 of a payload is broken") from error
        except UnicodeDecodeError:
            return None

    def with_text(self, text: str) -> str:
        """The data of a payload that has another text."""
        if self.encoding != "BASE64":
            return text
        return base64.b64encode(text.encode(self._charset())).decode()

    def _charset(self) -> str:
        """That of the content type; UTF-8 if it names none, or one that nobody knows."""
        name = self.content_type.lower().partition("charset=")[2].strip(" \"'")
        try:
            "".encode(name)
        except LookupError:
            return "utf-8"
        return name


@dataclass(frozen=True)
class Capture:
    """A captured request, its answer, or both."""

    document: dict[str, Any]
    """The whole line."""
    event_id: str
    inference_id: str
    """The client's or the platform's; else the event's."""
    time: datetime
    """When it was asked, in UTC."""
    request: Payload | None
    answer: Payload | None

    @classmethod
    def of(cls, line: bytes) -> Self:
        """Read a line.

        Raises:
            UnreadableError: it is no captured record.
        """
        try:
            document = json.loads(line)
            captured, metadata = document["captureData"], document["eventMetadata"]
            request, answer = (_payload(captured, name) for name in (INPUT, OUTPUT))
            event_id = metadata["eventId"]
            time = datetime.fromisoformat(metadata["inferenceTime"]).astimezone(UTC)
        except (AttributeError, KeyError, OverflowError, TypeError, ValueError) as error:
            raise UnreadableError(f"the line is no captured record: {_why(error)}") from error
        if not isinstance(event_id, str) or not (request or answer):
            raise UnreadableError("the line is no captured record: it has no id, or no payload")
        return cls(
            document,
            event_id,
            str(metadata.get("inferenceId") or event_id),
            time,
            request,
            answer,
        )


def _payload(captured: dict[str, Any], name: str) -> Payload | None:
    part = captured.get(name)
    return None if part is None else Payload.of(part)


def _why(error: Exception) -> str:
    """What is missing, without what is there."""
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing"
    return "it is not JSON" if isinstance(error, json.JSONDecodeError) else "a member is wrong"
