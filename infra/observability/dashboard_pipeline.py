"""Graphs of the pipeline that makes metrics: whether the other graphs can be believed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from infra.config.inference_metrics import ENDPOINT_DIMENSION, UNPARSABLE
from infra.config.inference_metrics import NAMESPACE as OURS
from infra.observability.dashboard_operations import Graph
from infra.observability.widgets import Metric

LAMBDA = "AWS/Lambda"
SQS = "AWS/SQS"
KINESIS = "AWS/Kinesis"


@dataclass(frozen=True)
class Pipeline:
    """The parts of an environment's pipeline, by name; those of captures where there are any."""

    stream: str
    metrics_function: str
    capture_function: str | None = None
    capture_queue: str | None = None
    capture_dead_letters: str | None = None


def health(pipeline: Pipeline, endpoints: Sequence[str]) -> Iterator[Graph]:
    """Graphs of a pipeline; `endpoints` are names on AWS."""
    function = {"FunctionName": pipeline.metrics_function}
    stream = {"StreamName": pipeline.stream}
    age = Metric(LAMBDA, "IteratorAge", function, "Maximum", "oldest record")
    yield "How late the metrics are", "ms", [age]
    yield "Unreadable records (quarantined)", "", [*_unparsable(endpoints)]
    yield (
        "Records in the stream",
        "",
        [
            Metric(KINESIS, "IncomingRecords", stream, "Sum", "records"),
            Metric(KINESIS, "WriteProvisionedThroughputExceeded", stream, "Sum", "refused"),
        ],
    )
    functions = {"metrics": pipeline.metrics_function, "captures": pipeline.capture_function}
    used = {label: name for label, name in functions.items() if name}
    yield "Functions", "", [line for label, name in used.items() for line in _function(label, name)]
    if pipeline.capture_queue and pipeline.capture_dead_letters:
        yield _captures(pipeline.capture_queue, pipeline.capture_dead_letters)


def _unparsable(endpoints: Sequence[str]) -> Iterator[Metric]:
    for name in endpoints:
        yield Metric(OURS, UNPARSABLE, {ENDPOINT_DIMENSION: name}, "Sum", name)
    yield Metric(OURS, UNPARSABLE, {}, "Sum", "of an unknown endpoint")


def _function(label: str, name: str) -> Iterator[Metric]:
    where = {"FunctionName": name}
    yield Metric(LAMBDA, "Errors", where, "Sum", f"{label}: errors")
    yield Metric(LAMBDA, "Throttles", where, "Sum", f"{label}: throttled")
    yield Metric(LAMBDA, "Duration", where, "p99", f"{label}: duration p99", right=True)


def _captures(queue: str, dead_letters: str) -> Graph:
    visible, age = "ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage"
    return (
        "Captures that wait, and those given up",
        "",
        [
            Metric(SQS, visible, {"QueueName": queue}, "Maximum", "waiting"),
            Metric(SQS, visible, {"QueueName": dead_letters}, "Maximum", "given up"),
            Metric(SQS, age, {"QueueName": queue}, "Maximum", "oldest", right=True),
        ],
    )
