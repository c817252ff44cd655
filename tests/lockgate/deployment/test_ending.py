"""What is left of the CDK CLI and the app under it when `lockgate deploy` is told to end."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

# Both processes hold the pipe open, so that its end is the end of both.
CDK = """
import os, signal, sys
os.open(sys.argv[1], os.O_WRONLY)
if os.fork():
    print("ready", flush=True)
while True:
    signal.pause()
"""
DEPLOY = """
import sys
from functools import partial
from pathlib import Path
from lockgate.deployment.command_line import CommandLine
from lockgate.deployment.runner import run_in_terminal, run_watched
command = CommandLine([sys.executable, "-c", *sys.argv[1:]], Path.cwd())
"""
WATCHED = "run_watched(command, log=Path('log'), on_line=partial(print, flush=True))"
IN_TERMINAL = "run_in_terminal(command)"


@pytest.mark.usefixtures("heard_signals")
@pytest.mark.parametrize("run", [WATCHED, IN_TERMINAL])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_no_process_is_left_after_a_signal(
    tmp_path: Path, run: str, number: signal.Signals
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    command = [sys.executable, "-c", DEPLOY + run, CDK, str(pipe)]

    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as deploy:
        assert deploy.stdout is not None
        assert deploy.stdout.readline() == b"ready\n"
        deploy.send_signal(number)

    assert os.read(reader, 1) == b""  # BlockingIOError if a process still had the other end
    os.close(reader)
