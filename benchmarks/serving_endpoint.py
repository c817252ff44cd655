"""The same load through SageMaker's runtime: unmodified boto3 against a deployed endpoint."""

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from benchmarks.pairs import Run
from benchmarks.serving_load import Case, check_answer
from infra.config.project import load_project
from lockgate.addresses import parse_address
from lockgate.aws import target_of
from lockgate.demo.own_local_aws import own_local_aws


@contextmanager
def deployed(root: Path, address: str) -> Iterator[None]:
    """Deploy an endpoint of the local environment to a local AWS that lasts as long as this."""
    place = parse_address(address)
    if load_project(root).environments[place.environment].images != "local":
        yield
        return
    with own_local_aws(root):
        command = [sys.executable, "-m", "lockgate", "deploy", place.environment, place.endpoint]
        subprocess.run(command, cwd=root, check=True)
        yield


class Endpoint:
    """A deployed endpoint, by its address ENV/ENDPOINT; the model must be the benchmark's."""

    def __init__(self, root: Path, address: str) -> None:
        place = parse_address(address)
        environment = load_project(root).environments[place.environment]
        self._name = place.name
        self._client = target_of(environment, root).client("sagemaker-runtime")

    async def run(self, case: Case) -> Run:
        """One round; boto3 blocks, so each request has a thread."""
        began = time.perf_counter()
        calls = (asyncio.to_thread(self._request, number, case) for number in range(case.at_once))
        firsts = await asyncio.gather(*calls)
        seconds = time.perf_counter() - began
        ttft = statistics.median(firsts) if case.ttft else None
        return Run(case.at_once * case.tokens / seconds, ttft)

    def _request(self, number: int, case: Case) -> float:
        """Send one request; seconds until the first bytes of the answer."""
        arguments: dict[str, Any] = {
            "EndpointName": self._name,
            "ContentType": "application/json",
            "Body": orjson.dumps(case.body(number)),
        }
        began = time.perf_counter()
        if not case.stream:
            answer = self._client.invoke_endpoint(**arguments)["Body"].read()
            check_answer(answer, case)
            return time.perf_counter() - began
        first: float | None = None
        answer = b""
        for event in self._client.invoke_endpoint_with_response_stream(**arguments)["Body"]:
            first = first or time.perf_counter() - began
            answer += event["PayloadPart"]["Bytes"]
        check_answer(answer, case)
        return first or 0.0
