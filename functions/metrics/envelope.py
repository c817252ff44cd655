"""What CloudWatch Logs puts into a Kinesis record (LOG-04).

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
"""

import hashlib
import re
import zlib
from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec

MAX_BYTES = 64 * 1024 * 1024
"""Uncompressed: far beyond what CloudWatch Logs sends, and within the function's memory."""
GZIP = 31
"""zlib's `wbits` of a gzip file, whose digest and length are checked."""
LOG_GROUP = "/aws/sagemaker/Endpoints/"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,62}")
"""Of an endpoint and of a variant, as SageMaker allows them."""


class EnvelopeError(ValueError):
    """A record is not what CloudWatch Logs sends. The message tells no text of a log line."""


class Place(NamedTuple):
    """Where an inference ran."""

    endpoint: str
    variant: str


class LogEvent(msgspec.Struct, gc=False):
    """One line of a log."""

    id: str
    timestamp: int
    """Milliseconds since 1970."""
    message: str


class Envelope(msgspec.Struct, gc=False, rename="camel"):
    """Lines of one log stream."""

    message_type: Literal["DATA_MESSAGE", "CONTROL_MESSAGE"]
    """A control message has no lines of the log: it says that the subscription is reachable."""
    owner: str
    """Account of the log group."""
    log_group: str
    log_stream: str
    log_events: list[LogEvent]

    @property
    def identity(self) -> str:
        """The same for the same lines, however often and in whichever batch they come."""
        parts = [self.owner, self.log_group, self.log_stream]
        parts += [event.id for event in self.log_events]
        return digest("\0".join(parts).encode())

    @property
    def place(self) -> Place:
        """The endpoint and the variant that wrote the lines (LOG-01).

        Raises:
            EnvelopeError: the log group is not an endpoint's.
        """
        return _place(self.log_group, self.log_stream)


_decode = msgspec.json.Decoder(Envelope).decode


def open_envelope(data: bytes) -> Envelope:
    """The envelope in a record's data.

    Raises:
        EnvelopeError: it is not gzip, not whole, too large, not JSON, lacks a key or has no lines.
    """
    try:
        envelope = _decode(_unpack(data))
    except msgspec.DecodeError as error:
        raise EnvelopeError(f"the envelope cannot be read: {error}") from error
    if envelope.message_type == "DATA_MESSAGE" and not envelope.log_events:
        raise EnvelopeError("the envelope has no log events")
    return envelope


@lru_cache(maxsize=256)
def _place(log_group: str, log_stream: str) -> Place:
    endpoint = log_group.removeprefix(LOG_GROUP)
    variant = log_stream.partition("/")[0]
    if not log_group.startswith(LOG_GROUP) or not NAME.fullmatch(endpoint):
        raise EnvelopeError(f"the log group is not of an endpoint, {LOG_GROUP}NAME")
    if not NAME.fullmatch(variant):
        raise EnvelopeError("the log stream is not of a variant, VARIANT/INSTANCE")
    return Place(endpoint, variant)


def digest(data: bytes) -> str:
    """32 hexadecimal digits that stand for the data."""
    return hashlib.sha256(data).hexdigest()[:32]


def _unpack(data: bytes) -> bytes:
    unpacking = zlib.decompressobj(GZIP)
    try:
        content = unpacking.decompress(data, MAX_BYTES)
    except zlib.error as error:
        raise EnvelopeError(f"the data is no gzip file: {error}") from error
    if unpacking.unconsumed_tail:
        raise EnvelopeError(f"the data is larger than {MAX_BYTES} bytes uncompressed")
    if not unpacking.eof:
        raise EnvelopeError("the gzip file is truncated")
    if unpacking.unused_data:
        raise EnvelopeError("something follows the gzip file")
    return content
