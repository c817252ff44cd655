"""After a load of known requests CloudWatch has what the client measured."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from tests.e2e.conftest import Project
from tests.local.polling import until
from tests.observability.pipeline import contents, read
from tests.observability.stage.load import Client, known_requests
from tests.observability.stage.outputs import output

pytestmark = pytest.mark.local_aws
REQUESTS = 800
COUNTS = (
    *("Requests", "PromptTokens", "CompletionTokens"),
    *("ClientErrors", "Throttles", "ServerErrors", "Timeouts"),
)
VARIANTS = ("a", "b")
STATISTICS = {
    "TimeToFirstToken": "ttft_ms",
    "Latency": "latency_ms",
    "TimePerOutputToken": "tpot_ms",
}


def counted(project: Project, metric: str, variant: str, endpoint: str = "local-talk") -> float:
    names = {"EndpointName": endpoint, "VariantName": variant}
    return sum(read(project.aws, metric, "Sum", names))


@pytest.fixture(scope="module")
def client(observed: Project) -> Client:
    """Of an endpoint with two variants, after the load, when all of it is counted."""
    asked = Client(observed, "talk")
    asked.ask_all(known_requests(REQUESTS))
    until(lambda: all(is_counted(asked, each) for each in VARIANTS))
    return asked


def is_counted(client: Client, variant: str) -> bool:
    """Whether all that a variant was asked is counted; its models are the last to be."""
    sums = client.sums(variant)
    return counted(client.project, "Requests", variant) >= sums["Requests"] and of_model(
        client.project, variant
    ) >= answered(sums)


def of_model(project: Project, variant: str) -> float:
    """Answered requests that are counted of the only model."""
    names = {"EndpointName": "local-talk", "VariantName": variant, "ModelName": "told"}
    return sum(read(project.aws, "Requests", "Sum", names))


def answered(sums: Counter[str]) -> int:
    """Requests without those that failed."""
    return sums["Requests"] - sum(sums[name] for name in COUNTS[3:])


def records(project: Project, variant: str) -> Iterator[dict[str, Any]]:
    """The lines that are stored of a variant."""
    for body in contents(project.aws, output(project, "RecordsBucketName"), "records/").values():
        envelope = json.loads(gzip.decompress(body))
        place = f"{envelope['logGroup']} {envelope['logStream']}"
        if place.startswith(f"/aws/sagemaker/Endpoints/local-talk {variant}/"):
            yield from (json.loads(event["message"]) for event in envelope["logEvents"])


@pytest.mark.parametrize("variant", VARIANTS)
def test_counts_and_tokens_are_the_clients(client: Client, variant: str) -> None:
    sums = client.sums(variant)
    assert sums["Requests"] > REQUESTS / 10
    found = {name: counted(client.project, name, variant) for name in COUNTS}
    assert found == {name: sums[name] for name in COUNTS}


def test_each_request_is_stored_once(client: Client) -> None:
    ids = [line["request_id"] for each in VARIANTS for line in records(client.project, each)]
    assert len(ids) == len(set(ids)) == len(client.answers)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("metric", STATISTICS)
@pytest.mark.parametrize("percent", [50, 95, 99])
def test_percentiles_are_those_of_the_records(
    client: Client, variant: str, metric: str, percent: int
) -> None:
    name = STATISTICS[metric]
    values = [
        line[name]
        for line in records(client.project, variant)
        if line["status"] == 200 and line[name] is not None
    ]
    place = {"EndpointName": client.name, "VariantName": variant}
    (found,) = read(client.project.aws, metric, f"p{percent}", place)
    assert found == pytest.approx(np.percentile(values, percent), rel=0.01)


def test_models_have_figures_of_their_own(client: Client) -> None:
    assert of_model(client.project, "a") == answered(client.sums("a"))


def test_a_client_that_hangs_up_is_no_error(observed: Project) -> None:
    client = Client(observed, "kept")
    told = {"say": "word " * 1000, "each_ms": 20}
    body = {"messages": [{"role": "user", "content": json.dumps(told)}], "stream": True}
    answer = client.runtime.invoke_endpoint_with_response_stream(
        EndpointName=client.name, Body=json.dumps(body), ContentType="application/json"
    )
    next(iter(answer["Body"]))
    answer["Body"].close()
    until(lambda: counted(observed, "Cancelled", "primary", client.name) == 1)
    assert counted(observed, "ServerErrors", "primary", client.name) == 0
