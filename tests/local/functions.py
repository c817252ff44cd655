"""Lambda functions of the tests, on a running local AWS."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from tests.local.conftest import LocalAws

ACCOUNT = "000000000000"
REGION = "eu-west-1"


def arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


def package(files: Mapping[str, str | bytes]) -> bytes:
    """A deployment package."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def create_function(
    aws: LocalAws, name: str, code: str | bytes, *, timeout_s: int = 30, handler: str = "code_.on"
) -> str:
    """Make a function of a package, or of one file; returns its ARN."""
    zipped = code if isinstance(code, bytes) else package({"code_.py": code})
    made = aws.client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.11",
        Role=f"arn:aws:iam::{ACCOUNT}:role/{name}",
        Handler=handler,
        Code={"ZipFile": zipped},
        Timeout=timeout_s,
    )
    function: str = made["FunctionArn"]
    return function


def create_role(aws: LocalAws, name: str, service: str) -> str:
    """Make a role that a service may assume; returns its ARN."""
    trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    made = aws.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=document)
    role: str = made["Role"]["Arn"]
    return role


def create_bucket(aws: LocalAws, name: str) -> None:
    location = {"LocationConstraint": REGION}
    aws.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=location)


def objects(aws: LocalAws, bucket: str, prefix: str = "") -> list[Any]:
    """The JSON objects of a bucket, in the order of their keys."""
    s3 = aws.client("s3")
    listed = s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])
    return [
        json.loads(s3.get_object(Bucket=bucket, Key=one["Key"])["Body"].read()) for one in listed
    ]
