"""A function that is killed in the midst of a batch, once."""

from typing import Any

import pytest

from tests.local.conftest import LocalAws
from tests.observability.lines import requests
from tests.observability.pipeline import Endpoint, Pipeline, ids_of

pytestmark = pytest.mark.local_aws
RECORDS = 30
FRAGILE = """\
import itertools, os, signal
import boto3
from functions.metrics import handler, store

ONCE = "killed"
storing, publishing = itertools.count(1), itertools.count(1)
keep, write = store.Store.keep, handler.write

def step(name, number):
    if f"{name} {number}" != os.environ["KILLED_AT"]:
        return
    s3, bucket = boto3.client("s3"), os.environ["RECORDS_BUCKET"]
    if not s3.list_objects_v2(Bucket=bucket, Prefix=ONCE)["KeyCount"]:
        s3.put_object(Bucket=bucket, Key=ONCE, Body=b"")
        os.kill(os.getpid(), signal.SIGKILL)

def keeping(self, reading):
    step("storing", next(storing))
    return keep(self, reading)

def writing(lines):
    step("publishing", next(publishing))
    write(lines)

store.Store.keep, handler.write = keeping, writing
on_records = handler.on_records
"""


@pytest.mark.parametrize("when", ["storing 1", "storing 25", "publishing 1"])
def test_a_function_that_is_killed_when(
    aws: LocalAws, settings: dict[str, Any], name: str, when: str
) -> None:
    variables = {"KILLED_AT": when}
    pipeline = Pipeline(aws, name).deploy(
        settings, variables, handler="fragile.on_records", fragile=FRAGILE
    )
    endpoint = Endpoint(pipeline, name)
    data = requests(name, RECORDS)
    endpoint.put(*data)
    endpoint.settle()
    assert pipeline.keys("killed") == ["killed"]
    assert endpoint.stored() == ids_of(data)
    assert endpoint.sum("Requests") == 2 * RECORDS
    assert not endpoint.quarantined()
    assert not pipeline.given_up()
