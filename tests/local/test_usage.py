import os
import subprocess
import sys

import pytest

from lockgate.local.usage import Usage, machine_memory, seconds, usage_of


def test_a_process_takes_memory_and_time() -> None:
    usage = usage_of([os.getpid()])[os.getpid()]
    assert usage.cpu_s > 0
    assert 1 << 20 < usage.memory_bytes < machine_memory()


def test_what_descendants_take_counts() -> None:
    alone = usage_of([os.getpid()])[os.getpid()].memory_bytes
    command = [sys.executable, "-c", "print(flush=True); input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        both = usage_of([os.getpid()])[os.getpid()].memory_bytes
        child.kill()
    assert both > alone


def test_a_process_that_has_ended_takes_nothing() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert usage_of([ended.pid]) == {ended.pid: Usage()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("02:03.50", 123.5), ("0:00.07", 0.07), ("01:02:03", 3723), ("1-02:03:04", 93784)],
)
def test_times_of_ps_are_read(text: str, expected: float) -> None:
    assert seconds(text) == expected
