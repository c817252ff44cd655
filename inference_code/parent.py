"""A process that does not outlive its parent, where the system can see to that."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int) -> None:
    """Let Linux kill this process when its parent, a process id, ends; elsewhere do nothing.

    For the midst of a load, when it could not notice by itself.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # gone before it was said
            os._exit(1)
