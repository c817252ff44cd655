from botocore.eventstream import EventStreamBuffer

from lockgate.local.protocol.eventstream import event, exception


def parsed(data: bytes) -> list[tuple[dict[str, str], bytes]]:
    """The messages as botocore reads them; it checks both checksums."""
    buffer = EventStreamBuffer()
    for byte in data:
        buffer.add_data(bytes([byte]))
    return [(message.headers, message.payload) for message in buffer]


def test_an_event_carries_bytes() -> None:
    ((headers, payload),) = parsed(event("PayloadPart", b"\x00\xff"))
    assert payload == b"\x00\xff"
    assert headers == {
        ":event-type": "PayloadPart",
        ":content-type": "application/octet-stream",
        ":message-type": "event",
    }


def test_an_exception_carries_json() -> None:
    data = exception("ModelStreamError", {"ErrorCode": "StreamBroken"})
    ((headers, payload),) = parsed(data)
    assert payload == b'{"ErrorCode": "StreamBroken"}'
    assert (headers[":message-type"], headers[":exception-type"]) == (
        "exception",
        "ModelStreamError",
    )


def test_messages_follow_each_other() -> None:
    both = event("PayloadPart", b"one") + event("PayloadPart", b"")
    assert [payload for _, payload in parsed(both)] == [b"one", b""]
