"""An environment with an endpoint of each kind, deployed by the CDK CLI to a local AWS."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.config.artifacts import default_cache
from tests.e2e.conftest import Project, bootstrap, copy_project, require_cdk
from tests.local.conftest import running

WEIGHTS = b"an engine without a model needs no weights"
CARD = f"""\
name: told
task: chat
license: Apache-2.0
architecture: {{parameters: 1000, layers: 1, kv_heads: 1, head_dim: 8, max_context: 8192}}
releases:
  1:
    source: file:models/told.bin
    sha256: {hashlib.sha256(WEIGHTS).hexdigest()}
    container: told
    settings: {{context_length: 4096, parallel_requests: 8}}
"""
ENVIRONMENT = """\
account: "000000000000"
region: eu-west-1
images: local
network: {vpc: none}
endpoints:
  talk:
    kind: realtime
    instance: ml.c5.large
    variants:
      a: {model: told@1, weight: 3}
      b: {model: told@1, weight: 1}
    slo: {ttft_p95: 1s, error_rate: 1%}
  kept:
    kind: realtime
    model: told@1
    instance: ml.c5.large
    capture: {percent: 100, redact: {patterns: ["KEPT[0-9a-f]+"], drop_keys: [user]}}
  later: {kind: async, model: told@1, instance: ml.c5.large, scale: {min: 1, max: 1}}
  draft: {kind: serverless, model: told@1, memory_mb: 1024, max_concurrency: 2}
  library: {kind: multi-model, models: [told@1], instance: ml.c5.large}
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All files of the local AWS are below it: the project, and what is temporary."""
    return tmp_path_factory.mktemp("stage")


@pytest.fixture(scope="session")
def observed(folder: Path) -> Iterator[Project]:
    """The deployed environment. Waits are a tenth of AWS's."""
    require_cdk()
    root, temporary = folder / "project", folder / "temporary"
    for each in (root, temporary):
        each.mkdir()
    write_project(root)
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(temporary)
    try:
        with running(root, default_cache(os.environ), time_scale=10) as aws:
            yield deployed(Project(root, aws))
    finally:
        os.environ.pop("TMPDIR")
        if before is not None:
            os.environ["TMPDIR"] = before


def write_project(root: Path) -> None:
    """Copy the project, and add a container whose engine does what it is told."""
    copy_project(root)
    container, handlers = root / "containers" / "told", root / "inference_code" / "handlers"
    container.mkdir()
    for name in ("Dockerfile", "requirements.txt"):
        text = (root / "containers" / "llamacpp" / name).read_text()
        (container / name).write_text(text.replace("=llamacpp", "=told"))
    known = '_HANDLERS = {"told": "inference_code.handlers.told:Told", '
    index = handlers / "__init__.py"
    index.write_text(index.read_text().replace("_HANDLERS = {", known))
    (handlers / "told.py").write_text(Path(__file__).with_name("told.py").read_text())
    (root / "models" / "told.yaml").write_text(CARD)
    (root / "models" / "told.bin").write_bytes(WEIGHTS)
    (root / "environments" / "local.yaml").write_text(ENVIRONMENT)


def deployed(project: Project) -> Project:
    bootstrap(project)
    done = project.cdk("deploy", "local/*", "--concurrency", "4", "--require-approval", "never")
    assert done.returncode == 0, done.stdout
    return project
