import json

import numpy as np
import pytest

from functions.metrics import handler

from .conftest import Call
from .fake_s3 import FakeS3
from .published import sums, total, values
from .samples import MINUTE, SHARD, batch, envelope, event, line, of_lines, packed

Out = pytest.CaptureFixture[str]


def test_one_request_makes_these_metrics(call: Call, capsys: Out) -> None:
    assert call(batch(of_lines(line()))) == []
    variant, model = ("dev-chat", "a"), ("dev-chat", "a", "tiny@1")
    assert sums(capsys.readouterr().out) == pytest.approx(
        {
            ("Requests", variant, MINUTE): 1,
            ("PromptTokens", variant, MINUTE): 10,
            ("CompletionTokens", variant, MINUTE): 5,
            ("FinishReasonStop", variant, MINUTE): 1,
            ("TimeToFirstToken", variant, MINUTE): 100,
            ("TimePerOutputToken", variant, MINUTE): 25,
            ("QueueTime", variant, MINUTE): 1,
            ("Latency", variant, MINUTE): 200,
            ("TokensPerSecond", variant, MINUTE): 25,
            ("Requests", model, MINUTE): 1,
            ("PromptTokens", model, MINUTE): 10,
            ("CompletionTokens", model, MINUTE): 5,
            ("TimeToFirstToken", model, MINUTE): 100,
            ("TimePerOutputToken", model, MINUTE): 25,
            ("Latency", model, MINUTE): 200,
        }
    )


def test_record_is_stored_as_it_came(call: Call, s3: FakeS3) -> None:
    data = of_lines(line())
    call(batch(data))
    ((key, body),) = s3.objects.items()
    assert key.startswith("records/dt=2026-11-22/hour=10/")
    assert key.endswith(".json.gz")
    assert body == data
    assert s3.metadata[key] == {"sequence-number": "1", "shard-id": SHARD}


def test_control_message_is_neither_stored_nor_counted(call: Call, s3: FakeS3, capsys: Out) -> None:
    events = [event("CWL CONTROL MESSAGE: Checking health of destination Kinesis stream.")]
    assert call(batch(packed(envelope(events, messageType="CONTROL_MESSAGE")))) == []
    assert (s3.objects, capsys.readouterr().out) == ({}, "")


def test_late_lines_go_to_their_own_minute(call: Call, capsys: Out) -> None:
    call(batch(of_lines(line(), line(time="2026-11-22T09:01:59.999Z"), line())))
    found = sums(capsys.readouterr().out)
    late = MINUTE - 74
    assert found["Requests", ("dev-chat", "a"), MINUTE] == 2
    assert found["Requests", ("dev-chat", "a"), late] == 1


def test_metrics_of_a_batch_are_written_at_once(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[list[str]] = []
    monkeypatch.setattr(handler, "write", lambda lines: written.append(list(lines)))
    call(batch(of_lines(line(), line(model="b")), of_lines(line(model="c"))))
    assert [len(lines) for lines in written] == [4]


def test_variants_and_endpoints_are_told_apart(call: Call, capsys: Out) -> None:
    group = "/aws/sagemaker/Endpoints/dev-other"
    call(
        batch(
            packed(envelope([event(line())], logStream="b/i-1")),
            packed(envelope([event(line())], logGroup=group)),
        )
    )
    out = capsys.readouterr().out
    assert total(out, "Requests", "dev-chat", "b") == 1
    assert total(out, "Requests", "dev-other", "a") == 1


def test_lines_of_managed_images_count_as_well(call: Call, capsys: Out) -> None:
    text = 'INFO:     10.32.0.2:58926 - "POST /invocations HTTP/1.1" 200 OK'
    call(batch(of_lines(text, line())))
    assert total(capsys.readouterr().out, "Requests", "dev-chat", "a") == 2


def test_hundred_thousand_requests_at_once(call: Call, s3: FakeS3, capsys: Out) -> None:
    lines = [line(latency_ms=float(1 + i)) for i in range(1000)]
    data = [of_lines(*lines) for _ in range(100)]
    assert call(batch(*data)) == []
    out = capsys.readouterr().out
    assert total(out, "Requests", "dev-chat", "a") == 100_000
    assert total(out, "PromptTokens", "dev-chat", "a") == 1_000_000
    assert len(values(out, "Latency", "dev-chat", "a")) == 100_000
    assert len(s3.records) == 100


@pytest.mark.parametrize("percent", [50, 95, 99])
def test_published_percentiles_are_those_of_numpy_within_one_percent(
    call: Call, capsys: Out, percent: int
) -> None:
    latencies = np.random.default_rng(percent).lognormal(6, 0.8, 4000).tolist()
    call(batch(*[of_lines(line(latency_ms=each)) for each in latencies[:50]]))
    call(batch(of_lines(*[line(latency_ms=each) for each in latencies[50:]])))
    found = values(capsys.readouterr().out, "Latency", "dev-chat", "a")
    expected = np.percentile(latencies, percent)
    assert np.percentile(found, percent) == pytest.approx(expected, rel=0.01)


def test_documents_stay_inside_the_limits_of_the_format(call: Call, capsys: Out) -> None:
    lines = [
        line(latency_ms=1.03**i, ttft_ms=1.02**i, model=f"m{i % 7}", queue_ms=1.01**i)
        for i in range(600)
    ]
    call(batch(of_lines(*lines)))
    for text in capsys.readouterr().out.splitlines():
        document = json.loads(text)
        arrays = [value["Values"] for value in document.values() if "Values" in str(value)[:12]]
        assert max(map(len, arrays), default=0) <= 100
        assert len(text) < 256 * 1024


def test_missing_setting_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RECORDS_BUCKET", raising=False)
    with pytest.raises(ValueError, match="RECORDS_BUCKET is not set"):
        handler.on_records({"Records": []}, object())


def test_empty_batch_publishes_nothing(call: Call, capsys: Out) -> None:
    assert call({"Records": []}) == []
    assert capsys.readouterr().out == ""
