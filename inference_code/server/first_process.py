"""Process 1 of a container, which Linux makes the parent of all whose own parent has ended.

What nobody waits for stays in the table of processes. Multi Model Server leaves behind every worker
that it ends, so an endpoint that loads and unloads models all day would fill that table.
"""

import os
import signal
from contextlib import suppress
from types import FrameType

FIRST = 1
PASSED_ON = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT)


def stand_aside() -> None:
    """Let a child do the work of this process, if this is the first; returns only to who works.

    The first process passes signals on to the child, waits for whatever ends, and ends as the child
    does. To be called before there are threads.
    """
    if os.getpid() == FIRST:
        attend()


def attend() -> None:
    """Return in a child; this process looks after it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, PASSED_ON)  # until there is who can be told
    if (child := os.fork()) != 0:
        _exit_with(child)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, PASSED_ON)


def _exit_with(child: int) -> None:
    """Wait for all children, and exit with the code of this one; 128 more than its signal."""

    def pass_on(number: int, _: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            os.kill(child, number)

    for each in PASSED_ON:
        signal.signal(each, pass_on)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, PASSED_ON)
    while True:
        ended, status = os.wait()
        if ended == child:
            code = os.waitstatus_to_exitcode(status)
            os._exit(code if code >= 0 else 128 - code)
