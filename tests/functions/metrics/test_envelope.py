import gzip
import json

import pytest

from functions.metrics import envelope as module
from functions.metrics.envelope import EnvelopeError, Place, open_envelope

from .samples import envelope, event, of_lines, packed


def test_lines_of_a_data_message_are_read() -> None:
    found = open_envelope(packed(envelope([event("one"), event("two")])))
    assert [each.message for each in found.log_events] == ["one", "two"]


def test_control_message_may_have_no_lines() -> None:
    found = open_envelope(packed(envelope([], messageType="CONTROL_MESSAGE")))
    assert found.message_type == "CONTROL_MESSAGE"


def test_data_message_without_lines_is_refused() -> None:
    with pytest.raises(EnvelopeError, match="has no log events"):
        open_envelope(packed(envelope([])))


@pytest.mark.parametrize("keep", [1, 9, 50, -1, -8])
def test_truncated_gzip_is_refused(keep: int) -> None:
    with pytest.raises(EnvelopeError, match="truncated"):
        open_envelope(of_lines("a line that is long enough")[:keep])


def test_what_is_no_gzip_is_refused() -> None:
    with pytest.raises(EnvelopeError, match="no gzip file"):
        open_envelope(b'{"messageType": "DATA_MESSAGE"}')


def test_changed_byte_is_found() -> None:
    data = bytearray(of_lines("a line"))
    data[-6] ^= 1
    with pytest.raises(EnvelopeError, match="incorrect data check"):
        open_envelope(bytes(data))


def test_what_follows_the_gzip_file_is_refused() -> None:
    with pytest.raises(EnvelopeError, match="something follows"):
        open_envelope(of_lines("a line") + b"x")


def test_data_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 1000)
    with pytest.raises(EnvelopeError, match="larger than 1000 bytes"):
        open_envelope(gzip.compress(bytes(1_000_000)))


def test_wrong_json_is_refused() -> None:
    with pytest.raises(EnvelopeError, match="JSON is malformed"):
        open_envelope(gzip.compress(b'{"messageType": DATA'))


@pytest.mark.parametrize("key", ["messageType", "owner", "logGroup", "logStream", "logEvents"])
def test_missing_key_is_named(key: str) -> None:
    content = envelope([event("line")])
    del content[key]
    with pytest.raises(EnvelopeError, match=f"missing required field `{key}`"):
        open_envelope(packed(content))


@pytest.mark.parametrize("key", ["id", "timestamp", "message"])
def test_missing_key_of_a_line_is_named(key: str) -> None:
    broken = event("line")
    del broken[key]
    with pytest.raises(EnvelopeError, match=rf"`{key}` - at `\$.logEvents\[1\]`"):
        open_envelope(packed(envelope([event("line"), broken])))


def test_unknown_kind_of_message_is_refused() -> None:
    with pytest.raises(EnvelopeError, match="messageType"):
        open_envelope(packed(envelope([event("line")], messageType="OTHER")))


def test_keys_that_may_come_later_are_skipped() -> None:
    content = envelope([event("line") | {"extractedFields": {"a": "b"}}], policyLevel="ACCOUNT")
    assert len(open_envelope(packed(content)).log_events) == 1


def test_identity_follows_from_the_lines_only() -> None:
    events = [event("one"), event("two")]
    first = open_envelope(packed(envelope(events)))
    again = open_envelope(gzip.compress(json.dumps(envelope(events), indent=1).encode(), 1))
    assert first.identity == again.identity
    assert len(first.identity) == 32


def test_other_lines_or_streams_have_another_identity() -> None:
    events = [event("one"), event("two")]
    others = [
        envelope(events),
        envelope(events[:1]),
        envelope(events, logStream="b/i-1"),
        envelope(events, logGroup="/aws/sagemaker/Endpoints/x"),
        envelope(events, owner="2"),
    ]
    assert len({open_envelope(packed(each)).identity for each in others}) == len(others)


@pytest.mark.parametrize("stream", ["a/i-0123", "a/i-0123/data-log", "a/i-0123/sidecar", "a"])
def test_place_is_the_endpoint_and_the_variant(stream: str) -> None:
    found = open_envelope(packed(envelope([event("line")], logStream=stream)))
    assert found.place == Place("dev-chat", "a")


@pytest.mark.parametrize(
    "group", ["/aws/lambda/x", "/aws/sagemaker/Endpoints/", "/aws/sagemaker/Endpoints/a/b"]
)
def test_log_group_that_is_not_an_endpoints_has_no_place(group: str) -> None:
    found = open_envelope(packed(envelope([event("line")], logGroup=group)))
    with pytest.raises(EnvelopeError, match="log group is not of an endpoint"):
        _ = found.place


@pytest.mark.parametrize("stream", ["", "/i-1", "a variant/i-1", "x" * 64])
def test_log_stream_that_is_not_a_variants_has_no_place(stream: str) -> None:
    found = open_envelope(packed(envelope([event("line")], logStream=stream)))
    with pytest.raises(EnvelopeError, match="log stream is not of a variant"):
        _ = found.place
