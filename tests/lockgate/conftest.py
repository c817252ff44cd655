import hashlib
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.local.conftest import LocalAws, running

CARD = """\
name: tiny
task: chat
license: apache-2.0
architecture: {parameters: 1000, layers: 1, kv_heads: 1, head_dim: 8, max_context: 64}
releases:
  1:
    source: s3://weights-of-ours/tiny.gguf
    container: llamacpp
    settings: {context_length: 64}
"""
ENDPOINTS = """\
region: eu-west-1
endpoints:
  chat: {kind: realtime, model: tiny@1, instance: ml.m5.large}
"""
KINDS = """\
account: "111122223333"
region: eu-west-1
endpoints:
  chat: {kind: realtime, model: tiny@1, instance: ml.m5.large, shadow: {model: tiny@2}}
  pair:
    kind: realtime
    instance: ml.m5.large
    variants: {a: {model: tiny@1}, b: {model: tiny@2}}
  later: {kind: async, model: tiny@1, instance: ml.m5.large}
  burst: {kind: serverless, model: tiny@1, memory_mb: 2048, max_concurrency: 7}
  many: {kind: multi-model, models: [tiny@1], instance: ml.m5.large}
"""
BUCKET = "models-of-ours"
WEIGHTS = b"weights" * 1000
MANY_MODELS = "FROM scratch\nLABEL com.amazonaws.sagemaker.capabilities.multi-models=true\n"


def two_releases(weights: bytes) -> str:
    """The model card with two releases, of one file of the project."""
    header, _, _ = CARD.partition("releases:")
    release = (
        f"    source: file:weights/tiny.gguf\n    sha256: {hashlib.sha256(weights).hexdigest()}\n"
        "    container: llamacpp\n    settings: {context_length: 64}\n"
    )
    return f"{header}releases:\n  1:\n{release}  2:\n{release}"


def write_weights(root: Path, weights: bytes) -> None:
    """Give both releases of the model these weights."""
    (root / "models" / "tiny.yaml").write_text(two_releases(weights))
    (root / "weights" / "tiny.gguf").write_bytes(weights)


@pytest.fixture
def project_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project, and the current folder; its environments are `local` and `dev`."""
    (tmp_path / "cdk.json").write_text("{}")
    (tmp_path / "containers" / "llamacpp").mkdir(parents=True)
    (tmp_path / "containers" / "llamacpp" / "Dockerfile").write_text("FROM scratch\n")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "tiny.yaml").write_text(CARD)
    (tmp_path / "environments").mkdir()
    dev = f'account: "111122223333"\n{ENDPOINTS}'
    (tmp_path / "environments" / "dev.yaml").write_text(dev)
    local = f'account: "000000000000"\nimages: local\n{ENDPOINTS}'
    (tmp_path / "environments" / "local.yaml").write_text(local)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


@pytest.fixture
def kinds(project_root: Path) -> Path:
    """The small project with an environment `kinds`, which has an endpoint of each kind."""
    (project_root / "environments" / "kinds.yaml").write_text(KINDS)
    (project_root / "containers" / "llamacpp" / "Dockerfile").write_text(MANY_MODELS)
    (project_root / "weights").mkdir()
    write_weights(project_root, WEIGHTS)
    return project_root


@pytest.fixture
def cdk(project_root: Path) -> Path:
    """A CDK CLI of the project that only prints its arguments and environment."""
    path = project_root / "node_modules" / ".bin" / "cdk"
    path.parent.mkdir(parents=True)
    path.write_text('#!/bin/sh\necho "$@"\n')
    path.chmod(0o755)
    return path


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    """A local AWS with an empty project."""
    root = tmp_path_factory.mktemp("empty")
    (root / "cdk.json").write_text("{}")
    with running(root, tmp_path_factory.mktemp("cache")) as local_aws:
        local_aws.client("s3").create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )
        yield local_aws


@pytest.fixture
def heard_signals() -> Iterator[None]:
    """SIGHUP and SIGINT have their effect, though the tests may run where both are ignored."""
    hangup = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    interrupt = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGHUP, hangup)
    signal.signal(signal.SIGINT, interrupt)
