"""DJL Serving's access line, in Large Model Inference (LMI) images.

Sources: `Session.toString` and `NettyUtils.sendHttpResponse` in
https://github.com/deepjavalibrary/djl-serving/tree/master/serving/src/main/java/ai/djl/serving, in
the layouts of its `serving/src/main/conf/log4j2-access.xml` and `log4j2-console.xml`:

    [INFO ] ACCESS_LOG - /169.254.178.2:51978 "POST /invocations HTTP/1.1" 200 1563

The image writes this line to a file unless `DEFAULT_JVM_OPTS` names one of those two layouts
(https://docs.djl.ai/master/docs/serving/serving/docs/configurations_global.html): without it LMI
logs nothing of a single request but `Request [ID] completed`, which tells not even a status.

The line tells the status. Its last number is the time in milliseconds until the answer began: all
of a plain answer, only the first chunk of a streamed one; the line does not say which of them it
was, so it is neither a latency nor a time to the first token. `option.log_request_metric` logs no
requests either, but percentiles of each thousand of them.
"""

import re

from functions.metrics.lines import moment
from functions.metrics.record import Inference, checked

MARK = "ACCESS_LOG"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
LINE = re.compile(
    r"\[?INFO *\]? +ACCESS_LOG(?: -)? /?[\da-f.:]+ "
    r'"POST /invocations HTTP/1\.[01]" (?P<status>\S+) (?P<milliseconds>\S+)'
)


def parse(message: str, timestamp_ms: int) -> Inference | None:
    """One request with its status, at the time of the log event.

    Raises:
        ValueError: the status or the number after it is none.
    """
    if MARK not in message:
        return None
    found = LINE.fullmatch(COLOUR.sub("", message).strip())
    if found is None:
        return None
    if not (found["status"].isdecimal() and found["milliseconds"].isdecimal()):
        raise ValueError("an access line does not end with two numbers, status and milliseconds")
    return checked(Inference(time=moment.of_event(timestamp_ms), status=int(found["status"])))
