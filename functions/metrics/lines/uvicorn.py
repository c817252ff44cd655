"""uvicorn's access line, which vLLM and SGLang write for each request.

Sources of the format: `AccessFormatter` in
https://github.com/encode/uvicorn/blob/master/uvicorn/logging.py; vLLM puts the process before it
(samples in https://github.com/vllm-project/vllm/issues/14736), SGLang the time:

    INFO:     127.0.0.1:34658 - "POST /invocations HTTP/1.1" 200 OK
    (APIServer pid=72) INFO:     127.0.0.1:34658 - "POST /invocations HTTP/1.1" 200 OK
    [2025-08-04 11:51:41] INFO:     127.0.0.1:34658 - "POST /invocations HTTP/1.1" 200 OK

It tells that there was a request, and its status: no times, no tokens, no model. Of a stream it is
written when the answer begins, so a failure in its midst reads 200. vLLM logs nothing else of a
single request but, where it is told to, its prompt, which is never read here; the throughput that
it logs every ten seconds is a mean over all requests. `--disable-uvicorn-access-log` ends the line.
"""

import re

from functions.metrics.lines import moment
from functions.metrics.record import Inference, checked

MARK = '"POST /invocations'
LINE = re.compile(
    r"(?:\(\w+ pid=\d+\) |\[[\d :-]+\] )?INFO: +[\da-f.:]+ - "
    r'"POST /invocations HTTP/1\.[01]" (?P<status>\S+).*'
)


def parse(message: str, timestamp_ms: int) -> Inference | None:
    """One request with its status, at the time of the log event.

    Raises:
        ValueError: the status is none.
    """
    if MARK not in message or (found := LINE.fullmatch(message.strip())) is None:
        return None
    if not found["status"].isdecimal():
        raise ValueError("the status of an access line is not a number")
    return checked(Inference(time=moment.of_event(timestamp_ms), status=int(found["status"])))
