"""AWS services in memory, for code that calls boto3."""

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
