"""docs/your-own-handler.md, followed as it is written, in a copy of the project."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from lockgate.local.ports import free_port
from tests.e2e.conftest import copy_project, require_cdk
from tests.local.conftest import ROOT

PAGE = (ROOT / "docs" / "your-own-handler.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"`([\w/.-]+)`:\n\n```\w+\n(.*?)```", PAGE, re.DOTALL))
[COMMANDS] = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
[SAID] = re.findall(r"```\n(\{.*?)```", PAGE, re.DOTALL)
PORT = "4566"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project with the files of the page."""
    copy_project(tmp_path)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_it_is_thirty_lines() -> None:
    lines = [line for text in FILES.values() for line in text.splitlines() if line]
    assert len(lines) == 30


@pytest.mark.local_aws
def test_endpoint_says_what_the_page_says(project: Path) -> None:
    require_cdk()
    port = str(free_port())
    commands = COMMANDS.replace(PORT, port).replace("--detach", f"--detach --port {port}")
    try:
        done = run(f"set -e\n{commands}", project)
    finally:
        run("lockgate local down", project)
    assert SAID in done.stdout, done.stdout
    assert done.returncode == 0, done.stdout


def run(commands: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run commands as a user does who has activated the project's environment."""
    variables = {"PATH": f"{ROOT}/.venv/bin:{os.environ['PATH']}", "COLUMNS": "200"}
    return subprocess.run(
        ["bash", "-c", commands],
        cwd=folder,
        env=os.environ | variables,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
