"""Text Embeddings Inference: one line for each request that was answered.

Source of the format: `router/src/http/server.rs` and `router/src/logging.rs` of
https://github.com/huggingface/text-embeddings-inference; this sample of it is from its issue 305:

    2025-08-09T19:36:02.798333Z  INFO openai_embed{total_time="1.207716998s"
    tokenization_time="11.232786ms" queue_time="686.203µs" inference_time="1.195713965s"}:
    text_embeddings_router::http::server: router/src/http/server.rs:1290: Success

It does not tell the model or the tokens. Requests that failed have no such line.
"""

from functions.metrics.lines.spans import success
from functions.metrics.record import Inference, checked

TARGET = "text_embeddings_router"


def parse(message: str, _: int) -> Inference | None:
    """One answered request; the line's own time is taken.

    Raises:
        ValueError: a time is missing or unreadable.
    """
    line = success(message, TARGET)
    if line is None:
        return None
    return checked(
        Inference(
            time=line.time,
            status=200,
            stream=False,
            latency_ms=line.milliseconds("total_time"),
            queue_ms=line.milliseconds("queue_time"),
        )
    )
