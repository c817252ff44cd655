"""What users write and models answer is stored nowhere, but where the environment says so.

The engine repeats what a prompt wants it to say, so that a secret is in prompts and in answers.
"""

import base64
import json
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Project
from tests.local.polling import until
from tests.local.stacks import FAST
from tests.observability.pipeline import contents, read
from tests.observability.stage.load import Client
from tests.observability.stage.stores import everything

pytestmark = pytest.mark.local_aws
CAPTURED = 2
"""Requests that are answered; an error of a container is no inference to SageMaker."""
LIBRARY = {"TargetModel": "told-1.tar.gz"}


def forms(secret: str) -> list[bytes]:
    """The secret as it is, and as base64 has it wherever it begins."""
    shifted = (base64.b64encode(b"-" * shift + secret.encode()) for shift in range(3))
    # Characters at both ends depend on what is beside them.
    return [secret.encode(), *(one[4:-4] for one in shifted)]


def places(project: Project, folder: Path, secrets: Iterable[str]) -> set[str]:
    """Where any of the secrets is."""
    needles = [form for secret in secrets for form in forms(secret)]
    found = everything(project.aws, folder)
    return {place for place, text in found if any(needle in text for needle in needles)}


def ask_in_every_way(client: Client, secret: str, **members: Any) -> None:
    """Plain and streamed requests with a secret, good ones and such that fail."""
    told = {"say": f"hello {secret} again", "note": secret}
    client.answers.append(client.ask(told, **members))
    assert secret in client.answers[-1].text
    wrong: list[dict[str, Any]] = [
        {"messages": [{"role": "user", "content": 7}], "user": secret},
        {"messages": [{"role": "user", "content": secret}], secret: 1},
        {"messages": [{"role": "user", "content": json.dumps({"say": secret, "status": 500})}]},
    ]
    bodies = [*(json.dumps(one).encode() for one in wrong), f'{{"broken": {secret}'.encode()]
    client.answers += [client.send(body, **members) for body in bodies]


def settled(client: Client) -> None:
    """Wait until the pipeline has counted all requests of an endpoint."""
    names = {"EndpointName": client.name, "VariantName": "primary"}
    before = len(client.answers)
    until(lambda: sum(read(client.project.aws, "Requests", "Sum", names)) >= before)


@pytest.fixture(scope="module")
def secret(observed: Project) -> str:
    """Has been in requests of every kind to endpoints that capture nothing."""
    secret = f"PLANTED{uuid.uuid4().hex}"
    talk = Client(observed, "talk")
    ask_in_every_way(talk, secret)
    streamed = talk.ask({"say": f"hello {secret}", "stream": True})
    assert secret in streamed.text
    kinds: dict[str, dict[str, Any]] = {"draft": {}, "library": LIBRARY}
    for endpoint, members in kinds.items():
        client = Client(observed, endpoint)
        ask_in_every_way(client, secret, **members)
        settled(client)
    return secret


def test_without_capture_no_text_is_stored(observed: Project, folder: Path, secret: str) -> None:
    assert places(observed, folder, [secret]) == set()


def test_search_finds_what_is_there(observed: Project, folder: Path) -> None:
    """Else that nothing is found would say nothing."""
    lines = places(observed, folder, ["inference", '"lockgate":'])
    assert {place.partition(" ")[0].partition(":")[0] for place in lines} >= {"log", "stream", "s3"}


def test_async_texts_are_where_their_owner_wants_them(observed: Project, folder: Path) -> None:
    """SageMaker keeps inputs and results in the bucket of results: they are the interface."""
    secret = f"ASYNC{uuid.uuid4().hex}"
    told = json.dumps({"say": f"hello {secret}"})
    body = json.dumps({"messages": [{"role": "user", "content": told}]})
    answer = Client(observed, "later").runtime.invoke_endpoint_async(
        EndpointName="local-later", Body=body, ContentType="application/json"
    )
    s3 = observed.aws.client("s3")
    bucket, _, key = answer["OutputLocation"].removeprefix("s3://").partition("/")
    s3.get_waiter("object_exists").wait(Bucket=bucket, Key=key, WaiterConfig=FAST)
    found = places(observed, folder, [secret])
    assert f"s3://{bucket}/{key}" in found
    assert {place.rpartition("/")[0] for place in found} <= {
        f"s3://{bucket}/{'/'.join(key.split('/')[:-1])}",
        f"s3://{bucket}/async-inputs/local-later",
    }


@pytest.fixture(scope="module")
def kept(observed: Project) -> str:
    """Has been in requests to an endpoint that captures, and takes such secrets out."""
    secret = f"KEPT{uuid.uuid4().hex}"
    client = Client(observed, "kept")
    ask_in_every_way(client, secret)
    assert secret in client.ask({"say": f"hello {secret}", "stream": True}).text
    until(lambda: len(redacted(observed)) == CAPTURED)
    until(lambda: not captured(observed, "captures/"))
    return secret


def redacted(project: Project) -> list[Any]:
    """Captured records out of which a secret was taken."""
    return [one for one in captured(project, "redacted/") if "[REDACTED]" in json.dumps(one)]


def captured(project: Project, folder: str) -> list[Any]:
    """Captured records below a folder of their bucket."""
    client = project.aws.client("sagemaker")
    config = client.describe_endpoint(EndpointName="local-kept")["DataCaptureConfig"]
    bucket = config["DestinationS3Uri"].removeprefix("s3://").partition("/")[0]
    files = contents(project.aws, bucket, f"{folder}local-kept/").values()
    return [json.loads(line) for file in files for line in file.splitlines()]


def test_redacted_texts_are_in_no_store(observed: Project, folder: Path, kept: str) -> None:
    assert len(redacted(observed)) == CAPTURED
    assert places(observed, folder, [kept]) == set()
