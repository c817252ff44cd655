"""Multi Model Server's access line, in images of Hugging Face's inference toolkit.

Source of the format: https://github.com/awslabs/multi-model-server/blob/master/docs/logging.md, and
the samples in https://github.com/aws/sagemaker-huggingface-inference-toolkit/issues/61:

    2022-03-23 14:31:19,265 [INFO ] pool-1-thread-3 ACCESS_LOG - /169.254.178.2:51978
    "POST /invocations HTTP/1.1" 200 31

It tells the status, and the milliseconds until the whole answer was there, for this server does not
stream; no tokens and no model.
"""

import re

from functions.metrics.lines import moment
from functions.metrics.record import Inference, checked

MARK = "ACCESS_LOG - /"
LINE = re.compile(
    r"\d{4}-\d\d-\d\d [\d:,]+ \[INFO \] \S+ ACCESS_LOG - /[\da-f.:]+ "
    r'"POST /invocations HTTP/1\.[01]" (?P<status>\S+) (?P<milliseconds>\S+)'
)


def parse(message: str, timestamp_ms: int) -> Inference | None:
    """One request with its status and latency, at the time of the log event.

    Raises:
        ValueError: the status or the latency is none.
    """
    if MARK not in message or (found := LINE.fullmatch(message.strip())) is None:
        return None
    if not (found["status"].isdecimal() and found["milliseconds"].isdecimal()):
        raise ValueError("an access line does not end with two numbers, status and milliseconds")
    return checked(
        Inference(
            time=moment.of_event(timestamp_ms),
            status=int(found["status"]),
            stream=False,
            latency_ms=float(found["milliseconds"]),
        )
    )
