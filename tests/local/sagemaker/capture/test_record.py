import base64
import json

from lockgate.local.sagemaker.capture.record import Payload
from tests.local.sagemaker.capture.captured import record

CSV = Payload("text/csv", b"1,2\n")


def test_a_line_is_as_the_guide_shows_it() -> None:
    captured = record(CSV, Payload("text/csv; charset=utf-8", b"0.5"))
    assert captured.line() == (
        b'{"captureData":{"endpointInput":{"observedContentType":"text/csv","mode":"INPUT",'
        b'"data":"1,2\\n","encoding":"CSV"},"endpointOutput":{"observedContentType":'
        b'"text/csv; charset=utf-8","mode":"OUTPUT","data":"0.5","encoding":"CSV"}},'
        b'"eventMetadata":{"eventId":"event","inferenceTime":"2026-03-04T05:06:07Z"},'
        b'"eventVersion":"0"}\n'
    )


def test_a_payload_that_is_not_captured_is_not_there() -> None:
    assert list(json.loads(record(CSV).line())["captureData"]) == ["endpointInput"]


def test_json_is_kept_as_its_text() -> None:
    text = '{"name": "Zoë"}'
    (part,) = json.loads(record(Payload("application/json", text.encode())).line())[
        "captureData"
    ].values()
    assert (part["data"], part["encoding"]) == (text, "JSON")


def test_other_types_are_kept_in_base64() -> None:
    line = record(Payload("image/png", b"\x89PNG")).line()
    part = json.loads(line)["captureData"]["endpointInput"]
    assert (base64.b64decode(part["data"]), part["encoding"]) == (b"\x89PNG", "BASE64")


def test_text_that_is_not_utf_8_is_kept_in_base64() -> None:
    part = json.loads(record(Payload("text/csv", b"\xff")).line())["captureData"]["endpointInput"]
    assert (part["data"], part["encoding"]) == ("/w==", "BASE64")


def test_ids_and_attributes_of_the_request_are_in_the_metadata() -> None:
    line = record(CSV, inference_id="call-7", custom_attributes="trace=7").line()
    assert json.loads(line)["eventMetadata"] == {
        "eventId": "event",
        "customAttributes": ["trace=7"],
        "inferenceId": "call-7",
        "inferenceTime": "2026-03-04T05:06:07Z",
    }
