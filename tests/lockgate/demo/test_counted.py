from datetime import UTC, datetime

from lockgate.addresses import Address
from lockgate.demo.calls import Called
from lockgate.demo.counted import PATIENCE_S, Counted, Counts, measured, wait_for
from lockgate.invocation.answer import Answer
from lockgate.variant_key import VariantKey
from tests.lockgate.fake_metrics import FakeMetrics

CHAT = VariantKey("local-chat", "primary")


def counts(requests: int) -> Counts:
    return {"Requests": requests, "PromptTokens": 0, "CompletionTokens": 0}


def answer(prompt: int | None, completion: int | None) -> Answer:
    return Answer(lambda: 0.0, prompt_tokens=prompt, completion_tokens=completion)


def put(cloudwatch: FakeMetrics, name: str, value: float, statistic: str = "Sum") -> None:
    """Let CloudWatch have a figure of this minute."""
    minute = datetime.now(UTC).replace(second=0, microsecond=0)
    cloudwatch.put(name, value, *CHAT, at=minute, statistic=statistic)


def test_every_answer_is_measured_the_second_of_a_cold_start_included() -> None:
    chat, burst = (Address("local", name) for name in ("chat", "burst"))
    calls = [
        Called(chat, "realtime", "tiny@1", answer(36, 29)),
        Called(burst, "serverless", "tiny@1", answer(36, 29), again=answer(36, None)),
    ]

    assert list(measured(calls).values()) == [3, 108, 58]


def test_what_was_there_before_does_not_count() -> None:
    cloudwatch = FakeMetrics()
    put(cloudwatch, "Requests", 5)
    counted = Counted(cloudwatch, [CHAT])
    put(cloudwatch, "Requests", 7)
    put(cloudwatch, "CompletionTokens", 58)

    assert list(counted.counts().values()) == [2, 0, 58]


def test_first_token_of_an_endpoint() -> None:
    cloudwatch = FakeMetrics()
    counted = Counted(cloudwatch, [CHAT])
    put(cloudwatch, "TimeToFirstToken", 161, "p50")

    assert counted.first_token_ms("local-chat") == 161
    assert counted.first_token_ms("local-other") is None


def test_first_token_among_those_of_others_is_not_known() -> None:
    cloudwatch = FakeMetrics()
    put(cloudwatch, "Requests", 5)
    put(cloudwatch, "TimeToFirstToken", 161, "p50")

    assert Counted(cloudwatch, [CHAT]).first_token_ms("local-chat") is None


def test_it_looks_until_all_requests_are_counted() -> None:
    seen = iter([counts(0), counts(1), counts(2)])
    told: list[int] = []

    found = wait_for(
        lambda: next(seen),
        2,
        on_look=lambda one: told.append(one["Requests"]),
        clock=lambda: 0.0,
        sleep=lambda _: None,
    )

    assert (found["Requests"], told) == (2, [0, 1])


def test_patience_ends() -> None:
    times = iter([0.0, 1.0, PATIENCE_S + 1.0])

    found = wait_for(
        lambda: counts(1),
        2,
        on_look=lambda _: None,
        clock=lambda: next(times),
        sleep=lambda _: None,
    )

    assert found == counts(1)
