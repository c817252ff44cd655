"""AWS services in memory, for code that calls boto3."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lockgate.aws import Target


def refusal(code: str, message: str = "", **more: Any) -> ClientError:
    """What boto3 raises for an error of AWS."""
    answer: Any = {"Error": {"Code": code, "Message": message}, **more}
    return ClientError(answer, "Operation")


def install(monkeypatch: pytest.MonkeyPatch, **services: Any) -> None:
    """Let `Target.client` return these; a name is written with _ for -."""
    named: Mapping[str, Any] = {name.replace("_", "-"): fake for name, fake in services.items()}
    monkeypatch.setattr(Target, "client", lambda _, service, **__: named[service])


class FakeStacks:
    """CloudFormation with one stack."""

    def __init__(self, name: str, **outputs: str) -> None:
        self.name = name
        self.outputs = outputs

    def describe_stacks(self, *, StackName: str) -> dict[str, Any]:  # noqa: N803 - boto3's names
        if StackName != self.name:
            raise refusal("ValidationError", f"Stack with id {StackName} does not exist")
        outputs = [{"OutputKey": key, "OutputValue": v} for key, v in self.outputs.items()]
        return {"Stacks": [{"Outputs": outputs}]}


class FakeObjects:
    """S3 with objects by `BUCKET/KEY`."""

    def __init__(self, **objects: bytes) -> None:
        self.objects: dict[str, bytes] = dict(objects)

    def put_object(self, *, Bucket: str, Key: str, Body: bytes, **_: Any) -> None:  # noqa: N803
        self.objects[f"{Bucket}/{Key}"] = Body

    def get_object(self, *, Bucket: str, Key: str) -> dict[str, Any]:  # noqa: N803
        if f"{Bucket}/{Key}" not in self.objects:
            raise refusal("NoSuchKey")
        return {"Body": BytesIO(self.objects[f"{Bucket}/{Key}"])}


ANSWER = {
    "model": "tiny",
    "choices": [{"message": {"content": "Hi there"}, "finish_reason": "stop"}],
    "usage": {"completion_tokens": 8},
}


class AsyncRuntime:
    """Answers each request at once, into S3."""

    def __init__(self, objects: FakeObjects, *, failure: str | None = None) -> None:
        self.objects = objects
        self.failure = failure
        self.sent: dict[str, Any] = {}

    def invoke_endpoint_async(self, **sent: Any) -> dict[str, Any]:
        self.sent = sent
        if self.failure:
            self.objects.objects["ours/failure"] = self.failure.encode()
        else:
            self.objects.objects["ours/result"] = json.dumps(ANSWER).encode()
        return {
            "InferenceId": sent["InferenceId"],
            "OutputLocation": "s3://ours/result",
            "FailureLocation": "s3://ours/failure",
        }


class FakeLog:
    """The line that the container wrote about any inference."""

    def filter_log_events(self, *, filterPattern: str, **_: Any) -> dict[str, Any]:  # noqa: N803
        line = {"request_id": filterPattern.strip('"'), "latency_ms": 2000}
        return {"events": [{"message": json.dumps(line)}]}


class FakeRuntime:
    """SageMaker's runtime, which says `Hi there` to everybody."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def invoke_endpoint(self, **sent: Any) -> dict[str, Any]:
        self.sent.append(sent)
        return {"Body": BytesIO(json.dumps(ANSWER).encode())}

    def invoke_endpoint_with_response_stream(self, **sent: Any) -> dict[str, Any]:
        self.sent.append(sent)
        pieces = [{"choices": [{"delta": {"content": text}}]} for text in ("Hi", " there")]
        lines = [f"data: {json.dumps(piece)}\n\n".encode() for piece in pieces]
        return {"Body": [{"PayloadPart": {"Bytes": line}} for line in lines]}
