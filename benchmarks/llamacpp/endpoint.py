"""The same load through SageMaker's runtime: unmodified boto3 against a deployed endpoint."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import orjson

from benchmarks.llamacpp.load import Case, Times, round_of
from benchmarks.pairs import Round
from infra.config.project import load_project
from lockgate.addresses import parse_address
from lockgate.aws import target_of
from lockgate.demo.own_local_aws import own_local_aws

MOST_AT_ONCE = 8


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
        self._threads = ThreadPoolExecutor(MOST_AT_ONCE)

    async def run(self, case: Case) -> Round:
        """One round; boto3 blocks, so each request has a thread."""
        began = time.perf_counter()
        loop = asyncio.get_running_loop()
        calls = (partial(self._request, number, case) for number in range(case.at_once))
        times = await asyncio.gather(*(loop.run_in_executor(self._threads, call) for call in calls))
        return round_of(case, times, time.perf_counter() - began)

    def _request(self, number: int, case: Case) -> Times:
        arguments: dict[str, Any] = {
            "EndpointName": self._name,
            "ContentType": "application/json",
            "Body": orjson.dumps(case.body(number)),
        }
        began = time.perf_counter()
        if not case.stream:
            answer = self._client.invoke_endpoint(**arguments)["Body"].read()
            case.check(answer)
            ended = time.perf_counter() - began
            return Times(ended, ended)
        first: float | None = None
        answer = b""
        for event in self._client.invoke_endpoint_with_response_stream(**arguments)["Body"]:
            first = first or time.perf_counter() - began
            answer += event["PayloadPart"]["Bytes"]
        ended = time.perf_counter() - began
        case.check(answer)
        return Times(first or ended, ended)
