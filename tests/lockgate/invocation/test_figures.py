from infra.config.references import ReleaseReference
from lockgate.invocation.answer import Answer
from lockgate.invocation.figures import figures_line, stand_in_notice

QWEN = ReleaseReference("qwen3-8b", 1)
SMOL = ReleaseReference("smollm2-135m-instruct", 1)


def answer(*, model: str = "qwen3-8b", finish_reason: str = "stop") -> Answer:
    return Answer(
        lambda: 0.0,
        model=model,
        finish_reason=finish_reason,
        completion_tokens=11,
        first_token_s=0.0451,
        total_s=0.1451,
    )


def test_streamed_answer_shows_all_figures() -> None:
    assert figures_line(answer()) == "TTFT 45 ms · 11 tokens · 100 tokens/s · 0.15 s"


def test_answer_without_usage_shows_what_is_known() -> None:
    assert figures_line(Answer(lambda: 0.0, total_s=0.5)) == "0.50 s"


def test_answer_that_was_cut_off_says_so() -> None:
    assert figures_line(answer(finish_reason="length")).endswith("cut off at max_tokens")


def test_stand_in_that_answered_is_named() -> None:
    notice = stand_in_notice(answer(model=SMOL.model), asked=QWEN, stand_in=SMOL)

    assert notice == (
        "smollm2-135m-instruct@1 answered in place of qwen3-8b@1, "
        "which does not run on this machine"
    )


def test_model_that_answered_itself_needs_no_notice() -> None:
    assert stand_in_notice(answer(), asked=QWEN, stand_in=SMOL) is None


def test_no_stand_in_no_notice() -> None:
    assert stand_in_notice(answer(model="other"), asked=QWEN, stand_in=None) is None


def test_answer_out_of_a_queue_shows_waiting_and_work() -> None:
    queued = Answer(lambda: 0.0, queued=True, total_s=3.0, processing_s=2.0, completion_tokens=10)

    assert (
        figures_line(queued) == "queued 1.00 s · processed 2.00 s · 10 tokens · 5 tokens/s · 3.00 s"
    )


def test_answer_out_of_a_queue_without_a_log_shows_no_rate() -> None:
    queued = Answer(lambda: 0.0, queued=True, total_s=3.0, completion_tokens=10)

    assert figures_line(queued) == "10 tokens · 3.00 s"
