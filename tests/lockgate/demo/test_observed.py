import pytest

from lockgate.addresses import Address
from lockgate.demo import observed
from lockgate.demo.calls import Called
from lockgate.demo.counted import Counted, Counts
from lockgate.invocation.answer import Answer
from lockgate.variant_key import VariantKey
from tests.lockgate.fake_metrics import FakeMetrics

CHAT = VariantKey("local-chat", "primary")


def counts(requests: int) -> Counts:
    return {"Requests": requests, "PromptTokens": 40, "CompletionTokens": 58}


def test_equal_counts_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    observed.print_verdict(counts(2), counts(2))

    assert capsys.readouterr().out == (
        "✓  CloudWatch counts what was measured here: "
        "2 requests, 40 prompt and 58 completion tokens\n"
    )


def test_other_counts_are_not_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    observed.print_verdict(counts(2), counts(1))

    shown = capsys.readouterr().out
    assert shown.startswith("✗  CloudWatch counts 1 request,")
    assert "measured here: 2 requests" in shown


def test_first_tokens_are_compared_where_there_are_two(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    streamed = Answer(lambda: 0.0, first_token_s=0.221)
    calls = [
        Called(Address("local", "chat"), "realtime", "tiny@1", streamed),
        Called(Address("local", "later"), "async", "tiny@1", Answer(lambda: 0.0)),
    ]
    monkeypatch.setattr(Counted, "first_token_ms", lambda *_: 214.2)

    observed.print_first_tokens(Counted(FakeMetrics(), [CHAT]), calls)

    assert capsys.readouterr().out == "   TTFT here and there: chat 221 ms and 214 ms\n"
