"""Starts a program that ends with the process that started this one; run as a script.

`python -I -S launch.py PARENT PROGRAM [ARGUMENT...]`, where PARENT is a process id. Linux only can
do it for Java; elsewhere the workers notice the end, and take Java with them (see `lifeline`).
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def main(parent: int, arguments: list[str]) -> None:
    """Become the program."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() == parent:
        os.execv(arguments[0], arguments)  # noqa: S606 - a shell would add a process


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
