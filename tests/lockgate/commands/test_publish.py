"""`lockgate publish`, into the S3 of a local AWS, by a process of its own that can be killed."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lockgate.cli import app
from lockgate.local.state import LocalState, StateFolder
from tests.local.conftest import LocalAws
from tests.lockgate.conftest import BUCKET, write_weights
from tests.lockgate.fakes import FakeStacks, install

ENDPOINT = """\
account: "000000000000"
region: eu-west-1
images: local
endpoints:
  many: {kind: multi-model, models: [tiny@1], instance: ml.m5.large}
"""
KILLED = """
import os, signal, sys
from lockgate.publishing import uploads
send = uploads.Uploader._send
def killed(self, upload, part):
    if part.number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return send(self, upload, part)
uploads.Uploader._send, uploads.AT_ONCE = killed, 1
from lockgate.cli import main
main()
"""
"""Publishes one part at a time, and dies with the third."""


@pytest.fixture
def many(kinds: Path, aws: LocalAws, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A multi-model endpoint whose stack names a prefix of this test; returns its key."""
    (kinds / "environments" / "local.yaml").write_text(ENDPOINT)
    write_weights(kinds, os.urandom(30_000_000))
    monkeypatch.setenv("LOCKGATE_CACHE", str(kinds / "cache"))
    key = f"{kinds.name}/"
    template = {
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {"ModelsPrefix": {"Value": f"s3://{BUCKET}/{key}"}},
    }
    cloudformation = aws.client("cloudformation")
    cloudformation.create_stack(StackName="lockgate-local-many", TemplateBody=json.dumps(template))
    cloudformation.get_waiter("stack_create_complete").wait(
        StackName="lockgate-local-many", WaiterConfig={"Delay": 0.1, "MaxAttempts": 600}
    )
    folder = StateFolder(kinds)
    with folder.lock():
        folder.write(LocalState(1, aws.port, aws.url, "now"))
        yield key
    cloudformation.delete_stack(StackName="lockgate-local-many")
    cloudformation.get_waiter("stack_delete_complete").wait(
        StackName="lockgate-local-many", WaiterConfig={"Delay": 0.1, "MaxAttempts": 600}
    )


def lockgate(*code: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *(code or ["-m", "lockgate"]), "publish", "tiny", "local/many"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.local_aws
def test_model_is_published_and_the_way_to_ask_it_is_told(many: str, aws: LocalAws) -> None:
    done = lockgate()

    assert done.returncode == 0, done.stderr
    assert "tiny@2 is published to local/many" in done.stdout
    assert "lockgate invoke local/many --target-model tiny@2" in done.stdout
    assert aws.client("s3").head_object(Bucket=BUCKET, Key=f"{many}tiny-2.tar.gz")


@pytest.mark.local_aws
def test_killed_upload_is_continued_by_the_next_run(many: str, aws: LocalAws) -> None:
    killed = lockgate("-c", KILLED)
    assert killed.returncode == -signal.SIGKILL, killed.stderr

    again = lockgate()

    assert "continuing: 16.8 MB of 30.0 MB arrived before" in again.stderr
    assert "tiny@2 is published" in again.stdout


@pytest.mark.local_aws
def test_second_run_uploads_nothing(many: str) -> None:
    lockgate()

    assert "was published to local/many before; nothing was uploaded" in lockgate().stdout


def said(*arguments: str) -> str:
    return str(CliRunner().invoke(app, ["publish", *arguments]).exception)


def test_unknown_endpoint_is_a_mistake(kinds: Path) -> None:
    assert said("tiny", "kinds/man").startswith("environment 'kinds' has no endpoint 'man'")


def test_endpoint_of_another_kind_is_a_mistake(kinds: Path) -> None:
    assert "models are published to multi-model endpoints only" in said("tiny", "kinds/chat")


def test_endpoint_that_is_not_deployed_is_a_mistake(
    kinds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, cloudformation=FakeStacks("another"))

    assert said("tiny", "kinds/many").endswith("deploy it: lockgate deploy kinds many")


def test_local_aws_that_does_not_run_is_a_mistake(kinds: Path) -> None:
    (kinds / "environments" / "local.yaml").write_text(ENDPOINT)

    assert "the local AWS is not running" in said("tiny", "local/many")
