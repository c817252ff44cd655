"""A load of known requests, and what its client was told."""

import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from tests.e2e.conftest import Project

AT_ONCE = 8
CLASSES = {400: "ClientErrors", 429: "Throttles", 503: "Throttles", 504: "Timeouts"}
"""Metric that counts a status; others are errors of the server."""


@dataclass(frozen=True)
class Answer:
    """What one request came to."""

    variant: str
    counts: Mapping[str, int]
    """What it adds to the metrics of counts."""
    text: str = ""


@dataclass
class Client:
    """Asks one endpoint of the environment."""

    project: Project
    endpoint: str
    answers: list[Answer] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Clients of boto3 are safe in threads, making them is not."""
        self.runtime = self.project.aws.client("sagemaker-runtime")

    @property
    def name(self) -> str:
        """Of the endpoint on AWS."""
        return f"local-{self.endpoint}"

    def ask_all(self, told: Sequence[Mapping[str, Any]]) -> None:
        """Send requests, several at once; note what came back."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            self.answers += pool.map(self.ask, told)

    def ask(self, told: Mapping[str, Any], **members: str) -> Answer:
        """Send one request: `stream` asks for a stream, all else is for the engine."""
        wants_stream = told.get("stream", False)
        prompt = json.dumps({key: told[key] for key in told if key != "stream"})
        body: dict[str, Any] = {"messages": [{"role": "user", "content": prompt}]}
        if wants_stream:
            body |= {"stream": True, "stream_options": {"include_usage": True}}
        return self.send(json.dumps(body).encode(), stream=wants_stream, **members)

    def send(self, body: bytes, *, stream: bool = False, **members: str) -> Answer:
        """Send a body as it is."""
        asked = {"EndpointName": self.name, "Body": body, "ContentType": "application/json"}
        try:
            return (self._stream if stream else self._plain)(**asked, **members)
        except ClientError as error:
            return self._failed(error)

    def sums(self, variant: str) -> Counter[str]:
        """What the requests that a variant answered add up to."""
        found: Counter[str] = Counter()
        for answer in self.answers:
            if answer.variant == variant:
                found.update(answer.counts)
        return found

    def _plain(self, **asked: Any) -> Answer:
        answer = self.runtime.invoke_endpoint(**asked)
        completion = json.loads(answer["Body"].read())
        text = completion["choices"][0]["message"]["content"]
        return Answer(answer["InvokedProductionVariant"], _counts(completion["usage"]), text)

    def _stream(self, **asked: Any) -> Answer:
        answer = self.runtime.invoke_endpoint_with_response_stream(**asked)
        parts = b"".join(event["PayloadPart"]["Bytes"] for event in answer["Body"])
        events = parts.decode().split("\n\n")
        chunks = [json.loads(each[6:]) for each in events if each.startswith("data: {")]
        text = "".join(one["delta"]["content"] for chunk in chunks for one in chunk["choices"])
        return Answer(answer["InvokedProductionVariant"], _counts(chunks[-1]["usage"]), text)

    def _failed(self, error: ClientError) -> Answer:
        told = error.response
        variant = told["LogStreamArn"].partition("log-stream:")[2].partition("/")[0]
        failure = CLASSES.get(told["OriginalStatusCode"], "ServerErrors")
        return Answer(variant, {"Requests": 1, failure: 1})


def _counts(usage: Mapping[str, int]) -> dict[str, int]:
    return {
        "Requests": 1,
        "PromptTokens": usage["prompt_tokens"],
        "CompletionTokens": usage["completion_tokens"],
    }


def known_requests(number: int) -> list[dict[str, Any]]:
    """Requests of different lengths, half of them streamed; and some of each error."""
    choose = random.Random(7)  # noqa: S311 - no secret
    told: list[dict[str, Any]] = [
        {
            "say": "word " * choose.randint(1, 9),
            "first_ms": choose.randint(5, 60),
            "each_ms": choose.randint(0, 4),
            "stream": bool(index % 2),
        }
        for index in range(number)
    ]
    told += [{"status": status} for status in (400, 429, 500, 503, 504) for _ in range(4)]
    choose.shuffle(told)
    return told
