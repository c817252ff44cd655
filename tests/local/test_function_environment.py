"""What a Lambda function of the local AWS finds around it."""

import json
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from tests.local.conftest import LocalAws, running
from tests.local.functions import create_function, package

pytestmark = pytest.mark.local_aws

CODE = """\
import os, sys
import pydantic_core
import yaml

def on(event, context):
    core = sys.modules["pydantic_core._pydantic_core"]
    return {
        "endpoint": os.environ["AWS_ENDPOINT_URL"],
        "region": os.environ["AWS_REGION"],
        "profile": os.environ.get("AWS_PROFILE"),
        "first": sys.path[0],
        "core": core.__file__,
        "checked": pydantic_core.from_json(b'{"a": 1}'),
        "yaml": yaml.__file__,
    }
"""


@pytest.fixture(scope="module")
def aws(echo_project: Path, cache: Path) -> Iterator[LocalAws]:
    """Started in a shell that speaks to another AWS."""
    with pytest.MonkeyPatch.context() as shell:
        shell.setenv("AWS_ENDPOINT_URL", "http://localhost:1")
        shell.setenv("AWS_PROFILE", "production")
        with running(echo_project, cache) as started:
            shell.undo()
            yield started


@pytest.fixture(scope="module")
def answer(aws: LocalAws) -> dict[str, Any]:
    """Of a function whose package holds a compiled library, and a module named as another."""
    files = metadata.distribution("pydantic_core").files or []
    content: dict[str, str | bytes] = {
        str(file): Path(str(file.locate())).read_bytes()
        for file in files
        if "__pycache__" not in file.parts
    }
    content |= {"code_.py": CODE, "yaml.py": "own = True\n"}
    create_function(aws, "packaged", package(content))
    answered = aws.client("lambda").invoke(FunctionName="packaged", Payload=b"{}")
    assert "FunctionError" not in answered
    told: dict[str, Any] = json.loads(answered["Payload"].read())
    return told


def test_its_clients_call_the_local_aws(aws: LocalAws, answer: dict[str, Any]) -> None:
    assert answer["endpoint"] == f"http://127.0.0.1:{aws.port}"
    assert answer["region"] == "eu-west-1"


def test_it_has_nothing_of_the_shells_own_aws(answer: dict[str, Any]) -> None:
    assert answer["profile"] is None


def test_a_compiled_library_of_its_package_works(answer: dict[str, Any]) -> None:
    assert answer["core"].startswith(answer["first"])
    assert answer["checked"] == {"a": 1}


def test_its_own_modules_come_first(answer: dict[str, Any]) -> None:
    assert answer["yaml"] == f"{answer['first']}/yaml.py"
