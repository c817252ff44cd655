"""How many requests a serverless variant answers at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lockgate.local.sagemaker.loans import Measure


@dataclass(frozen=True)
class Concurrency:
    """The sizes of a serverless variant; each request has a container of its own."""

    maximum: int
    """Requests under way at once; more are throttled."""
    provisioned: int = 0
    """Containers that are kept warm."""


def concurrency_of(config: Mapping[str, Any]) -> Concurrency:
    """The sizes in a ServerlessConfig."""
    return Concurrency(config["MaxConcurrency"], config.get("ProvisionedConcurrency", 0))


def measures(size: Concurrency, in_flight: int) -> list[Measure]:
    """The metrics of a request that makes `in_flight` of them, itself included.

    Source: "Alarms and logs for tracking metrics from serverless endpoints", developer guide.
    """
    found = [Measure("ServerlessConcurrentExecutionsUtilization", in_flight / size.maximum, "None")]
    if not size.provisioned:
        return found
    executions = min(in_flight, size.provisioned)
    spills = in_flight > size.provisioned
    return [
        *found,
        Measure("ServerlessProvisionedConcurrencyExecutions", executions, "Count"),
        Measure(
            "ServerlessProvisionedConcurrencyUtilization", executions / size.provisioned, "None"
        ),
        Measure("ServerlessProvisionedConcurrencyInvocations", float(not spills), "Count"),
        Measure("ServerlessProvisionedConcurrencySpilloverInvocations", float(spills), "Count"),
    ]
