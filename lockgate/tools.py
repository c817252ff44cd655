"""The programs beside Python that Lockgate runs: Node.js and the pinned CDK CLI."""

import shutil
from pathlib import Path

from lockgate.errors import CommandError

MINIMUM_NODE = (20, 0, 0)
INSTALL_NODE = "install Node.js 20 or newer from https://nodejs.org"


def require_node() -> str:
    """Return the path of Node.js.

    Raises:
        CommandError: it is not on the PATH.
    """
    if node := shutil.which("node"):
        return node
    raise CommandError("Node.js is not installed (no `node` on the PATH)", fix=INSTALL_NODE)


def cdk_path(root: Path) -> Path:
    """Return where `npm ci` puts the pinned CDK CLI of a project."""
    return root / "node_modules" / ".bin" / "cdk"


def require_cdk(root: Path) -> Path:
    """Return the path of the pinned CDK CLI.

    Raises:
        CommandError: it, or Node.js under it, is not installed.
    """
    require_node()
    cdk = cdk_path(root)
    if cdk.exists():
        return cdk
    raise CommandError(
        "the CDK CLI is not installed (no node_modules/.bin/cdk)",
        fix=f"run `npm ci` in {root}",
    )
