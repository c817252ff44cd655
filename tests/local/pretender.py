"""A program that lives and dies like a local AWS with one container, without the weight."""

import sys

import pytest

from lockgate.local import detached

PRETENDER = """
import os, signal, subprocess, sys
from pathlib import Path
from lockgate.local.state import LocalState, StateFolder
folder = StateFolder(Path.cwd())
with folder.lock():
    container = subprocess.Popen(["sleep", "60"], start_new_session=True)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    folder.write(LocalState(os.getpid(), 1, "http://localhost:1", "now"))
    signal.sigwait({signal.SIGTERM})
    container.terminate()
"""
STUBBORN = PRETENDER.replace("container.terminate()", "pass")
"""Forgets its container."""


def pretend(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a detached start run this code."""
    monkeypatch.setattr(detached, "up_command", lambda *_: [sys.executable, "-c", code])
