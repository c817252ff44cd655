"""The first process of a container: it starts the program, and nothing of it survives the end.

Run as a script by `processes.spawn`, with the standard library only:
`python -I -S init_process.py SCRATCH_FOLDER PROGRAM [ARGUMENT...]`

Its standard input is a pipe that the parent holds open and never writes to. The kernel closes
it when the parent ends, however it ends, SIGKILL included; then this process kills the
program's process group. This works on Linux and macOS, and unlike PR_SET_PDEATHSIG alone it
does not depend on the thread that started the process, and reaches grandchildren too. On Linux
it adopts orphans, as the first process of a container does, so that daemons do not get away.
"""

import contextlib
import ctypes
import os
import selectors
import shutil
import signal
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_CANNOT_RUN = 127  # exit code that shells and Docker use for a program that is not found


def main(scratch: str, arguments: list[str]) -> int:
    """Run the program, pass SIGTERM on, and return its exit code (128 + n for signal n)."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer)
    for number in (signal.SIGTERM, signal.SIGCHLD):
        signal.signal(number, _wake)
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    child = _start(arguments)
    try:
        return _supervise(child, reader)
    finally:
        _kill_all(child)
        shutil.rmtree(scratch, ignore_errors=True)


def _wake(_number: int, _frame: object) -> None:
    """Let the signal interrupt nothing: the wake-up pipe tells which one arrived."""


def _start(arguments: list[str]) -> int:
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        _become(arguments, parent)
    with contextlib.suppress(PermissionError, ProcessLookupError):
        os.setpgid(child, child)
    return child


def _become(arguments: list[str], parent: int) -> None:
    try:
        os.setpgid(0, 0)
        _die_with(parent)
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGTERM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.execvp(arguments[0], arguments)  # noqa: S606 - a shell would add a process
    except OSError as error:
        print(f"cannot run {arguments[0]}: {error.strerror}", file=sys.stderr, flush=True)  # noqa: T201 - the container's own output
    finally:
        os._exit(_CANNOT_RUN)


def _die_with(parent: int) -> None:
    # Where the kernel can do it, also when this process itself is killed.
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(_CANNOT_RUN)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value)


def _supervise(child: int, signals: int) -> int:
    with selectors.DefaultSelector() as selector:
        selector.register(0, selectors.EVENT_READ)
        selector.register(signals, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                data = os.read(key.fd, 512)
                if key.fd == 0:
                    if not data:
                        return 128 + signal.SIGKILL
                elif (code := _handle(child, data)) is not None:
                    return code


def _handle(child: int, numbers: bytes) -> int | None:
    for number in numbers:
        if number != signal.SIGCHLD:
            os.kill(child, signal.SIGTERM)
    while True:
        ended, status = os.waitpid(-1, os.WNOHANG)
        if ended == child:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code
        if ended == 0:
            return None


def _kill_all(child: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    # Each one that dies may leave orphans, which this process adopts in turn.
    while remaining := _children():
        for pid in remaining:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _children() -> list[int]:
    try:
        with open(f"/proc/self/task/{os.getpid()}/children") as file:  # noqa: PTH123 - pathlib is slow to import
            return [int(pid) for pid in file.read().split()]
    except OSError:
        return []  # not Linux


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
