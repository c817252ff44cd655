from lockgate.local.sagemaker.logs import EndpointLog
from tests.local.fake_stores import Recorder
from tests.local.in_process import SCOPE

GROUP = "/aws/sagemaker/Endpoints/chat"


async def test_lines_keep_their_order_within_each_instance() -> None:
    recorder = Recorder()
    log = EndpointLog(recorder, SCOPE, "chat")
    log.line("primary", "i-2", "first of two")
    log.line("primary", "i-1", "first of one")
    log.line("primary", "i-2", "second of two")
    log.flush()
    assert recorder.lines == [
        (GROUP, "primary/i-1", "first of one"),
        (GROUP, "primary/i-2", "first of two"),
        (GROUP, "primary/i-2", "second of two"),
    ]
