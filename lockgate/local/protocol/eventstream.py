"""Writes `application/vnd.amazon.eventstream` messages.

A message is: total length, header length, CRC of both (4 bytes each, big-endian), headers,
payload, CRC of all before. Header: name length (1 byte), name, type 7 (string), value length
(2 bytes), value.
"""

import json
import struct
from binascii import crc32
from collections.abc import Mapping

CONTENT_TYPE = "application/vnd.amazon.eventstream"
_STRING = 7


def event(name: str, payload: bytes) -> bytes:
    """An event whose payload is bytes, such as a PayloadPart."""
    headers = {
        ":event-type": name,
        ":content-type": "application/octet-stream",
        ":message-type": "event",
    }
    return message(headers, payload)


def exception(name: str, members: Mapping[str, str]) -> bytes:
    """A modelled exception that ends the stream, such as a ModelStreamError."""
    headers = {
        ":exception-type": name,
        ":content-type": "application/json",
        ":message-type": "exception",
    }
    return message(headers, json.dumps(members).encode())


def message(headers: Mapping[str, str], payload: bytes) -> bytes:
    """One message."""
    block = b"".join(_header(name, value) for name, value in headers.items())
    lengths = struct.pack(">II", 16 + len(block) + len(payload), len(block))
    body = lengths + struct.pack(">I", crc32(lengths)) + block + payload
    return body + struct.pack(">I", crc32(body))


def _header(name: str, value: str) -> bytes:
    encoded = value.encode()
    head = bytes([len(name)]) + name.encode() + bytes([_STRING])
    return head + struct.pack(">H", len(encoded)) + encoded
