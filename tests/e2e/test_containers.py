"""Containers answer behind endpoints that the CDK CLI has deployed; tests run in this order."""

import json
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.containers.onnx.models import exported_minilm
from tests.e2e.conftest import Project, bootstrap
from tests.local.polling import until
from tests.observability.pipeline import read

pytestmark = [pytest.mark.local_aws, pytest.mark.model]
ENVIRONMENT = """\
extends: containers
endpoints:
  text: null
  embeddings: {environment: &small {LOCKGATE_PARALLEL_REQUESTS: "1"}}
  iris: {environment: *small}
  flowers: {environment: *small}
  sentences: {kind: realtime, model: all-minilm-l6-v2@2, instance: ml.c5.large}
  library: {kind: multi-model, models: [all-minilm-l6-v2@2], instance: ml.c5.large}
"""
"""Workers of Multi Model Server take seconds each to import PyTorch."""
TEXTS = ["A lock raises boats.", "Ships climb in chambers.", "The soup is too salty."]
SETOSA, VIRGINICA = [5.1, 3.5, 1.4, 0.2], [6.9, 3.2, 5.7, 2.3]


@pytest.fixture(scope="module")
def deployed(project: Project) -> Project:
    """The environment `containers` on this machine, and the encoder in the container onnx too."""
    exported = project.root / "models" / "exported" / "all-minilm-l6-v2"
    exported.parent.mkdir(exist_ok=True)
    if not exported.exists():
        exported.symlink_to(exported_minilm())
    (project.root / "environments" / "local.yaml").write_text(ENVIRONMENT)
    bootstrap(project)
    done = project.cdk("deploy", "local/*", "--concurrency", "6", "--require-approval", "never")
    assert done.returncode == 0, done.stdout
    return project


@dataclass(frozen=True)
class Client:
    """Asks the endpoints, and counts what they say about tokens."""

    project: Project
    requests: Counter[str] = field(default_factory=Counter)
    tokens: Counter[str] = field(default_factory=Counter)

    def ask(self, endpoint: str, body: Any, **members: str) -> Any:
        """What an endpoint answers to JSON."""
        answer = self.project.aws.client("sagemaker-runtime").invoke_endpoint(
            EndpointName=endpoint,
            Body=json.dumps(body),
            ContentType="application/json",
            Accept="application/json",
            **members,
        )
        message = json.load(answer["Body"])
        self.requests[endpoint] += 1
        if isinstance(message, dict):
            self.tokens[endpoint] += message["usage"]["prompt_tokens"]
        return message

    def embed(self, endpoint: str, **members: str) -> list[list[float]]:
        """The vectors of the texts."""
        answer = self.ask(endpoint, {"input": TEXTS}, **members)
        return [row["embedding"] for row in answer["data"]]

    def counted(self, metric: str, endpoint: str) -> float:
        """What CloudWatch has of a metric."""
        names = {"EndpointName": endpoint, "VariantName": "primary"}
        return sum(read(self.project.aws, metric, "Sum", names))


def cosines(ones: list[list[float]], others: list[list[float]]) -> list[float]:
    """Vectors of length 1 need no more than their product."""
    pairs = zip(ones, others, strict=True)
    return [sum(a * b for a, b in zip(one, other, strict=True)) for one, other in pairs]


@pytest.fixture(scope="module")
def client(deployed: Project) -> Client:
    return Client(deployed)


@pytest.fixture(scope="module")
def vectors(client: Client) -> list[list[float]]:
    """Those of Transformers."""
    return client.embed("local-embeddings")


def test_transformers_embed_texts(vectors: list[list[float]]) -> None:
    assert [len(vector) for vector in vectors] == [384, 384, 384]
    assert all(math.isclose(math.hypot(*vector), 1, abs_tol=1e-4) for vector in vectors)
    boats, ships, soup = vectors
    assert cosines([boats], [ships]) > cosines([boats], [soup])


def test_onnx_runtime_gives_the_same_vectors(client: Client, vectors: list[list[float]]) -> None:
    assert min(cosines(client.embed("local-sentences"), vectors)) > 0.9999


def test_one_of_many_onnx_models_gives_the_same_vectors(
    client: Client, vectors: list[list[float]]
) -> None:
    found = client.embed("local-library", TargetModel="all-minilm-l6-v2-2.tar.gz")
    assert min(cosines(found, vectors)) > 0.9999


def test_a_handler_of_ones_own_answers(client: Client) -> None:
    answers = client.ask("local-iris", [SETOSA, VIRGINICA])
    assert [answer["label"] for answer in answers] == ["setosa", "virginica"]


def test_many_models_with_a_handler_of_ones_own_answer(client: Client) -> None:
    first, second = (
        client.ask("local-flowers", [SETOSA], TargetModel=f"iris-{release}.tar.gz")
        for release in (1, 2)
    )
    assert first[0]["label"] == second[0]["label"] == "setosa"
    assert first[0]["score"] < second[0]["score"]


@pytest.mark.parametrize("endpoint", ["local-embeddings", "local-sentences"])
def test_what_an_encoder_does_not_do_is_refused(client: Client, endpoint: str) -> None:
    with pytest.raises(ClientError, match=r"client error \(400\) from primary") as refused:
        client.ask(endpoint, {"messages": [{"role": "user", "content": "Hello"}]})
    assert refused.value.response["OriginalStatusCode"] == 400


@pytest.mark.parametrize("endpoint", ["local-embeddings", "local-sentences", "local-library"])
@pytest.mark.usefixtures("vectors")
def test_tokens_that_an_encoder_has_read_become_a_metric(client: Client, endpoint: str) -> None:
    assert client.tokens[endpoint] > 0
    until(lambda: client.counted("PromptTokens", endpoint) == client.tokens[endpoint])


@pytest.mark.parametrize("endpoint", ["local-iris", "local-flowers"])
def test_requests_to_a_handler_of_ones_own_become_a_metric(client: Client, endpoint: str) -> None:
    assert client.requests[endpoint] > 0
    until(lambda: client.counted("Requests", endpoint) == client.requests[endpoint])
