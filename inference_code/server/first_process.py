"""The first process of a container, which does nothing but look after the one that serves.

It hears signals while the server cannot: an engine may hold Python's lock until its model is
loaded. Such a server ends by the signal itself (see `Process.run`), and this process says that it
ended as it was told to.

Linux makes process 1 the parent of all whose own parent has ended, and what nobody waits for stays
in the table of processes. Multi Model Server leaves behind every worker that it ends, so an
endpoint that loads and unloads models all day would fill that table.
"""

import os
import signal
from contextlib import suppress
from types import FrameType

from inference_code.parent import end_with_parent

TO_END = (signal.SIGTERM, signal.SIGINT)
PASSED_ON = (*TO_END, signal.SIGHUP, signal.SIGQUIT)


def stand_aside() -> None:
    """Return in a child; this process passes signals on to it, and ends as it does.

    To be called before there are threads, which a child would not have.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, PASSED_ON)  # until there is who can be told
    parent = os.getpid()
    if (child := os.fork()) != 0:
        _exit_with(child)
    end_with_parent(parent)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, PASSED_ON)


def _exit_with(child: int) -> None:
    """Wait for all children, and exit with the code of this one."""
    told: set[int] = set()

    def pass_on(number: int, _: FrameType | None) -> None:
        told.add(number)
        # Ctrl-C reaches all processes of a terminal by itself; a second one would mean: hurry.
        if number != signal.SIGINT or not os.isatty(0):
            with suppress(ProcessLookupError):
                os.kill(child, number)

    for each in PASSED_ON:
        signal.signal(each, pass_on)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, PASSED_ON)
    while True:
        ended, status = os.wait()
        if ended == child:
            os._exit(_code(os.waitstatus_to_exitcode(status), told))


def _code(ended: int, told: set[int]) -> int:
    """0 for the end by a signal that said to end; of other signals 128 more than their number."""
    if ended >= 0:
        return ended
    return 0 if -ended in told.intersection(TO_END) else 128 - ended
