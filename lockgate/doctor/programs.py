"""The programs: Python, pip, Node.js, npm and the CDK CLI."""

import importlib.util
import json
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

from lockgate.doctor.findings import Finding
from lockgate.tools import INSTALL_NODE, MINIMUM_NODE, cdk_path

MINIMUM_PYTHON = (3, 11)


def check_python() -> Finding:
    """Check the version of the Python that runs this."""
    version = platform.python_version()
    if sys.version_info >= MINIMUM_PYTHON:
        return Finding("Python", "ok", version)
    return Finding(
        "Python", "missing", f"{version}; 3.11 or newer is needed", "install Python 3.11"
    )


def check_pip() -> Finding:
    """Check for pip, which fetches models and fills the environments of containers."""
    if importlib.util.find_spec("pip"):
        return Finding("pip", "ok", run([sys.executable, "-m", "pip", "--version"]).split()[1])
    return Finding("pip", "missing", "not installed", "python -m ensurepip --upgrade")


def check_node() -> Finding:
    """Check the version of Node.js, on which the CDK runs."""
    found = run(["node", "--version"]).strip().removeprefix("v")
    if not found:
        return Finding("Node.js", "missing", "not on the PATH", INSTALL_NODE)
    if parse_version(found) < MINIMUM_NODE:
        return Finding("Node.js", "missing", f"{found}; 20 or newer is needed", INSTALL_NODE)
    return Finding("Node.js", "ok", found)


def check_npm() -> Finding:
    """Check for npm, which installs the CDK CLI."""
    found = run(["npm", "--version"]).strip()
    if found:
        return Finding("npm", "ok", found)
    return Finding("npm", "missing", "not on the PATH", "it comes with Node.js: reinstall that")


def check_cdk(root: Path) -> Finding:
    """Check that the installed CDK CLI is the one that package.json pins."""
    package = json.loads((root / "package.json").read_text())
    pinned = package["devDependencies"]["aws-cdk"]
    cdk = cdk_path(root)
    if not cdk.exists():
        return Finding("CDK CLI", "missing", "no node_modules/.bin/cdk", "npm ci")
    found = run([str(cdk), "--version"]).partition(" ")[0].strip()
    if found != pinned:
        return Finding("CDK CLI", "missing", f"{found}; package.json pins {pinned}", "npm ci")
    return Finding("CDK CLI", "ok", f"{found}, as pinned")


def parse_version(text: str) -> tuple[int, ...]:
    """Read `20.11.1` as numbers."""
    return tuple(int(number) for number in re.findall(r"\d+", text)[:3])


def run(command: list[str]) -> str:
    """Return what a program prints; nothing if it does not exist or fails."""
    if shutil.which(command[0]) is None:
        return ""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""
