"""Every line that a Python function prints reaches its log, however busy the machine is.

MiniStack waits 50 ms for the lines of an invocation. Later ones come with the next invocation of
that process, or never if it was the last one: metrics that the function printed are lost then.
Here the process says where the lines of an invocation end.
"""

import queue
import time
from collections.abc import Callable
from typing import Any

END = "lockgate: end of the lines of an invocation"
LONGEST_S = 30.0
"""How long the end may take to come: it is written before the answer, so this is for a machine that
stands still, and for a process that has died while another holds its pipe."""
_ANSWER = "        _real_stdout.flush()\n\nrun()\n"
"""Where MiniStack's program sends the answer of an invocation."""


class FunctionLogs:
    """Puts the end into the program that runs functions, and waits for it."""

    def __init__(self, runtime: Any) -> None:
        """`runtime` is MiniStack's module of Lambda runtimes."""
        program: str = runtime._PYTHON_WORKER_SCRIPT
        if program.count(_ANSWER) != 1:
            raise RuntimeError("MiniStack's program for Python functions is not the one we know")
        say = f"        print({END!r}, file=sys.__stderr__, flush=True)\n"
        runtime._PYTHON_WORKER_SCRIPT = program.replace(_ANSWER, say + _ANSWER)
        bounded, present = runtime.Worker._drain_stderr_bounded, runtime.Worker._drain_stderr
        runtime.Worker._drain_stderr_bounded = _of_python(until_end, others=bounded)
        runtime.Worker._drain_stderr = _of_python(until_death, others=present)


def _of_python(
    drain: Callable[[Any], list[str]], *, others: Callable[..., str]
) -> Callable[..., str]:
    def drained(worker: Any, *arguments: Any, **options: Any) -> str:
        if not worker.config.get("Runtime", "").startswith("python"):
            return others(worker, *arguments, **options)
        return "\n".join(drain(worker))

    return drained


def until_death(worker: Any) -> list[str]:
    """The lines of a process that was killed, because its time was over."""
    worker._stderr_thread.join(LONGEST_S)
    return until_end(worker)


def until_end(worker: Any, *, clock: Callable[[], float] = time.monotonic) -> list[str]:
    """The lines of an invocation; all that there are if the process died before their end."""
    lines: list[str] = []
    until = clock() + LONGEST_S
    while clock() < until:
        is_over = not worker._stderr_thread.is_alive()
        try:
            line: str = worker._stderr_queue.get(timeout=0 if is_over else 0.05)
        except queue.Empty:
            if is_over:
                break
            continue
        if line == END:
            break
        lines.append(line)
    return lines
