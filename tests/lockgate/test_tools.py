from pathlib import Path

import pytest

from lockgate.errors import CommandError
from lockgate.tools import require_cdk, require_node


def test_missing_node_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(CommandError, match=r"Node.js is not installed.*install Node.js 20"):
        require_node()


def test_missing_cdk_says_how_to_install_it(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"the CDK CLI is not installed.*run `npm ci` in"):
        require_cdk(tmp_path)


def test_installed_cdk_is_the_one_of_the_project(project_root: Path, cdk: Path) -> None:
    assert require_cdk(project_root) == cdk
