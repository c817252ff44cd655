"""The project's own app, deployed to a local AWS by the real CDK CLI."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from infra.config.artifacts import default_cache
from tests.local.conftest import REGION, ROOT, LocalAws, running

CDK = ROOT / "node_modules" / ".bin" / "cdk"
COPIED = (
    *("app.py", "cdk.json", "infra", "functions", "containers", "inference_code"),
    *("models", "environments"),
)


@dataclass(frozen=True)
class Project:
    """A copy of the project whose environments a test may change."""

    root: Path
    aws: LocalAws

    def configure(self, text: str = "") -> None:
        """Write the environment `local` anew: dev on this machine, with these lines."""
        head = 'extends: dev\naccount: "000000000000"\nimages: local\n'
        (self.root / "environments" / "local.yaml").write_text(head + text)

    def cdk(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run the CDK CLI as the documentation says."""
        variables = {
            "AWS_ENDPOINT_URL": self.aws.url,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION,
        }
        app = ["--app", f"{sys.executable} app.py", "-c", "environment=local"]
        return subprocess.run(
            [str(CDK), *arguments, *app],
            cwd=self.root,
            env=os.environ | variables,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    require_cdk()
    root = tmp_path_factory.mktemp("project")
    copy_project(root)
    with running(root, default_cache(os.environ)) as aws:
        yield Project(root, aws)


def require_cdk() -> None:
    """Skip a test where there is no CDK CLI."""
    if not CDK.exists() or shutil.which("node") is None:
        pytest.skip("the CDK CLI is not installed: run npm ci with Node.js 20 or newer")


def copy_project(root: Path) -> None:
    """Copy what is deployed to a folder, where a test may change it."""
    compiled = shutil.ignore_patterns("__pycache__")  # others write and rename there meanwhile
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name, ignore=compiled)
        else:
            shutil.copy(ROOT / name, root / name)
    (root / "node_modules").symlink_to(ROOT / "node_modules")


def bootstrap(project: Project) -> None:
    """Prepare the account for the CDK."""
    done = project.cdk("bootstrap", f"aws://000000000000/{REGION}")
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def deployed(project: Project) -> Project:
    """The stacks of the environment `local`."""
    bootstrap(project)
    done = project.cdk("deploy", "local/*", "--concurrency", "4", "--require-approval", "never")
    assert done.returncode == 0, done.stdout
    return project
