"""Text Generation Inference: one line for each answer that was completed.

Source of the format: `generate_internal` and `generate_stream_internal` in
https://github.com/huggingface/text-generation-inference/blob/main/router/src/server.rs, written as
`router/src/logging.rs` says. A sample of its own stands in
https://github.com/triton-inference-server/server/issues/7395:

    2024-07-01T08:12:24.861452Z  INFO generate{parameters=GenerateParameters { ... }
    total_time="357.867572ms" validation_time="1.96844ms" queue_time="49.382µs"
    inference_time="355.849981ms" time_per_token="14.827082ms" seed="None"}:
    text_generation_router::server: router/src/server.rs:309: Success

It does not tell the model, the prompt's tokens, the finish reason, or the time to the first token.
Its `time_per_token` has the first token in it, so it is no time per output token as we define it;
but it is `inference_time / tokens`, so the number of tokens follows from it exactly. Requests that
failed have no such line. A request with several prompts writes one for each of them.
"""

from functions.metrics.lines.spans import success
from functions.metrics.record import Inference, checked

TARGET = "text_generation_router"


def parse(message: str, _: int) -> Inference | None:
    """One completed answer; the line's own time is taken.

    Raises:
        ValueError: a time is missing or unreadable.
    """
    line = success(message, TARGET)
    if line is None:
        return None
    inference_ms = line.milliseconds("inference_time")
    each_ms = line.milliseconds("time_per_token")
    if each_ms == 0:
        raise ValueError("time_per_token is zero")
    return checked(
        Inference(
            time=line.time,
            status=200,
            completion_tokens=round(inference_ms / each_ms),
            latency_ms=line.milliseconds("total_time"),
            queue_ms=line.milliseconds("queue_time"),
        )
    )
